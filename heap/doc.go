// SPDX-License-Identifier: MIT

// Package heap hands out pieces of memory and takes them back. It has three
// allocators behind one interface, to be read in this order:
//
//   - Bump: a pointer that moves up and a counter. Memory comes back when
//     everything has been freed, and so in a real program never.
//   - Buddy: blocks whose lengths are powers of two, split and joined in
//     halves. Memory comes back at once; a quarter is lost to rounding.
//   - TLSF: blocks of any length in lists by length, objects of one size
//     together, pages without headers. Quick, frugal, and the hardest to read.
//
// An allocator is given a region as (start, size), real addresses of memory
// that is nobody else's, and knows nothing of kernels: the same code runs in
// the kernel, in apps and in the tests of the host. Its records live in the
// region and in the allocator itself, which must not be copied after Init. The
// only package it needs is unsafe.
//
// Invariants, which Check verifies and the tests insist on:
//
//   - blocks cover the region behind the records without gap or overlap, and
//     no byte of a live block is ever written;
//   - two free neighbours that can be one block are one: nothing is left to
//     tidy up, and an empty heap is as good as a fresh one;
//   - every operation takes a bounded number of steps, whatever the state of
//     the heap: no list is searched from end to end;
//   - Free of anything but the start of a live block is reported, by constant
//     errors, and changes nothing. Bump sees only part of that.
//
// No allocator locks. Whoever shares one between harts, or with an interrupt
// handler, serialises the calls: in the kernel that is package heap/global.
// The methods may run on any stack of the kernel and need less than 1 KiB of
// it. None of them allocates, panics or blocks.
//
// Package heap/conformance tests any Allocator, on the host or on bare metal;
// package heap/gc finds garbage in any Inspector; package heap/trace replays
// recorded requests and measures.
package heap
