// SPDX-License-Identifier: MIT

// Package conformance is the test that every heap.Allocator must pass, on the
// host and on bare metal alike.
//
// It uses no package but heap and unsafe and allocates nothing itself, so a
// kernel can run it over the very allocator that stands behind its own new and
// make. Region and tables are static: one suite runs at a time.
//
// Checks that need to know single blocks run for a heap.Inspector only; an
// allocator that is none, such as heap.Bump, must in turn behave as one that
// takes its memory back all at once.
package conformance

import (
	"unsafe"

	"bugo/heap"
)

// T is the part of testing.T that the suite needs.
type T interface {
	Helper()
	Error(args ...any)
}

// Check is one test of the suite.
type Check struct {
	Name string
	run  func(s *session)
}

// Checks lists the suite in order.
var Checks = [...]Check{
	{"refuses impossible regions", refusesImpossibleRegions},
	{"refuses regions too small for its records", refusesSmallRegions},
	{"is inert before Init", isInertBeforeInit},
	{"forgets everything at Init", forgetsAtInit},
	{"stays inside odd regions", staysInsideOddRegions},
	{"aligns up to 4096", alignsUpTo4096},
	{"serves size 0 as 1", servesZeroSize},
	{"refuses huge sizes", refusesHugeSizes},
	{"refuses overflow of size and align", refusesOverflow},
	{"refuses bad alignments", refusesBadAlignments},
	{"recovers from exhaustion in any order", recoversFromExhaustion},
	{"merges up to the largest block", mergesToLargestBlock},
	{"keeps content and never overlaps", keepsContent},
	{"counts what it hands out", countsWhatItHandsOut},
	{"tells the largest request", tellsLargestRequest},
	{"detects foreign pointers", detectsForeignPointers},
	{"detects misaligned and interior pointers", detectsInteriorPointers},
	{"detects double frees", detectsDoubleFrees},
	{"detects more frees than allocations", detectsTooManyFrees},
	{"describes its blocks", describesBlocks},
	{"lets all usable bytes be used", letsUsableBytesBeUsed},
	{"teaches: simple allocation", teachesSimple},
	{"teaches: large slice", teachesLargeSlice},
	{"teaches: many short-lived boxes", teachesManyBoxes},
	{"teaches: many boxes and a long-lived one", teachesLongLived},
}

// Run runs all checks. new returns an allocator that Init was not called on.
func Run(t T, new func() heap.Allocator) {
	t.Helper()
	for i := range Checks {
		Checks[i].Run(t, new)
	}
}

// Run runs one check.
func (c *Check) Run(t T, new func() heap.Allocator) {
	t.Helper()
	c.run(&session{t: t, name: c.Name, new: new, random: 88172645463325252})
}

const (
	arenaSize  = 256 << 10 // what most checks give to Init
	pageSize   = 4096
	maxAddress = ^uintptr(0)
)

// arena holds the regions, with a margin on either side to see whether an
// allocator writes outside.
var arena [arenaSize + 4*pageSize]byte

// block is a live block and the byte that it was filled with.
type block struct {
	address unsafe.Pointer
	size    uintptr
	pattern byte
}

// blocks is the table of the check that runs.
var blocks [arenaSize / 16]block

// session is one run of one check.
type session struct {
	t      T
	name   string
	new    func() heap.Allocator
	random uint64
	failed bool
}

// fail reports a failure once; what follows in the same check would only
// repeat it.
func (s *session) fail(args ...any) {
	s.t.Helper()
	if s.failed {
		return
	}
	s.failed = true
	s.t.Error(append([]any{s.name + ":"}, args...)...)
}

// next returns a number below limit. The sequence is the same in every run.
func (s *session) next(limit uintptr) uintptr {
	s.random ^= s.random << 13
	s.random ^= s.random >> 7
	s.random ^= s.random << 17
	return uintptr(s.random>>11) % limit
}

// regionStart is the page boundary inside arena that regions start at.
func regionStart() uintptr {
	return (uintptr(unsafe.Pointer(&arena)) + 2*pageSize - 1) &^ (pageSize - 1)
}

// start returns an allocator over an ordinary region that is not aligned. It
// fails the check and returns nil if Init does.
func (s *session) start() heap.Allocator {
	s.t.Helper()
	a := s.new()
	if err := a.Init(regionStart()+24, arenaSize); err != nil {
		s.fail("Init of", arenaSize, "bytes:", err)
		return nil
	}
	return a
}

// freshLargest returns the largest request that a fresh heap can serve.
func freshLargest(a heap.Allocator) uintptr { return a.Stats().LargestFree }

// verify checks what must hold at any time.
func (s *session) verify(a heap.Allocator, when string) {
	s.t.Helper()
	if inspector, ok := a.(heap.Inspector); ok {
		if err := inspector.Check(); err != nil {
			s.fail(when, "Check:", err)
		}
	}
}

// fill writes the pattern into a block, and intact tells whether it is still
// there.
func (b *block) fill(pattern byte) {
	b.pattern = pattern
	bytes := unsafe.Slice((*byte)(b.address), b.size)
	for i := range bytes {
		bytes[i] = pattern
	}
}

func (b *block) intact() bool {
	for _, value := range unsafe.Slice((*byte)(b.address), b.size) {
		if value != b.pattern {
			return false
		}
	}
	return true
}
