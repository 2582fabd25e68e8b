// SPDX-License-Identifier: MIT

package machine

import (
	"encoding/binary"
	"fmt"

	"bugo/platforms/virt"
	"bugo/tools/k210emu/device"
	"bugo/tools/k210emu/hart"
)

// MaxHarts is how many harts a Virt can have.
const MaxHarts = 8

// Virt is QEMU's virt machine, as far as Bugo's firmware uses it. A cycle is a
// nanosecond, unless SetCycle says otherwise.
type Virt struct {
	Machine
	images   []Image
	uart     device.UART16550
	finisher device.Finisher
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

// NewVirt returns a machine with images in its memory, before the first
// instruction.
//
// Precondition: harts is 1 to MaxHarts.
func NewVirt(harts int, line device.Line, images []Image, options ...Option) (*Virt, error) {
	tree := Image{Name: "the device tree", Address: treeAddress, Bytes: deviceTree(harts)}
	m := &Virt{
		Machine: Machine{
			ram:           make([]byte, virt.RAMSize),
			ramBase:       virt.RAMBase,
			cyclesPerTick: tickNanoseconds,
			clint:         device.CLINT{FirstDeadline: device.Never},
		},
		images: append([]Image{tree}, images...),
		uart:   device.UART16550{Line: line},
	}
	m.kind = m
	if err := checkImages(m.images); err != nil {
		return nil, err
	}
	m.apply(options)
	m.addHarts(harts, hart.Privileged1_12, virt.RAMSize, bus{
		{virt.UARTBase, device.UART16550Size, &m.uart},
		{virt.CLINTBase, device.CLINTSize, &m.clint},
		{virt.FinisherBase, device.FinisherSize, &m.finisher},
	}, virt.RAMBase)
	m.reset()
	return m, nil
}

// tickNanoseconds is how long mtime takes to count.
const tickNanoseconds = 1_000_000_000 / virt.TimebaseHz

// SetCycle makes a cycle, and an instruction, take so many nanoseconds, which is
// a divisor of 100: the more, the fewer instructions from a tick to the next. Call
// it before the first Run.
func (m *Virt) SetCycle(nanoseconds uint64) error {
	if nanoseconds == 0 || tickNanoseconds%nanoseconds != 0 {
		return fmt.Errorf("a cycle of %d ns: want a divisor of %d, the nanoseconds in which mtime counts", nanoseconds, tickNanoseconds)
	}
	m.cyclesPerTick = tickNanoseconds / nanoseconds
	return nil
}

// reset implements kind. Memory keeps what it has, but for the images
// (QEMU hw/core/loader.c, rom_reset).
func (m *Virt) reset() {
	for _, image := range m.images {
		copy(m.ram[image.Address-virt.RAMBase:], image.Bytes)
		m.wrote(image.Address, len(image.Bytes))
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

func (m *Virt) resetRequested() bool { return m.finisher.Reset }

func (m *Virt) finished() (status int, ok bool) { return m.finisher.Status, m.finisher.Done }

// halted implements kind: there is a finisher for that.
func (m *Virt) halted() (status int, ok bool) { return 0, false }

func (m *Virt) madeFrom() (kind string, inputs []byte) {
	for _, image := range m.images {
		inputs = binary.LittleEndian.AppendUint64(inputs, image.Address)
		inputs = binary.LittleEndian.AppendUint64(inputs, uint64(len(image.Bytes)))
		inputs = append(inputs, image.Bytes...)
	}
	return "virt", inputs
}

func (m *Virt) components() []component {
	return []component{{"clint", &m.clint}, {"uart", &m.uart}, {"finisher", &m.finisher}}
}

func (m *Virt) memories() []memory { return []memory{{"ram", m.ram, func([]byte) {}}} }

func (m *Virt) restored() {}

// held implements kind.
func (m *Virt) held() (cycles uint64, idle bool) { return 0, false }
