// SPDX-License-Identifier: MIT

package emulate

import "bugo/arch/riscv"

// A hart of 1.9.1 says of an access to memory only that it failed. Of the causes
// that 1.12 has, it is a page fault if the page tables do not allow the access, and
// also if they do and lead to memory, which does not refuse: then the hart went by
// an entry that the kernel has changed since, and has not fenced. That is a page
// fault in 1.12, too (RISC-V priv. 1.12 §4.2.1). It is an access fault if there is no
// memory where the page is, or where the table would be
// (RISC-V priv. 1.12 §4.3.2).

// want is what an access does.
type want uint8

const (
	load want = iota
	store
	execute
)

// causes are the codes of the faults of each: of memory, and of pages.
var causes = [...]struct{ access, page uint64 }{
	load:    {riscv.CodeLoadFault, riscv.CodeLoadPageFault},
	store:   {riscv.CodeStoreFault, riscv.CodeStorePageFault},
	execute: {riscv.CodeInstructionFault, riscv.CodeInstructionPageFault},
}

// fault gives a failed access to S-mode.
func (e *Emulator) fault(t *Trap, w want, address uint64) {
	cause := causes[w].access
	if e.PageFaults.Load() && t.translated() && e.walk(t, w, address) != elsewhere {
		cause = causes[w].page
	}
	e.inject(t, cause, address)
}

// fetchFault gives a failed fetch to S-mode. An instruction of 4 bytes may lie in
// two pages: then the fault is where the one is that cannot be executed
// (RISC-V priv. 1.12 §3.1.16).
func (e *Emulator) fetchFault(t *Trap, address uint64) {
	const firstHalf = 2
	if next := t.PC + firstHalf; e.PageFaults.Load() && next%pageSize == 0 && t.translated() &&
		e.walk(t, execute, t.PC) == inRAM {
		address = next
	}
	e.fault(t, execute, address)
}

// translated tells whether addresses of the mode that trapped are translated.
func (t *Trap) translated() bool {
	return t.Status&riscv.StatusVM == sv39 && t.mode() != riscv.PrivilegeM
}

// Sv39 as 1.9.1 has it (k210-facts.md §2.5, §2.7; RISC-V priv. 1.12 §4.3.1, §4.4).
const (
	pageSize  = 4096
	levels    = 3
	indexBits = 9

	entryV = 1 << 0
	entryR = 1 << 1
	entryW = 1 << 2
	entryX = 1 << 3
	entryU = 1 << 4

	numberShift = 10
	numberBits  = 38        // in an entry, of which
	numberMask  = 1<<20 - 1 // the chip has these, and takes others for invalid

	topBit = 38 // of a virtual address: all above are the same
)

// found is where a walk ends.
type found uint8

const (
	denied    found = iota // there is no page, or none that allows the access
	inRAM                  // a page of memory allows it
	elsewhere              // a page of something else does, or a table is there
)

// walk looks an address up in the page tables, as the hart does: it ignores the low
// bits of a large page's number, and whether A and D are set, for the hart sets
// them.
func (e *Emulator) walk(t *Trap, w want, address uint64) found {
	if int64(address<<(63-topBit))>>(63-topBit) != int64(address) {
		return denied
	}
	root, _ := e.Hart.Root()
	table := root * pageSize
	base, size := e.Hart.Memory()
	for level := levels - 1; level >= 0; level-- {
		shift := 12 + indexBits*level
		at := table + address>>shift&(1<<indexBits-1)*8
		if at-base >= size {
			return elsewhere
		}
		entry := e.Hart.Entry(at)
		number := entry >> numberShift & (1<<numberBits - 1)
		if entry&entryV == 0 || entry&(entryR|entryW) == entryW || number > numberMask {
			return denied
		}
		if entry&(entryR|entryX) == 0 {
			table = number * pageSize
			continue
		}
		if !t.allows(entry, w) {
			return denied
		}
		within := uint64(1)<<shift - 1
		if (number*pageSize&^within|address&within)-base < size {
			return inRAM
		}
		return elsewhere
	}
	return denied
}

// allows tells whether a page's entry lets the mode that trapped do something: PUM,
// in the place of SUM, keeps S-mode away from U-mode's pages (k210-facts.md §2.3).
func (t *Trap) allows(entry uint64, w want) bool {
	if user := entry&entryU != 0; t.mode() == riscv.PrivilegeU {
		if !user {
			return false
		}
	} else if user && t.Status&riscv.StatusSUM != 0 {
		return false
	}
	switch w {
	case execute:
		return entry&entryX != 0
	case store:
		return entry&entryW != 0
	default:
		return entry&entryR != 0 || entry&entryX != 0 && t.Status&riscv.StatusMXR != 0
	}
}
