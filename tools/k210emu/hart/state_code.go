// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"fmt"
)

// CodeState is a page of RAM that is in the instruction cache. Its bytes are in
// memory, but for those that have been overwritten since, without a FENCE.I.
type CodeState struct {
	Page  int // of RAM
	Stale []StaleState
}

// StaleState is two bytes of the instruction cache that are not in memory any
// more.
type StaleState struct {
	Halfword uint16 // of the page
	Bits     uint16
}

// codeState returns the pages that are not stale as a whole.
func (h *Hart) codeState() (pages []CodeState) {
	if h.strict != nil {
		return h.strict.codeState(h)
	}
	for number, page := range h.code.pages {
		if page != nil && page.generation == h.code.generation {
			pages = append(pages, h.pageState(number, &page.bytes))
		}
	}
	return pages
}

// pageState is a page in the instruction cache, with what is there.
func (h *Hart) pageState(number int, bytes *[pageSize]byte) CodeState {
	c := CodeState{Page: number}
	memory := h.RAM.Bytes[number*pageSize:][:pageSize]
	for at := 0; at < pageSize; at += 2 {
		if bits := binary.LittleEndian.Uint16(bytes[at:]); bits != binary.LittleEndian.Uint16(memory[at:]) {
			c.Stale = append(c.Stale, StaleState{uint16(at / 2), bits})
		}
	}
	return c
}

// checkCode tells what makes the instruction cache of a state impossible.
func (h *Hart) checkCode(s *State) error {
	for _, c := range s.Code {
		if c.Page < 0 || c.Page >= s.RAMSize/pageSize {
			return fmt.Errorf("page %d, which is in the instruction cache, is not in memory", c.Page)
		}
		for _, stale := range c.Stale {
			if stale.Halfword >= pageSize/2 {
				return fmt.Errorf("page %d has no halfword %d, which is in the instruction cache", c.Page, stale.Halfword)
			}
		}
	}
	return nil
}

// setCode fills the instruction cache as it was.
func (h *Hart) setCode(s *State) {
	h.dropCode()
	if h.strict != nil {
		h.strict.refetch()
		h.strict.misa = h.csr.misa
	}
	for _, c := range s.Code {
		var bytes *[pageSize]byte
		if h.strict != nil {
			bytes = &h.strict.cachePage(h, uint64(c.Page)).bytes
		} else {
			bytes = &h.cachePage(uint64(c.Page)).bytes
		}
		for _, stale := range c.Stale {
			binary.LittleEndian.PutUint16(bytes[2*stale.Halfword:], stale.Bits)
		}
	}
}
