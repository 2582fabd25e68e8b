// SPDX-License-Identifier: MIT

package emulate

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/arch/riscv"
)

// The fake machine: memory, whose pages are named by the tests.
const (
	ramBase = 0x8000_0000
	ramSize = 0x4_0000
	handler = 0x8000_2000
	code    = 0x8000_1000
	data    = 0x8000_8000
)

// fake is a hart whose loads and stores fail at the addresses of closed.
type fake struct {
	t      *testing.T
	ram    [ramSize]byte
	closed func(address uint64, execute bool) bool
	trap   *Trap

	f        [32]uint64
	widths   [32]bool // of what was last set: double
	time     uint64
	counters uint64
	root     uint64
	fenced   uint64
	fences   int

	sepc, scause, stval uint64
	injected            bool
}

func (h *fake) Load(address uint64, size int, execute bool) (value uint64, loaded int) {
	for ; loaded < size; loaded++ {
		at := address + uint64(loaded)
		if !isRAM(at) || h.closed != nil && h.closed(at, execute) {
			return 0, loaded
		}
		value |= uint64(h.ram[at-ramBase]) << (8 * loaded)
	}
	return value, loaded
}

func (h *fake) Store(address uint64, size int, value uint64) (stored int) {
	for ; stored < size; stored++ {
		at := address + uint64(stored)
		if !isRAM(at) || h.closed != nil && h.closed(at, false) {
			return stored
		}
		h.ram[at-ramBase] = byte(value >> (8 * stored))
	}
	return stored
}

func (h *fake) Memory() (base, size uint64) { return ramBase, ramSize }

func (h *fake) Entry(address uint64) (entry uint64) {
	require.Zero(h.t, address%8)
	return binary.LittleEndian.Uint64(h.ram[address-ramBase:])
}

// isRAM reports whether there is memory at an address.
func isRAM(address uint64) bool { return address-ramBase < ramSize }

func (h *fake) Float(register int, double bool) uint64 {
	if !double {
		return h.f[register] & 0xffff_ffff
	}
	return h.f[register]
}

func (h *fake) SetFloat(register int, double bool, value uint64) {
	require.NotZero(h.t, h.trap.Status&riscv.StatusFS, "the F registers are off")
	h.f[register], h.widths[register] = value, double
}

func (h *fake) Time() uint64                { return h.time }
func (h *fake) UserCounters() uint64        { return h.counters }
func (h *fake) SetUserCounters(bits uint64) { h.counters = bits }
func (h *fake) Root() (w, f uint64)         { return h.root, h.fenced }
func (h *fake) SetRoot(root uint64)         { h.root = root }
func (h *fake) Fence(root uint64) {
	h.fenced = root
	h.fences++
}

func (h *fake) EnterSupervisor(sepc, scause, stval uint64) uint64 {
	h.sepc, h.scause, h.stval, h.injected = sepc, scause, stval, true
	return handler | 1 // vectored, which is nothing to exceptions
}

// put stores bytes of a number.
func (h *fake) put(address uint64, size int, value uint64) {
	require.Equal(h.t, size, h.Store(address, size, value))
}

// get loads bytes of a number.
func (h *fake) get(address uint64, size int) uint64 {
	value, loaded := h.Load(address, size, false)
	require.Equal(h.t, size, loaded)
	return value
}

const supervisor = riscv.PrivilegeS << riscv.StatusMPPShift

// newHart returns a hart with a pattern in its registers, and the trap of an
// instruction at code, from S-mode with F registers on.
func newHart(t *testing.T, instruction uint32, cause uint64) (*fake, *Emulator, *Trap) {
	h := &fake{t: t, time: 0x1234_5678_9abc, counters: 7}
	h.put(code, 4, uint64(instruction))
	h.trap = &Trap{PC: code, Status: supervisor | riscv.StatusFS, Cause: cause}
	for n := range h.f {
		h.trap.X[n] = 0x0101_0101_0101_0101 * uint64(n)
		h.f[n] = 0xf000_0000_0000_0000 | uint64(n)
	}
	h.trap.X[0] = 0xbad // means nothing
	return h, &Emulator{Hart: h}, h.trap
}
