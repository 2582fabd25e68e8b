// SPDX-License-Identifier: MIT

// Package outcome is what the bench finds out about one allocator on one
// trace, and the line in which the guest tells it on its console:
//
//	bench: result ALLOCATOR TRACE ops N allocs N frees N ...
//
// ALLOCATOR and TRACE are numbers, counted from 0 in the order of package
// measure's list and of the job. The figures follow as name and number, in the
// order of Fields and all of them. The guest's last line is Done; one that
// begins with Failed says why there is no result. Lines that do not begin with
// "bench:" are none of the bench's.
package outcome

// What the guest's lines begin with, and its last line.
const (
	Prefix = "bench: result"
	Failed = "bench: error:"
	Done   = "bench: done"
)

// Outcome has the figures. They are all unsigned numbers of 64 bits, so that
// the guest needs no more than print.
type Outcome struct {
	Ops    uint64 // operations that were carried out
	Allocs uint64 // calls of Alloc
	Frees  uint64 // calls of Free; that of a block whose Alloc failed is left out

	Failures     uint64 // calls of Alloc that returned nil
	PageFailures uint64 // those of them that wanted an alignment of a page or more
	FreeErrors   uint64 // calls of Free that returned an error
	Corrupted    uint64 // 1 if Check found the heap damaged at the end

	// FirstFailure is the number of the operation that failed first, counted
	// from 1; 0 if none did. Load is what was live then, in bytes asked for.
	FirstFailure uint64
	Load         uint64

	// At the samples, of which there are measure.Samples: the most bytes that
	// were live, as asked for, and handed out, and the least share of the free
	// memory that was in one piece, in 1/10,000, while at least 1/8 of the heap
	// was free.
	PeakRequested uint64
	PeakHandedOut uint64
	LeastWhole    uint64

	// In instructions, 0 on the host. Cost is that of all operations, with
	// Harness, what the same replay costs with an allocator that does nothing,
	// taken off. MaxAlloc and MaxFree are the dearest calls, likewise.
	Cost     uint64
	Harness  uint64
	MaxAlloc uint64
	MaxFree  uint64
}

// Each calls visit with every figure's name and place.
func (o *Outcome) Each(visit func(name string, figure *uint64)) {
	visit("ops", &o.Ops)
	visit("allocs", &o.Allocs)
	visit("frees", &o.Frees)
	visit("failures", &o.Failures)
	visit("page_failures", &o.PageFailures)
	visit("free_errors", &o.FreeErrors)
	visit("corrupted", &o.Corrupted)
	visit("first_failure", &o.FirstFailure)
	visit("load", &o.Load)
	visit("peak_requested", &o.PeakRequested)
	visit("peak_handed_out", &o.PeakHandedOut)
	visit("least_whole", &o.LeastWhole)
	visit("cost", &o.Cost)
	visit("harness", &o.Harness)
	visit("max_alloc", &o.MaxAlloc)
	visit("max_free", &o.MaxFree)
}
