// SPDX-License-Identifier: MIT

package hart

import "encoding/binary"

// Sv39 (RISC-V priv. 1.12 §4.4; k210-facts.md §2.5).
//
// QEMU 7.2 agrees on all flags of a leaf's PTE, SUM and MXR, for loads, stores and
// LR of S and U, but not on AMOs: it walks for their load first, and so
// traps with a load's cause where they may not read, and sets A where they may
// read and not write. Here they trap as stores, and leave such a PTE alone
// (RISC-V priv. 1.12 §3.1.15).

// Fields of an entry of a page table (RISC-V priv. 1.12 §4.3.1).
const (
	pteV = 1 << 0
	pteR = 1 << 1
	pteW = 1 << 2
	pteX = 1 << 3
	pteU = 1 << 4
	pteA = 1 << 6
	pteD = 1 << 7

	ppnShift = 10
	levels   = 3

	satpSv39  = 8 // MODE (§4.1.11)
	modeShift = 60
	satpPPN   = 1<<44 - 1
)

// paging is what differs between versions.
type paging struct {
	// root is where the first table is, if addresses are translated below M-mode.
	root func(h *Hart) (address uint64, on bool)

	// number is where a PTE has its page number; the bits of reserved must be 0
	// in all of them, those of pointerReserved in those that point to a table.
	number, reserved, pointerReserved uint64

	// aligned tells whether a large page must start at a multiple of its size.
	// Otherwise the bits of the number that are too low are ignored.
	aligned bool

	// pageFaults tells whether there are page faults, or access faults only.
	pageFaults bool

	// protectsUser tells whether bit 18 of mstatus is PUM, or SUM.
	protectsUser bool

	// staleDenies tells whether a remembered PTE that denies an access is taken
	// at its word, or looked at again.
	staleDenies bool

	// fetchStatus are the fields of mstatus that say what may run where.
	fetchStatus uint64

	// physical are the bits that a physical address has.
	physical uint64
}

// remembered is a PTE that has been walked to, as a page of 4 KiB.
type remembered struct {
	page     uint64 // its address, with bit 0 set
	physical uint64
	flags    uint64 // of the PTE
}

// tlb holds PTEs by the low bits of their pages' numbers.
type tlb [256]remembered

func (b *tlb) at(address uint64) *remembered {
	return &b[address/pageSize%uint64(len(b))]
}

// forgetPages makes the hart walk to all PTEs again.
func (h *Hart) forgetPages() {
	h.tlb = tlb{}
	h.forgetCodePages()
	h.dropWindows()
	if h.strict != nil {
		h.strict.forget()
	}
}

// accessFault is the cause of an access that nothing allows, or answers.
func accessFault(want access) uint64 {
	switch want {
	case execute:
		return causeFetchFault
	case write:
		return causeStoreFault
	default:
		return causeLoadFault
	}
}

// pageFault is the cause of an access that the page tables do not allow
// (RISC-V priv. 1.12 §3.1.15; k210-facts.md §2.4).
func (h *Hart) pageFault(want access) uint64 {
	if !h.Spec.Paging.pageFaults {
		return accessFault(want)
	}
	switch want {
	case execute:
		return causeFetchPage
	case write:
		return causeStorePage
	default:
		return causeLoadPage
	}
}

// translated tells whether a mode's addresses are translated.
func (h *Hart) translated(mode Privilege) bool {
	if mode == Machine {
		return false
	}
	_, on := h.Spec.Paging.root(h)
	return on
}

// translate finds the physical address of an access. It may set bits A and D of
// a PTE. A cause that is not 0 is what the access traps with.
func (h *Hart) translate(address uint64, mode Privilege, want access) (physical, cause uint64) {
	if !h.translated(mode) {
		return address & h.Spec.Paging.physical, 0
	}
	r := h.tlb.at(address)
	if r.page == address&pageMask|1 {
		switch {
		case !h.pageAllows(r.flags, mode, want):
			if h.Spec.Paging.staleDenies {
				return 0, h.pageFault(want)
			}
		case want != write || r.flags&pteD != 0:
			return r.physical | address&^pageMask, 0
		}
	}
	found, cause := h.walk(address, mode, want)
	if cause != 0 {
		return 0, cause
	}
	// What has the code of a page at hand must not outlive the entry.
	h.code.forget(r.page &^ 1)
	if h.strict != nil {
		h.strict.forgetPage(r.page &^ 1)
	}
	if r.page == h.pc&pageMask|1 {
		h.leave()
	}
	*r = found
	return r.physical | address&^pageMask, 0
}

// walk finds a page in the tables (RISC-V priv. 1.12 §4.3.2).
func (h *Hart) walk(address uint64, mode Privilege, want access) (found remembered, cause uint64) {
	p := &h.Spec.Paging
	table, _ := p.root(h)
	if int64(address<<25)>>25 != int64(address) {
		return found, h.pageFault(want)
	}
	for level := levels - 1; level >= 0; level-- {
		shift := 9 * level
		at := table + address>>(12+shift)&511*8
		offset, inside := h.inRAM(at, 8)
		allowed, _ := h.pmp.permits(at, Supervisor)
		if !inside || allowed&read == 0 {
			return found, accessFault(want)
		}
		entry := h.RAM.Bytes[offset : offset+8]
		pte := binary.LittleEndian.Uint64(entry)
		if pte&pteV == 0 || pte&(pteR|pteW) == pteW || pte&p.reserved != 0 {
			return found, h.pageFault(want)
		}
		number := pte & p.number >> ppnShift
		if pte&(pteR|pteX) == 0 {
			if pte&p.pointerReserved != 0 {
				return found, h.pageFault(want)
			}
			table = number * pageSize
			continue
		}
		low := uint64(1)<<shift - 1
		if !h.pageAllows(pte, mode, want) || p.aligned && number&low != 0 {
			return found, h.pageFault(want)
		}
		marks := uint64(pteA)
		if want == write {
			marks |= pteD
		}
		if pte&marks != marks {
			if allowed&write == 0 {
				return found, accessFault(want)
			}
			pte |= marks
			binary.LittleEndian.PutUint64(entry, pte)
		}
		number = number&^low | address>>12&low
		return remembered{page: address&pageMask | 1, physical: number * pageSize, flags: pte}, 0
	}
	return found, h.pageFault(want)
}

// pageAllows tells whether a PTE lets a mode do something
// (RISC-V priv. 1.12 §3.1.6.3, §4.3.1; k210-facts.md §2.3).
func (h *Hart) pageAllows(pte uint64, mode Privilege, want access) bool {
	status := h.csr.mstatus
	if user := pte&pteU != 0; mode == User {
		if !user {
			return false
		}
	} else if user {
		if h.Spec.Paging.protectsUser {
			if status&statusPUM != 0 {
				return false
			}
		} else if want == execute || status&statusSUM == 0 {
			return false
		}
	}
	switch want {
	case execute:
		return pte&pteX != 0
	case write:
		return pte&pteW != 0
	default:
		return pte&pteR != 0 || status&statusMXR != 0 && pte&pteX != 0
	}
}
