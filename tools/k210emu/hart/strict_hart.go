// SPDX-License-Identifier: MIT

package hart

import "bugo/tools/k210emu/isa"

// strictHart is what strict mode knows of a hart.
type strictHart struct {
	*Strict

	// undefined are the bits of x that are undefined, and floats those of f.
	// Bit n of tainted is set where x[n] has some.
	undefined [64]uint64
	tainted   uint32
	floats    [32]uint64
	// origins are where the undefined bits have come from.
	origins      [64]origin
	floatOrigins [32]origin
	// scratch are the undefined bits of mscratch and sscratch: software's words.
	scratch [2]uint64

	// The I-cache, by page of RAM. What is of an older generation is stale.
	pages      []*strictPage
	generation uint64
	misa       uint64 // for which instructions have been decoded
	once       strictInst

	// contexts are what is quickly reached in the modes that ran last.
	contexts [4]strictContext
	context  *strictContext
	next     int // the one that is replaced next

	// fetchFence and tableFence are the numbers of the last FENCE.I and the last
	// SFENCE.
	fetchFence, tableFence uint64
	// fencedRoot is where the tables were at the last SFENCE, 0 if addresses were
	// not translated; rootWriter is the pc of the last write of satp since.
	fencedRoot, rootWriter uint64
	// lost are the bits of what software has written to satp that the K210 drops.
	lost uint64
}

// origin is where undefined bits have come from.
type origin struct {
	kind    originKind
	address uint64 // in RAM, physical, of memory
	pc      uint64 // of the load, or of the read of satp
	writer  uint64 // pc of the store that has put it into memory, or 0
}

type originKind uint8

const (
	fromReset  originKind = iota // a register that reset leaves as it is
	fromMemory                   // memory that was never written
	fromSatp                     // satp: bits that the K210 has not
)

// newStrictHart is strict mode for a hart, before its reset.
func newStrictHart(c Config) *strictHart {
	h := &strictHart{Strict: c.Strict, pages: make([]*strictPage, (cap(c.RAM.Bytes)+pageSize-1)/pageSize)}
	c.Strict.harts = append(c.Strict.harts, h)
	return h
}

// reset makes registers undefined and forgets caches. (A hart's first
// instructions see what was written before.)
func (s *strictHart) reset(misa uint64) {
	s.undefine()
	s.misa = misa
	s.generation++
	s.forget()
	s.fetchFence = s.fence()
	s.tableFence = s.fetchFence
	s.fencedRoot, s.rootWriter, s.lost = 0, 0, 0
}

// undefine makes all registers undefined that are software's words.
func (s *strictHart) undefine() {
	s.tainted = ^uint32(1)
	s.origins, s.floatOrigins = [64]origin{}, [32]origin{}
	for n := range s.floats {
		s.floats[n] = all
		if n != 0 {
			s.undefined[n] = all
		}
	}
	s.scratch = [2]uint64{all, all}
}

// set sets the undefined bits of a register of x, which come from somewhere. x0
// has none, and what is written to it has not.
func (s *strictHart) set(n uint8, undefined uint64, from origin) {
	if n%isa.Discard == 0 {
		return
	}
	s.undefined[n] = undefined
	s.tainted &^= 1 << n
	if undefined != 0 {
		s.tainted |= 1 << n
		s.origins[n] = from
	}
}

// define makes a register of x defined, once a report has been made of it: what
// follows from it is no news.
func (s *strictHart) define(n uint8) { s.set(n, 0, origin{}) }

// isSatp tells whether the undefined bits of a register of x are satp's.
func (s *strictHart) isSatp(n uint8) bool {
	return s.undefined[n&63] != 0 && s.origins[n&63].kind == fromSatp
}
