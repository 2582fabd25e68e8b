// SPDX-License-Identifier: MIT

package machine

import (
	"bugo/platforms/virt"
	"bugo/tools/k210emu/device"
	"bugo/tools/k210emu/hart"
)

// MaxHarts is how many harts a Virt can have.
const MaxHarts = 8

// Virt is QEMU's virt machine, as far as Bugo's firmware uses it.
type Virt struct {
	harts    []*hart.Hart
	ram      []byte
	images   []Image
	clint    device.CLINT
	uart     device.UART16550
	finisher device.Finisher

	nanoseconds uint64     // at the start of the turn
	current     *hart.Hart // whose turn it is
	turnStart   uint64     // its steps then
}

// Registers that hold something when a hart starts: its number, and the address
// of the device tree (QEMU hw/riscv/boot.c, riscv_setup_rom_reset_vec).
const (
	registerA0 = 10
	registerA1 = 11
)

// treeSpace is the end of memory, which the device tree has for itself.
const treeSpace = 4096

const treeAddress = virt.RAMBase + virt.RAMSize - treeSpace

// New returns a machine with images in its memory, before the first instruction.
//
// Precondition: harts is 1 to MaxHarts.
func New(harts int, line device.Line, images []Image) (*Virt, error) {
	tree := Image{Name: "the device tree", Address: treeAddress, Bytes: deviceTree(harts)}
	m := &Virt{ram: make([]byte, virt.RAMSize), images: append([]Image{tree}, images...), uart: device.UART16550{Line: line}}
	if err := m.check(); err != nil {
		return nil, err
	}
	m.clint.Time = m.ticks
	devices := bus{
		{virt.UARTBase, device.UART16550Size, &m.uart},
		{virt.CLINTBase, device.CLINTSize, &m.clint},
		{virt.FinisherBase, device.FinisherSize, &m.finisher},
	}
	for id := range harts {
		h := hart.New(hart.Config{
			ID:    uint64(id),
			Spec:  hart.Privileged1_12,
			RAM:   hart.RAM{Base: virt.RAMBase, Bytes: m.ram},
			Bus:   devices,
			Clock: &m.clint,
		}, virt.RAMBase)
		m.harts = append(m.harts, h)
		m.clint.Harts = append(m.clint.Harts, h)
	}
	m.current = m.harts[0]
	m.reset()
	return m, nil
}

// reset starts the machine again. Memory keeps what it has, but for the images
// (QEMU hw/core/loader.c, rom_reset).
func (m *Virt) reset() {
	for _, image := range m.images {
		copy(m.ram[image.Address-virt.RAMBase:], image.Bytes)
	}
	for id, h := range m.harts {
		h.Reset(virt.RAMBase)
		h.SetX(registerA0, uint64(id))
		h.SetX(registerA1, treeAddress)
	}
	m.uart.Reset()
	m.clint.Reset()
	m.finisher = device.Finisher{}
}

// nanosecondsPerTick is the period of mtime.
const nanosecondsPerTick = 1_000_000_000 / virt.TimebaseHz

// now is the time in nanoseconds.
func (m *Virt) now() uint64 { return m.nanoseconds + m.current.Steps() - m.turnStart }

func (m *Virt) ticks() uint64 { return m.now() / nanosecondsPerTick }

// Harts returns the machine's harts.
func (m *Virt) Harts() []*hart.Hart { return m.harts }

// Retired returns how many instructions all harts have retired.
func (m *Virt) Retired() (total uint64) {
	for _, h := range m.harts {
		total += h.Retired()
	}
	return total
}

// Nanoseconds returns how much time has passed for the guest.
func (m *Virt) Nanoseconds() uint64 { return m.now() }

// Memory returns the RAM from an address on.
func (m *Virt) Memory(address uint64) []byte { return m.ram[address-virt.RAMBase:] }
