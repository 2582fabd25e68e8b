// SPDX-License-Identifier: MIT

package hart

import "encoding/binary"

// physicalAt finds where an address is, and changes nothing. Rights do not count.
func (h *Hart) physicalAt(address uint64, mode Privilege) (physical uint64, ok bool) {
	if !h.translated(mode) {
		return address & h.Spec.Paging.physical, true
	}
	if r := h.tlb.at(address); r.page == address&pageMask|1 {
		return r.physical | address&^pageMask, true
	}
	root, _ := h.Spec.Paging.root(h)
	path := h.inspect(root, address)
	return path.physical | address&^pageMask, path.leaf != 0
}

// tablePath is a way through the page tables.
type tablePath struct {
	words    [levels]uint64 // offsets of PTEs in RAM
	length   int
	leaf     uint64 // the PTE at its end, 0 if there is no page
	physical uint64 // of the page of 4 KiB
}

// inspect walks page tables as walk does, and changes nothing.
func (h *Hart) inspect(table, address uint64) (path tablePath) {
	p := &h.Spec.Paging
	if int64(address<<25)>>25 != int64(address) {
		return path
	}
	for level := levels - 1; level >= 0; level-- {
		shift := 9 * level
		offset, inside := h.inRAM(table+address>>(12+shift)&511*8, 8)
		if !inside {
			return path
		}
		path.words[path.length] = offset
		path.length++
		pte := binary.LittleEndian.Uint64(h.RAM.Bytes[offset:])
		if pte&pteV == 0 || pte&(pteR|pteW) == pteW || pte&p.reserved != 0 {
			return path
		}
		number := pte & p.number >> ppnShift
		if pte&(pteR|pteX) == 0 {
			table = number * pageSize
			continue
		}
		low := uint64(1)<<shift - 1
		if p.aligned && number&low != 0 {
			return path
		}
		number = number&^low | address>>12&low
		path.leaf, path.physical = pte, number*pageSize
		return path
	}
	return path
}
