// SPDX-License-Identifier: MIT

package emulate

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/arch/riscv"
)

// Tables of the tests.
const (
	rootTable   = 0x8001_0000
	middleTable = 0x8001_1000
	leafTable   = 0x8001_2000

	// page is a virtual page, by leafTable's entry 3.
	page = 0x40_0000_0000>>1 | 1<<30 | 2<<21 | 3<<12
	v    = entryV
)

func pointer(table uint64) uint64 { return table/pageSize<<numberShift | v }

// leaf returns an entry for a page of memory.
func leaf(flags uint64) uint64 { return pointer(data) | flags }

// mapped returns a hart with Sv39 on that faulted with a cause at page.
func mapped(t *testing.T, cause, entry uint64) (*fake, *Emulator, *Trap) {
	h, e, trap := newHart(t, 0, cause)
	h.put(rootTable+8*(page>>30&511), 8, pointer(middleTable))
	h.put(middleTable+8*2, 8, pointer(leafTable))
	h.put(leafTable+8*3, 8, entry)
	h.root = rootTable / pageSize
	trap.Status |= sv39
	trap.Value = page
	e.PageFaults.Store(true)
	return h, e, trap
}

const r, w, x, u = entryR, entryW, entryX, entryU

// pageFault is the page fault of each access fault.
var pageFault = map[uint64]uint64{
	riscv.CodeInstructionFault: riscv.CodeInstructionPageFault,
	riscv.CodeLoadFault:        riscv.CodeLoadPageFault,
	riscv.CodeStoreFault:       riscv.CodeStorePageFault,
}

func TestWhichFaultsThePagesAllow(t *testing.T) {
	const pum, mxr, user = riscv.StatusSUM, riscv.StatusMXR, 0
	for _, test := range []struct {
		name              string
		flags             uint64
		mode, status      uint64
		fetch, load, save bool // denied: all allowed ones of memory are stale
	}{
		{"nothing there", 0, supervisor, 0, true, true, true},
		{"W without R", v | w, supervisor, 0, true, true, true},
		{"R", v | r, supervisor, 0, true, false, true},
		{"RW", v | r | w, supervisor, 0, true, false, false},
		{"X", v | x, supervisor, 0, false, true, true},
		{"X, MXR", v | x, supervisor, mxr, false, false, true},
		{"S page in U-mode", v | r | w | x, user, 0, true, true, true},
		{"U page in U-mode", v | r | w | x | u, user, 0, false, false, false},
		{"U page in U-mode, PUM", v | r | w | x | u, user, pum, false, false, false},
		{"U page in S-mode", v | r | w | x | u, supervisor, 0, false, false, false},
		{"U page in S-mode, PUM", v | r | w | x | u, supervisor, pum, true, true, true},
	} {
		for cause, denies := range map[uint64]bool{
			riscv.CodeInstructionFault: test.fetch,
			riscv.CodeLoadFault:        test.load,
			riscv.CodeStoreFault:       test.save,
		} {
			// Where memory is, all faults are of pages.
			h, e, trap := mapped(t, cause, leaf(test.flags))
			trap.Status = test.mode | test.status | sv39
			require.True(t, e.Handle(trap))
			assert.Equal(t, []uint64{code, pageFault[cause], page}, []uint64{h.sepc, h.scause, h.stval}, "%s, cause %d", test.name, cause)
			// Where none is, those that the page allows are of what is there.
			h, e, trap = mapped(t, cause, 0x1000_0000/pageSize<<numberShift|test.flags)
			trap.Status = test.mode | test.status | sv39
			require.True(t, e.Handle(trap))
			want := cause
			if denies {
				want = pageFault[cause]
			}
			assert.Equal(t, []uint64{code, want, page}, []uint64{h.sepc, h.scause, h.stval}, "%s, cause %d", test.name, cause)
		}
	}
}

// requireCause handles a fault of each cause, and looks at what S-mode is told.
func requireCause(t *testing.T, want func(cause uint64) uint64, change func(h *fake, e *Emulator, trap *Trap)) {
	t.Helper()
	for cause := range pageFault {
		h, e, trap := mapped(t, cause, leaf(0))
		change(h, e, trap)
		require.True(t, e.Handle(trap))
		assert.Equal(t, []uint64{code, want(cause), trap.Value}, []uint64{h.sepc, h.scause, h.stval})
	}
}

func same(cause uint64) uint64   { return cause }
func ofPage(cause uint64) uint64 { return pageFault[cause] }

func TestFaultsStayAccessFaults(t *testing.T) {
	for name, change := range map[string]func(h *fake, e *Emulator, trap *Trap){
		"that nobody asked about": func(_ *fake, e *Emulator, _ *Trap) { e.PageFaults.Store(false) },
		"without translation":     func(_ *fake, _ *Emulator, trap *Trap) { trap.Status &^= riscv.StatusVM },
		"without a root":          func(h *fake, _ *Emulator, _ *Trap) { h.root = 0 },
		"without a table": func(h *fake, _ *Emulator, trap *Trap) {
			h.put(middleTable+8*2, 8, pointer(0x4001_0000)) // the alias is no place for one
		},
	} {
		t.Run(name, func(t *testing.T) { requireCause(t, same, change) })
	}
}

func TestPageFaultsOfTables(t *testing.T) {
	entry := func(at, value uint64) func(h *fake, e *Emulator, trap *Trap) {
		return func(h *fake, _ *Emulator, trap *Trap) {
			h.put(at, 8, value)
		}
	}
	top := uint64(rootTable + 8*(page>>30&511))
	for name, change := range map[string]func(h *fake, e *Emulator, trap *Trap){
		"no table":                 entry(top, 0),
		"too many levels":          entry(leafTable+8*3, pointer(data)),
		"a page above 4 GiB":       entry(leafTable+8*3, 1<<20<<numberShift|v|r|w|x),
		"the highest page number":  entry(leafTable+8*3, (1<<38-1)<<numberShift|v|r|w|x),
		"an address with no end":   func(_ *fake, _ *Emulator, trap *Trap) { trap.Value = 1<<38 | page&(1<<38-1) },
		"an address with half one": func(_ *fake, _ *Emulator, trap *Trap) { trap.Value = page | 1<<63 },
	} {
		t.Run(name, func(t *testing.T) { requireCause(t, ofPage, change) })
	}
}

func TestLargePagesIgnoreTheLowBitsOfTheirNumber(t *testing.T) {
	const large = ramBase + 5*pageSize                               // no multiple of 2 MiB
	requireCause(t, ofPage, func(h *fake, _ *Emulator, trap *Trap) { // memory: stale
		h.put(middleTable+8*2, 8, pointer(large)|r|w|x)
	})
	requireCause(t, same, func(h *fake, _ *Emulator, trap *Trap) { // a page beyond the end of memory
		h.put(middleTable+8*2, 8, pointer(large)|r|w|x)
		trap.Value = page&^(1<<21-1) | ramSize
	})
}

func TestReservedBitsOfEntriesAreIgnored(t *testing.T) {
	requireCause(t, same, func(h *fake, _ *Emulator, trap *Trap) {
		h.put(leafTable+8*3, 8, 0xffff<<48|0x1000_0000/pageSize<<numberShift|v|r|w|x)
	})
}

func TestAFetchFaultIsInThePageThatCannotBeExecuted(t *testing.T) {
	h, e, trap := mapped(t, riscv.CodeInstructionFault, leaf(v|x))
	h.put(leafTable+8*4, 8, leaf(v|r)) // the next page
	trap.PC = page + pageSize - 2
	trap.Value = trap.PC // the chip gives the instruction's address
	require.True(t, e.Handle(trap))
	assert.Equal(t, []uint64{page + pageSize - 2, riscv.CodeInstructionPageFault, page + pageSize},
		[]uint64{h.sepc, h.scause, h.stval})

	h.put(leafTable+8*3, 8, leaf(v|r)) // both cannot: the first one counts
	trap.PC, trap.Status = page+pageSize-2, trap.Status&^riscv.StatusMPP|supervisor
	require.True(t, e.Handle(trap))
	assert.EqualValues(t, page+pageSize-2, h.stval)
}

func TestMisalignedAccessesFaultAsPagesDo(t *testing.T) {
	h, e, trap := mapped(t, riscv.CodeLoadMisaligned, leaf(v|r|w))
	h.put(code, 4, uint64(loadInstruction(opLoad, 3, 10, 0)))
	h.trap.X[8] = page + pageSize - 3
	h.closed = func(_ uint64, execute bool) bool { return !execute }
	require.True(t, e.Handle(trap))
	assert.EqualValues(t, riscv.CodeLoadPageFault, h.scause)
	assert.EqualValues(t, page+pageSize-3, h.stval)
}
