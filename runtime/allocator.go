// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/runtime/sys"
	"unsafe"
)

// Allocator is where new, make and append get their memory.
type Allocator interface {
	// Init is called once, before any package is initialised. It must not
	// allocate through the language.
	Init()
	// Alloc returns size bytes (at least 1) at a multiple of align (a power
	// of two), or nil when it has none. The memory need not be cleared.
	Alloc(size, align uintptr) unsafe.Pointer
	// Free takes back what Alloc returned.
	Free(p unsafe.Pointer)
	// Explain prints, with print and println only, what the allocator has
	// given out. It is called when Alloc has returned nil, on a small stack.
	Explain()
}

// allocator is the program's. It must be set by static data, because package
// initialisers allocate before any statement of the program runs:
//
//	//go:linkname allocator runtime.allocator
//	var allocator runtime.Allocator = &global
//
// A program without one, like the firmware, cannot allocate.
//
//go:linkname allocator
var allocator Allocator

// The next four are the collector, which a program need not have. They are set
// as allocator is, and are single functions, not an interface, so that the
// linker leaves out what a program does not use.
var (
	// setPointers says where in a block that Alloc has just returned pointers
	// will lie: size bytes of it are an array of elements of stride bytes, of
	// whose first count words those hold a pointer whose bits are 1 at mask.
	// If mask is nil, every word may be one.
	//
	//go:linkname setPointers
	setPointers func(p unsafe.Pointer, size uintptr, mask *byte, count, stride uintptr)

	// collectionDue tells whether to collect before size bytes are allocated.
	//
	//go:linkname collectionDue
	collectionDue func(size uintptr) bool

	// collectGarbage frees what cannot be reached from what Roots visits. It
	// returns false if nothing can be collected now.
	//
	//go:linkname collectGarbage
	collectGarbage func() bool

	// readMemStats fills in the figures.
	//
	//go:linkname readMemStats
	readMemStats func(m *MemStats)
)

// Free gives memory of new, make or append back to the allocator. The caller
// vouches that nothing refers to it any more.
func Free(p unsafe.Pointer) { allocator.Free(p) }

// outOfMemory is the hook that OnOutOfMemory has set.
var outOfMemory func(size, align uintptr) bool

// OnOutOfMemory makes free the hook that is called when an allocation of size
// bytes at a multiple of align has failed and a collection has not helped. It may give memory back, with Free;
// if it reports that it did, the allocation is tried once more before the alloc
// error handler ends the program. The hook is not called for allocations of its
// own, and must leave the caller's data as they are. nil takes the hook away.
//
// The previous hook is returned.
func OnOutOfMemory(free func(size, align uintptr) bool) (previous func(size, align uintptr) bool) {
	previous, outOfMemory = outOfMemory, free
	return previous
}

// retry tries a failed allocation again: once after a collection, and once
// after the hook has been asked for memory.
func retry(size, align uintptr) unsafe.Pointer {
	if collect() {
		if p := allocator.Alloc(size, align); p != nil {
			return p
		}
	}
	hook := outOfMemory
	if hook == nil {
		return nil
	}
	outOfMemory = nil // not for what the hook itself allocates
	freed := hook(size, align)
	outOfMemory = hook
	if !freed {
		return nil
	}
	return allocator.Alloc(size, align)
}

// otherRoots is the hook that OnRoots has set.
var otherRoots func(visit func(lo, hi uintptr))

// OnRoots makes roots the hook that is called in each collection. It calls
// visit for each range of memory, other than the variables and the current
// stack, in which pointers into the heap may lie: the used part, from its
// stack pointer up, of each stack that something will return to. A stack that
// is neither visited nor the current one is taken for given up. The hook must
// not allocate. nil takes it away.
//
// The previous hook is returned.
func OnRoots(roots func(visit func(lo, hi uintptr))) (previous func(visit func(lo, hi uintptr))) {
	previous, otherRoots = otherRoots, roots
	return previous
}

// Roots calls visit for each range of memory outside the heap in which
// pointers into it may lie: the variables, the current stack from the caller's
// frame up, and what the hook of OnRoots knows. Go's calling convention keeps
// nothing in registers across a call, so what is live is on the stack.
func Roots(visit func(lo, hi uintptr)) {
	sp, stack := sys.GetCallerSP(), getg().stack
	if sp < stack.lo || sp >= stack.hi {
		throw("collection on a stack that is not the current one")
	}
	visit(firstmoduledata.data, firstmoduledata.edata)
	visit(firstmoduledata.bss, firstmoduledata.ebss)
	visit(sp, stack.hi)
	if otherRoots != nil {
		otherRoots(visit)
	}
}

// collect has garbage collected, and tells whether that was possible. While
// the program ends it is not: the stack on which the trouble began is no
// longer the current one, but still wanted.
//
//go:noinline
func collect() bool { return collectGarbage != nil && dying == 0 && collectGarbage() }
