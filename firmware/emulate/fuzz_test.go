// SPDX-License-Identifier: MIT

package emulate

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/arch/riscv"
)

// FuzzHandle looks for a trap that makes the emulator panic, touch F registers that
// are off, or return to anywhere but behind the instruction or to S-mode's handler,
// in S-mode.
func FuzzHandle(f *testing.F) {
	f.Add(uint8(2), uint32(0xc010_2573), uint64(code), uint64(supervisor), uint64(0), uint64(0), false)
	f.Add(uint8(4), uint32(0x0084_3503), uint64(0x8000_1ffe), uint64(0), uint64(0x8000_0fff), uint64(0x8_0000), true)
	f.Add(uint8(7), uint32(0), uint64(0), uint64(supervisor|9<<24), uint64(page), uint64(rootTable/pageSize), true)
	f.Add(uint8(2), uint32(sfenceVMA), ^uint64(1), uint64(supervisor), uint64(0), uint64(1), true)
	f.Fuzz(func(t *testing.T, cause uint8, bits uint32, pc, status, value, root uint64, pageFaults bool) {
		if status&riscv.StatusMPP>>riscv.StatusMPPShift > riscv.PrivilegeS {
			status &^= riscv.StatusMPP // such a trap does not come here
		}
		h, e, trap := newHart(t, 0, uint64(cause))
		for i := range uint64(4) { // pc may be anywhere
			if at := pc + i; isRAM(at) {
				h.ram[at-ramBase] = byte(bits >> (8 * i))
			}
		}
		h.root = root & (1<<20 - 1)
		e.PageFaults.Store(pageFaults)
		h.trap.X[8], h.trap.X[9] = value, root
		trap.PC, trap.Status, trap.Value = pc, status, value
		before := *trap
		if !e.Handle(trap) {
			require.Equal(t, before, *trap)
			return
		}
		if h.injected {
			require.EqualValues(t, handler, trap.PC)
			require.EqualValues(t, supervisor, trap.Status&riscv.StatusMPP)
			require.Zero(t, trap.Status&(riscv.StatusSIE|riscv.StatusMPIE))
			require.Equal(t, pc, h.sepc)
			return
		}
		if advance := trap.PC - pc; advance != 2 && advance != 4 {
			t.Fatalf("goes on %d bytes behind the instruction", advance)
		}
		require.Equal(t, status&^riscv.StatusVM, trap.Status&^riscv.StatusVM)
	})
}

func TestHandleDoesNotAllocate(t *testing.T) {
	h, e, trap := newHart(t, csrInstruction(csrrs, riscv.CSRTime, 5, 0), riscv.CodeIllegalInstruction)
	require.Zero(t, testing.AllocsPerRun(10, func() {
		trap.PC = code
		e.Handle(trap)
	}))
	h.put(code, 4, uint64(storeInstruction(opStore, 3, 5, 1)))
	h.trap.X[8], trap.Cause = data, riscv.CodeStoreMisaligned
	require.Zero(t, testing.AllocsPerRun(10, func() {
		trap.PC = code
		e.Handle(trap)
	}))
}
