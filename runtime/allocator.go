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
	// noscan says that no pointer will be stored in it.
	Alloc(size, align uintptr, noscan bool) unsafe.Pointer
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

// Free gives memory of new, make or append back to the allocator. The caller
// vouches that nothing refers to it any more.
func Free(p unsafe.Pointer) { allocator.Free(p) }

// outOfMemory is the hook that OnOutOfMemory has set.
var outOfMemory func(size, align uintptr) bool

// OnOutOfMemory makes free the hook that is called when an allocation of size
// bytes at a multiple of align has failed. It may give memory back, with Free;
// if it reports that it did, the allocation is tried once more before the alloc
// error handler ends the program. The hook is not called for allocations of its
// own, and must leave the caller's data as they are. nil takes the hook away.
//
// The previous hook is returned.
func OnOutOfMemory(free func(size, align uintptr) bool) (previous func(size, align uintptr) bool) {
	previous, outOfMemory = outOfMemory, free
	return previous
}

// retry asks the hook for memory, and tries a failed allocation once more.
func retry(size, align uintptr, noscan bool) unsafe.Pointer {
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
	return allocator.Alloc(size, align, noscan)
}

// Roots calls visit for each range of memory outside the heap in which
// pointers into it may lie: the variables, and the current stack from the
// caller's frame up. Go's calling convention keeps nothing in registers across
// a call, so what is live is on the stack. Other stacks are their owner's to
// visit.
func Roots(visit func(lo, hi uintptr)) {
	visit(firstmoduledata.data, firstmoduledata.edata)
	visit(firstmoduledata.bss, firstmoduledata.ebss)
	visit(sys.GetCallerSP(), getg().stack.hi)
}
