// SPDX-License-Identifier: MIT

package machine

import (
	"encoding/binary"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/platforms/virt"
	"bugo/tools/k210emu/device"
	"bugo/tools/k210emu/hart"
	"bugo/tools/mkimage/flashimage"
)

// noise is a line on which anything comes.
type noise struct{ *rand.Rand }

func (noise) Send(byte) {}

func (n noise) Receive() (b byte, ok bool) { return byte(n.Uint32()), n.IntN(4) == 0 }

// opcodes are the major ones (RISC-V unpriv. §24, table 24.1).
var opcodes = []uint32{0x03, 0x07, 0x0f, 0x13, 0x17, 0x1b, 0x23, 0x27, 0x2f, 0x33, 0x37, 0x3b, 0x43, 0x47, 0x4b, 0x4f, 0x53, 0x63, 0x67, 0x6f, 0x73}

// randomWord is an instruction, more or less.
func randomWord(r *rand.Rand) uint32 {
	bits := r.Uint32()
	switch r.IntN(8) {
	case 0: // anything
		return bits
	case 1: // a privileged one
		privileged := []uint32{0x30200073, 0x10200073, 0x10500073, 0x12000073, 0x10400073, 0x0000100f, 0x00000073, 0x00100073}
		return privileged[r.IntN(len(privileged))]
	case 2: // of a CSR that is there
		csrs := []uint32{0x300, 0x301, 0x302, 0x303, 0x304, 0x305, 0x340, 0x341, 0x342, 0x344, 0x100, 0x104, 0x105, 0x140, 0x141, 0x144, 0x180, 0x320, 0x321, 0xb00, 0xb02, 0xc00, 0x3a0, 0x3b0, 1, 2, 3}
		return csrs[r.IntN(len(csrs))]<<20 | bits&0xf8f80 | uint32(1+r.IntN(7))<<12 | 0x73
	default:
		return bits&^0x7f | opcodes[r.IntN(len(opcodes))]
	}
}

// address is one that a program could have: of memory, mostly, or of a device.
func address(r *rand.Rand, devices bus) uint64 {
	if r.IntN(3) == 0 {
		d := devices[r.IntN(len(devices))]
		return d.base + r.Uint64N(min(d.size, 0x200))&^3
	}
	return k210.SRAMBase + r.Uint64N(1<<16)&^7
}

// scramble puts anything into a hart that a program could have put there.
func scramble(r *rand.Rand, h *hart.Hart, devices bus) {
	for n := 1; n < 32; n++ {
		h.SetX(n, address(r, devices))
		if r.IntN(4) == 0 {
			h.SetX(n, r.Uint64())
		}
		h.SetF(n, r.Uint64())
	}
	for _, number := range []uint32{0x302, 0x303, 0x304, 0x344} { // medeleg, mideleg, mie, mip
		h.SetCSR(number, r.Uint64())
	}
	h.SetCSR(0x305, address(r, devices)) // mtvec
	h.SetCSR(0x105, address(r, devices)) // stvec
	h.SetCSR(0x300, r.Uint64()|3<<13)    // mstatus: F registers on
	h.SetCSR(0x3b0, 1<<54-1)             // PMP, where there is one: all may do all,
	h.SetCSR(0x3a0, 0x1f)
	const tables = k210.SRAMBase + 0x8000
	if r.IntN(2) == 0 {
		h.SetCSR(0x180, 8<<60|tables>>12) // satp, or sptbr
		status, _ := h.CSR(0x300)
		h.SetCSR(0x300, status&^(31<<24)|9<<24) // mstatus.VM
	}
	h.SetPC(k210.SRAMBase + r.Uint64N(0x8000))
	h.SetPrivilege([]hart.Privilege{hart.User, hart.Supervisor, hart.Machine}[r.IntN(3)])
}

// fill fills memory with random instructions and page tables.
func fill(r *rand.Rand, memory []byte) {
	for n := 0; n < 0x8000; n += 4 {
		binary.LittleEndian.PutUint32(memory[n:], randomWord(r))
	}
	for n := 0x8000; n < 0x9000; n += 8 { // memory where it is, elsewhere, or anything
		pte := uint64(k210.SRAMBase)>>2 | r.Uint64()&0xff | 1
		if r.IntN(4) == 0 {
			pte = r.Uint64()
		}
		binary.LittleEndian.PutUint64(memory[n:], pte)
	}
	binary.LittleEndian.PutUint64(memory[0x8010:], k210.SRAMBase>>2|0xdf) // the code, for U
}

// survive lets a machine run random memory, with everything that can be done to it
// in between.
func survive(t *testing.T, r *rand.Rand, m *Machine, devices bus, steps uint64) (ran map[hart.Privilege]uint64) {
	ran = map[hart.Privilege]uint64{}
	for done := uint64(0); done < steps; {
		fill(r, m.Memory(k210.SRAMBase))
		for _, h := range m.Harts() {
			h.ForgetCode()
		}
		for range 40 {
			for _, h := range m.Harts() {
				scramble(r, h, devices)
				ran[h.Privilege()]++
			}
			before := m.Steps()
			outcome := m.Run(1 + r.Uint64N(2000))
			done += m.Steps() - before
			if outcome.Reason == Finished {
				m.Reset()
			}
			for _, h := range m.Harts() {
				require.Zero(t, h.X(0))
			}
		}
		switch r.IntN(20) {
		case 0:
			m.Reset()
		case 1:
			require.NoError(t, m.Save(io.Discard))
		}
	}
	return ran
}

func TestNoRandomGuestCrashesTheEmulator(t *testing.T) {
	for name, seed := range map[string]uint64{"virt": 1, "virt with two harts": 2, "k210": 3} {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 99))
			var m *Machine
			var devices bus
			if name == "k210" {
				card := &device.SDCard{Image: &bytesImage{bytes: make([]byte, 1024*diskBlock)}, Blocks: 1024}
				k, err := NewK210(Board{Line: noise{r}, Flash: flashed(t, spin), Card: card})
				require.NoError(t, err)
				m, devices = &k.Machine, k.devices
			} else {
				v, err := NewVirt(int(seed), noise{r}, program(spin))
				require.NoError(t, err)
				m, devices = &v.Machine, bus{
					{virt.UARTBase, device.UART16550Size, nil}, {virt.CLINTBase, device.CLINTSize, nil}, {virt.FinisherBase, device.FinisherSize, nil},
				}
			}
			for mode, n := range survive(t, r, m, devices, robustSteps) {
				assert.Greater(t, n, uint64(5), "mode %d", mode)
			}
		})
	}
}

func TestNoFlashImageCrashesTheEmulator(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 99))
	started := 0
	for n := range max(robustSteps/100_000, 12) {
		payload := make([]byte, 1+r.IntN(1<<14))
		for n := range payload {
			payload[n] = byte(r.Uint32())
		}
		flash := payload
		if n%3 != 0 { // with header and hash
			var err error
			flash, err = flashimage.Encode(payload)
			require.NoError(t, err)
			if n%3 == 1 && r.IntN(2) == 0 { // damaged
				flash[r.IntN(len(flash))] ^= 1 << r.IntN(8)
			}
		}
		m, err := NewK210(Board{Line: noise{r}, Flash: flash})
		if err == nil {
			started++
			m.Run(100_000)
		}
	}
	assert.Greater(t, started, 3)
}
