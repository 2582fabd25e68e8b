// SPDX-License-Identifier: MIT

// Package space puts address spaces together: the kernel's own, and one for each
// app.
//
// All of them agree on the kernel's part. Its page tables hang in entries of the
// kernel's root that every space adopts, so that a trap needs no other tables: the
// kernel is mapped already, at its physical addresses, without the U bit.
//
//	0x00000000  devices         kernel   identity
//	0x40000000  the app         user     its own in every space
//	0x80000000  the kernel      kernel   identity: text, rodata, data, bss, heap
//	0x80400000  frames          kernel   identity: all memory that is handed out
//	0xc0000000  kernel stacks   kernel   each behind a guard
//
// A Space is an app's. It consists of regions. Shared ones show memory that others
// have too: text and constants, straight from the kernel's image. Owned ones have
// frames of the app's own, either from the start or from the first touch on: a lazy
// page costs nothing until then, and is zero. Between regions nothing is mapped.
//
// The kernel reaches an app's memory by CopyIn and CopyOut alone. They walk the
// page tables as the hart would for the app, and move bytes by way of the frames'
// own addresses. So they need no help of the hart: bit 18 of sstatus, which means
// one thing on 1.9.1 and the opposite on 1.12 (k210-facts.md §2.3), stays as it is.
//
// Invariants: what an app may do with a page is what its region says; an owned
// frame is in one space, once; after Free all frames are back. Every change of
// tables that are in use is followed by one sfence.vma, Machine.Flush.
//
// Nothing here allocates Go memory, once a Space or a Kernel exists: faults and
// copies happen in trap context. Files named _riscv64 are the machine's.
package space
