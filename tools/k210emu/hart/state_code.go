// SPDX-License-Identifier: MIT

package hart

import (
	"fmt"

	"bugo/tools/k210emu/isa"
)

// CodeState is which instructions of a page of RAM have been decoded. What they
// are is in memory, but for those that have been overwritten since, without a
// FENCE.I.
type CodeState struct {
	Page    int                 // of RAM
	Decoded [pageSize / 16]byte // bit n%8 of byte n/8 is of halfword n
	Stale   []StaleState
}

// StaleState is a decoded instruction that is not in memory any more.
type StaleState struct {
	Halfword uint16
	Inst     isa.Inst
}

// codeState returns the pages that are not stale as a whole.
func (h *Hart) codeState() (pages []CodeState) {
	for number, page := range h.code.pages {
		if page == nil || page.generation != h.code.generation {
			continue
		}
		c := CodeState{Page: number}
		for n := range page.insts {
			inst := page.insts[n]
			if inst.Op == isa.Undecoded {
				continue
			}
			c.Decoded[n/8] |= 1 << (n % 8)
			if inst != h.inMemory(number, n) {
				c.Stale = append(c.Stale, StaleState{uint16(n), inst})
			}
		}
		pages = append(pages, c)
	}
	return pages
}

// inMemory decodes the instruction at a halfword of a page of RAM.
func (h *Hart) inMemory(page, halfword int) isa.Inst {
	memory := h.RAM.Bytes
	at := page*pageSize + 2*halfword
	if at+2 > len(memory) {
		return isa.Inst{}
	}
	bits := uint32(loadBytes(memory[at:], 2))
	if !isa.IsCompressed(uint16(bits)) {
		if at+4 > len(memory) {
			return isa.Inst{}
		}
		bits = uint32(loadBytes(memory[at:], 4))
	}
	return h.decode(bits)
}

// checkCode tells what makes the decoded instructions of a state impossible.
func (h *Hart) checkCode(s *State) error {
	for _, c := range s.Code {
		if c.Page < 0 || c.Page >= s.RAMSize/pageSize {
			return fmt.Errorf("page %d, which is decoded, is not in memory", c.Page)
		}
		for _, i := range c.Stale {
			if int(i.Halfword) >= pageSize/2 || !possible(&i.Inst) {
				return fmt.Errorf("in page %d, halfword %d is decoded as what is no instruction", c.Page, i.Halfword)
			}
		}
	}
	return nil
}

// possible tells whether an instruction can have been decoded.
func possible(i *isa.Inst) bool {
	return i.Op != isa.Undecoded && i.Op <= isa.FmvFromX && (i.Size == 2 || i.Size == 4) &&
		i.Rd <= isa.Discard && max(i.Rs1, i.Rs2, i.Rs3) < 32 &&
		(i.Round <= 4 || i.Round == isa.Dynamic || !i.Op.Float() || !i.Rounds())
}

// setCode decodes what a state has decoded.
func (h *Hart) setCode(s *State) {
	h.code.generation++
	for _, c := range s.Code {
		page := &codePage{generation: h.code.generation}
		for n := range page.insts {
			if c.Decoded[n/8]>>(n%8)&1 != 0 {
				page.insts[n] = h.inMemory(c.Page, n)
			}
		}
		for _, i := range c.Stale {
			page.insts[i.Halfword] = i.Inst
		}
		h.code.pages[c.Page] = page
	}
}
