// SPDX-License-Identifier: MIT

package hart

// Strict is strict mode's part that a machine's harts share: what it knows of
// RAM, and its reports. Make it by NewStrict and give it to all harts, by
// Config.Strict; they then run a loop of their own, which does the same as the
// other one and looks for what would break on the board. See Kind for what that
// is, and strict_run.go for the loop.
//
// For each byte of RAM there is a byte of bits that are undefined: 1 where the
// bit was never written since power-on, or was computed from such a bit. For
// each doubleword there is the last store to it, and what harts have made of
// what it holds: instructions, or translations. Whatever else than a hart
// changes RAM must say so by Wrote.
//
// Nothing here changes what the guest does.
type Strict struct {
	ram    RAM
	shadow []byte       // undefined bits of RAM, a byte for a byte
	stores []storeMark  // the last store, by doubleword of RAM
	flags  []memoryFlag // by doubleword of RAM
	harts  []*strictHart

	// fences counts the fences of all harts, from 1. What was written before
	// the first one was there at power-on.
	fences uint64

	scanners []Range
	alias    uint64 // where RAM is once more, uncached; 0 for nowhere

	reports  []Report
	reported map[reportKey]struct{}
	dropped  int
	onReport func(Report)
}

// memoryFlag is what a doubleword is used for, so that stores to it matter.
type memoryFlag uint8

const (
	flagCode  memoryFlag = 1 << iota // a hart has decoded instructions from it
	flagTable                        // a hart has walked to it, as a PTE
	flagSatp                         // it holds what was read from satp; its shadow says which bits
)

// storeMark is the last store to a doubleword: the low bits of its pc, and above
// them how many fences came before.
type storeMark uint64

const (
	markShift = 40 // an address of Sv39, and any physical one of the K210
	maxFences = 1<<(64-markShift) - 1
)

func (m storeMark) fences() uint64 { return uint64(m) >> markShift }

// pc returns the store's pc, or 0 if no instruction did it.
func (m storeMark) pc() uint64 { return uint64(int64(m<<(64-markShift)) >> (64 - markShift)) }

// Range is the addresses from First to Last, both included.
type Range struct{ First, Last uint64 }

// StrictConfig is what strict mode is built from. All but RAM may be left out.
type StrictConfig struct {
	RAM RAM
	// Alias is where RAM is once more, without caches, or 0 (k210-facts.md §1).
	Alias uint64
	// Scanners are the addresses of code that reads words without knowing
	// whether anything is there, as a conservative collector does: what they
	// load counts as defined.
	Scanners []Range
	// OnReport, if not nil, is called with each report as it comes.
	OnReport func(Report)
}

// NewStrict returns strict mode for a machine whose RAM nobody has written.
func NewStrict(c StrictConfig) *Strict {
	size := cap(c.RAM.Bytes) // all that can be switched on
	s := &Strict{
		ram:      RAM{Base: c.RAM.Base, Bytes: c.RAM.Bytes[:size]},
		shadow:   make([]byte, size),
		stores:   make([]storeMark, size/8),
		flags:    make([]memoryFlag, size/8),
		fences:   1,
		scanners: c.Scanners,
		alias:    c.Alias,
		reported: map[reportKey]struct{}{},
		onReport: c.OnReport,
	}
	for n := range s.shadow {
		s.shadow[n] = 0xff
	}
	return s
}

// Wrote tells that something else than a hart has written size bytes of RAM at a
// physical address: a loader, the ROM, DMA, a debugger. What is not RAM is left
// out.
func (s *Strict) Wrote(address uint64, size int) {
	first := max(address, s.ram.Base) - s.ram.Base
	end := min(address+uint64(size)-s.ram.Base, uint64(len(s.ram.Bytes)))
	if address+uint64(size) <= s.ram.Base || first >= end {
		return
	}
	clear(s.shadow[first:end])
	for word := first / 8; word <= (end-1)/8; word++ {
		s.stores[word] = storeMark(s.fences << markShift)
		s.flags[word] &^= flagSatp
		if s.flags[word] != 0 {
			s.changed(word * 8)
		}
	}
}

// changed makes harts look again at what they know of a doubleword of RAM.
func (s *Strict) changed(offset uint64) {
	flags := s.flags[offset/8]
	for _, h := range s.harts {
		if flags&flagCode != 0 {
			h.stale(offset)
		}
		if flags&flagTable != 0 {
			h.forget()
		}
	}
}

// fence counts a fence. When the count is full, all is as at power-on, once in
// 16 million fences.
func (s *Strict) fence() uint64 {
	if s.fences == maxFences {
		clear(s.stores)
		s.fences = 1
		for _, h := range s.harts {
			h.fetchFence, h.tableFence = 1, 1
		}
		return 1
	}
	s.fences++
	return s.fences
}

// offset returns where a physical address is in RAM, by its alias, too.
func (s *Strict) offset(physical uint64) (offset uint64, inside bool) {
	if offset = physical - s.ram.Base; offset < uint64(len(s.ram.Bytes)) {
		return offset, true
	}
	offset = physical - s.alias
	return offset, s.alias != 0 && offset < uint64(len(s.ram.Bytes))
}

// scans tells whether the instruction at pc is a scanner's.
func (s *Strict) scans(pc uint64) bool {
	for _, r := range s.scanners {
		if pc-r.First <= r.Last-r.First {
			return true
		}
	}
	return false
}

// Forget makes strict mode know nothing: all of RAM and all registers count as
// written, and all fences as done. It is for who has put a machine into another
// state, such as a snapshot's, which does not hold what strict mode knows, but for
// the I-cache.
func (s *Strict) Forget() {
	clear(s.shadow)
	clear(s.stores)
	clear(s.flags)
	s.fences++
	for _, h := range s.harts {
		h.undefined, h.tainted, h.floats, h.scratch = [64]uint64{}, 0, [32]uint64{}, [2]uint64{}
		h.fetchFence, h.tableFence = s.fences, s.fences
		h.fencedRoot, h.rootWriter, h.lost = 0, 0, 0
		h.forget()
	}
}
