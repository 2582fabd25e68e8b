// SPDX-License-Identifier: MIT

// Package gc finds garbage: blocks of a heap that nothing refers to any more.
//
// It is a mark and sweep collector (McCarthy 1960) that stops the program. The
// heap is looked into precisely, as the compiler tells of each type where its
// pointers are; the roots (variables and stacks) conservatively, as any word
// of theirs may be a pointer. So an object never moves. It knows nothing of
// kernels: like package heap it takes memory as (start, size), runs in the
// kernel, in apps and on the host, and needs only the few methods of a
// heap.Inspector that it names. Package heap/global binds it to the runtime.
//
// # Records
//
// They lie behind the allocator's region, 144 bytes for each 4 KiB (3.5 %):
//
//	pointers  a bit per word:     it holds a pointer
//	marks     a bit per 16 bytes: the object that starts here is reachable
//	scanned   a bit per 16 bytes: and what it points to has been marked
//	pages     for each page the starts of blocks, the block that covers its
//	          first byte, and a link
//
// No object is shorter than 16 bytes, so two never share a bit. The bits of
// pointers are set when memory is handed out, from the type; those of free
// memory are 0, always, so that memory without pointers costs nothing. Above
// the highest word that ever held a pointer they are not even cleared: the
// boot does not pay for them.
//
// # Marking
//
// An address may point anywhere into a block. Where the block starts, the
// allocator knows at once in slabs and spans of TLSF and in all of Buddy. For
// the other blocks of TLSF each collection first makes an index, one bit per
// 64 bytes, in one walk. So a look-up takes constant time.
//
// A marked object makes its page grey, and grey pages form a list through
// their records. To visit a page is to look into all its objects that are
// marked and not scanned; long objects belong to the page they start in. This
// is how Go 1.25's "Green Tea" collector goes about it. Here it is chosen
// because there is no stack of objects yet to be looked into: nothing can
// overflow, whatever the shape of the heap, and the work is linear. A visit
// costs a few instructions and has at least one newly marked object to thank
// for itself.
//
// # When
//
// The runtime collects when an allocation would fail; when as much has been
// handed out since the last time as was alive then, or a quarter of the heap if
// that is more; and at runtime.GC().
//
// # Bounds
//
// A pause takes at most PauseBound instructions: PerKiBLive for each KiB of
// blocks kept, PerKiBHeap for each KiB of heap, PerKiBRoots for each KiB of
// roots. For the kernel's heap of 3 MiB, all of it live, that is 140 million,
// for 3 MiB of garbage 48 million. The kernel runs with interrupts off all
// that time: it handles one trap after the other and has nobody who must not
// wait. Who adds such a one keeps its heap small, or its blocks long: 2 MiB in
// buffers of 16 KiB take a third of a million. kernel/tests/gcpause measures
// all shapes.
//
// # What to know
//
//   - Between allocation and the next one, memory with pointers must be
//     filled: the collector will look into it.
//   - A number on a stack that happens to be an address keeps a block alive,
//     and so does what a function has left on the stack below it.
//   - A pointer one past the end of an object would keep its neighbour alive
//     and not the object. Go's compiler makes none.
//   - A type of more than 128 KiB has no bits in the image; every word of such
//     an object counts as a pointer.
//   - A pointer that is kept as a number (uintptr) keeps nothing alive.
//   - Stacks other than the current one are roots only if runtime.OnRoots was
//     told of them.
//   - Memory that heap/global.Free gives back is gone at once, as ever.
package gc
