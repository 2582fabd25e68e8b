// SPDX-License-Identifier: MIT

package emulate

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/arch/riscv"
)

// csrInstruction returns an instruction of a funct3 about a CSR.
func csrInstruction(funct3 uint32, csr riscv.CSR, rd, rs1 uint32) uint32 {
	return uint32(csr)<<20 | rs1<<15 | funct3<<12 | rd<<7 | opSystem
}

const (
	csrrw  = 1
	csrrs  = 2
	csrrc  = 3
	csrrwi = 5
	csrrsi = 6
	csrrci = 7
)

// requireIllegal wants the trap to have gone to S-mode.
func requireIllegal(t *testing.T, h *fake, trap *Trap, bits uint32) {
	t.Helper()
	require.True(t, h.injected)
	assert.Equal(t, []uint64{code, riscv.CodeIllegalInstruction, uint64(bits)}, []uint64{h.sepc, h.scause, h.stval})
	assert.EqualValues(t, handler, trap.PC)
}

func TestTimeIsReadIntoEveryRegisterInEveryForm(t *testing.T) {
	for _, funct3 := range []uint32{csrrs, csrrc, csrrsi, csrrci} {
		for rd := range uint32(32) {
			h, e, trap := newHart(t, csrInstruction(funct3, riscv.CSRTime, rd, 0), riscv.CodeIllegalInstruction)
			before := h.trap.X
			require.True(t, e.Handle(trap))
			require.False(t, h.injected)
			require.EqualValues(t, code+4, trap.PC)
			for n := 1; n < 32; n++ {
				want := before[n]
				if n == int(rd) {
					want = h.time
				}
				require.Equal(t, want, h.trap.X[n], "x%d", n)
			}
		}
	}
}

func TestTimeCannotBeWritten(t *testing.T) {
	for _, bits := range []uint32{
		csrInstruction(csrrw, riscv.CSRTime, 5, 0),
		csrInstruction(csrrwi, riscv.CSRTime, 0, 0),
		csrInstruction(csrrs, riscv.CSRTime, 5, 1),
		csrInstruction(csrrci, riscv.CSRTime, 5, 31),
	} {
		h, e, trap := newHart(t, bits, riscv.CodeIllegalInstruction)
		before := h.trap.X
		require.True(t, e.Handle(trap))
		requireIllegal(t, h, trap, bits)
		assert.Equal(t, before, h.trap.X)
	}
}

func TestScounterenDecidesAboutTimeInUserModeOnly(t *testing.T) {
	bits := csrInstruction(csrrs, riscv.CSRTime, 31, 0)
	for _, test := range []struct {
		status, counters uint64
		allowed          bool
	}{
		{supervisor, 0, true},
		{0, riscv.CounterTM, true},
		{0, riscv.CounterCY | riscv.CounterIR, false},
	} {
		h, e, trap := newHart(t, bits, riscv.CodeIllegalInstruction)
		trap.Status, h.counters = test.status, test.counters
		require.True(t, e.Handle(trap))
		if test.allowed {
			assert.Equal(t, h.time, h.trap.X[31])
		} else {
			requireIllegal(t, h, trap, bits)
		}
	}
}

func TestScounterenIsARegisterOfThreeBits(t *testing.T) {
	for _, test := range []struct {
		name      string
		bits      uint32
		old, want uint64
	}{
		{"csrrw", csrInstruction(csrrw, riscv.CSRScounteren, 10, 11), 5, 3},
		{"csrrw of x0", csrInstruction(csrrw, riscv.CSRScounteren, 10, 0), 5, 0},
		{"csrrs", csrInstruction(csrrs, riscv.CSRScounteren, 10, 2), 5, 7},
		{"csrrs of x0", csrInstruction(csrrs, riscv.CSRScounteren, 10, 0), 5, 5},
		{"csrrc", csrInstruction(csrrc, riscv.CSRScounteren, 10, 1), 5, 4},
		{"csrrwi", csrInstruction(csrrwi, riscv.CSRScounteren, 10, 31), 0, 7},
		{"csrrsi", csrInstruction(csrrsi, riscv.CSRScounteren, 10, 2), 5, 7},
		{"csrrci", csrInstruction(csrrci, riscv.CSRScounteren, 10, 4), 5, 1},
		{"csrrci of 0", csrInstruction(csrrci, riscv.CSRScounteren, 10, 0), 5, 5},
		{"to x0", csrInstruction(csrrwi, riscv.CSRScounteren, 0, 1), 5, 1},
	} {
		h, e, trap := newHart(t, test.bits, riscv.CodeIllegalInstruction)
		h.counters = test.old
		h.trap.X[1], h.trap.X[2], h.trap.X[11] = 1, 2, ^uint64(4)
		require.True(t, e.Handle(trap))
		assert.False(t, h.injected, test.name)
		assert.Equal(t, test.want, h.counters, test.name)
		if test.bits>>7&31 != 0 {
			assert.Equal(t, test.old, h.trap.X[10], test.name)
		}
	}
	bits := csrInstruction(csrrs, riscv.CSRScounteren, 10, 0)
	h, e, trap := newHart(t, bits, riscv.CodeIllegalInstruction)
	trap.Status = 0 // U-mode
	require.True(t, e.Handle(trap))
	requireIllegal(t, h, trap, bits)
}

func TestSfenceVMAMakesSatpCountWhateverItsOperands(t *testing.T) {
	const vm = uint64(riscv.StatusVM)
	for rs1 := range uint32(32) {
		for _, rs2 := range []uint32{0, 1, 31} {
			h, e, trap := newHart(t, sfenceVMA|rs1<<15|rs2<<20, riscv.CodeIllegalInstruction)
			h.root = 0x8_0123
			status := trap.Status
			require.True(t, e.Handle(trap))
			require.False(t, h.injected)
			require.EqualValues(t, code+4, trap.PC)
			require.Equal(t, status|9<<24, trap.Status)
			require.Equal(t, 1, h.fences)
			require.Equal(t, h.root, h.fenced)
		}
	}
	h, e, trap := newHart(t, sfenceVMA, riscv.CodeIllegalInstruction)
	trap.Status |= vm & (9 << 24)
	require.True(t, e.Handle(trap))
	assert.Zero(t, trap.Status&vm, "page number 0 turns translation off")
	assert.Equal(t, 1, h.fences)
}

func TestSfenceVMAIsForSupervisorModeOnly(t *testing.T) {
	h, e, trap := newHart(t, sfenceVMA, riscv.CodeIllegalInstruction)
	trap.Status = 0
	h.root = 1
	require.True(t, e.Handle(trap))
	requireIllegal(t, h, trap, sfenceVMA)
	assert.Zero(t, h.fences)
	assert.Zero(t, trap.Status&riscv.StatusVM)
}

// Between the write of satp and the fence, the hart runs on pages that it
// remembers.
func TestAFenceIsFoundByTheTableThatWasFencedLast(t *testing.T) {
	h, e, trap := newHart(t, sfenceVMA, riscv.CodeIllegalInstruction)
	h.fenced, h.root = 0x8_0010, 0
	h.closed = func(uint64, bool) bool { return h.root == 0 }
	require.True(t, e.Handle(trap))
	assert.False(t, h.injected)
	assert.Zero(t, h.root)
	assert.Zero(t, h.fenced)
	assert.EqualValues(t, code+4, trap.PC)
}

func TestOtherIllegalInstructionsGoToSupervisorMode(t *testing.T) {
	for name, test := range map[string]struct{ bits, stval uint32 }{
		"all ones":             {0xffff_ffff, 0xffff_ffff},
		"compressed zero":      {0x1234_0000, 0}, // what follows it is not its own
		"compressed":           {0xffff_9c41, 0x9c41},
		"mret":                 {0x3020_0073, 0x3020_0073},
		"hfence":               {0x2200_0073, 0x2200_0073},
		"a fence with rd":      {sfenceVMA | 1<<7, sfenceVMA | 1<<7},
		"senvcfg":              {csrInstruction(csrrs, 0x10a, 1, 0), csrInstruction(csrrs, 0x10a, 1, 0)},
		"funct3 4 of time":     {csrInstruction(4, riscv.CSRTime, 1, 0), csrInstruction(4, riscv.CSRTime, 1, 0)},
		"funct3 0 of time":     {csrInstruction(0, riscv.CSRTime, 1, 0), csrInstruction(0, riscv.CSRTime, 1, 0)},
		"floating point, off":  {0x0005_3007, 0x0005_3007},
		"time, wrong opcode":   {csrInstruction(csrrs, riscv.CSRTime, 1, 0) ^ 0x70, csrInstruction(csrrs, riscv.CSRTime, 1, 0) ^ 0x70},
		"the cycle of a U app": {csrInstruction(csrrs, riscv.CSRCycle, 1, 0), csrInstruction(csrrs, riscv.CSRCycle, 1, 0)},
	} {
		h, e, trap := newHart(t, test.bits, riscv.CodeIllegalInstruction)
		require.True(t, e.Handle(trap), name)
		requireIllegal(t, h, trap, test.stval)
	}
}

func TestInjectionLeavesSstatusAsADirectTrapDoes(t *testing.T) {
	const (
		sie, spie, spp, mpie = riscv.StatusSIE, riscv.StatusSPIE, riscv.StatusSPP, riscv.StatusMPIE
		kept                 = riscv.StatusFS | 9<<riscv.StatusVMShift | riscv.StatusSUM
	)
	for _, test := range []struct{ before, after uint64 }{
		{supervisor, supervisor | spp},
		{supervisor | sie | mpie, supervisor | spp | spie},
		{supervisor | spie | mpie, supervisor | spp},
		{0, supervisor},
		{sie, supervisor | spie},
		{spp | spie, supervisor},
		{supervisor | kept, supervisor | spp | kept},
	} {
		h, e, trap := newHart(t, 0xffff_ffff, riscv.CodeIllegalInstruction)
		trap.Status = test.before
		require.True(t, e.Handle(trap))
		assert.Equal(t, test.after, trap.Status, "%#x", test.before)
		assert.True(t, h.injected)
	}
}

func TestAnInstructionInTwoPagesIsFetchedInHalves(t *testing.T) {
	const end = 0x8000_3ffe
	bits := csrInstruction(csrrs, riscv.CSRTime, 9, 0)
	h, e, trap := newHart(t, 0, riscv.CodeIllegalInstruction)
	h.put(end, 4, uint64(bits))
	trap.PC = end
	h.closed = func(address uint64, execute bool) bool { return !execute } // pages that can only be executed
	require.True(t, e.Handle(trap))
	assert.Equal(t, h.time, h.trap.X[9])
	assert.EqualValues(t, end+4, trap.PC)

	trap.PC = end
	h.closed = func(address uint64, _ bool) bool { return address >= end+2 }
	require.True(t, e.Handle(trap))
	assert.Equal(t, []uint64{end, riscv.CodeInstructionFault, end + 2}, []uint64{h.sepc, h.scause, h.stval})
	trap.PC = end
	h.closed = func(address uint64, _ bool) bool { return address < end+2 }
	require.True(t, e.Handle(trap))
	assert.Equal(t, []uint64{end, riscv.CodeInstructionFault, end}, []uint64{h.sepc, h.scause, h.stval})
}

func TestOtherTrapsAreNotKnown(t *testing.T) {
	for cause := range uint64(20) {
		_, e, trap := newHart(t, 0xffff_ffff, cause)
		known := map[uint64]bool{1: true, 2: true, 4: true, 5: true, 6: true, 7: true}
		assert.Equal(t, known[cause], e.Handle(trap), "%d", cause)
	}
	_, e, trap := newHart(t, 0, 1<<63|5)
	assert.False(t, e.Handle(trap))
}
