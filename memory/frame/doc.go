// SPDX-License-Identifier: MIT

// Package frame hands out physical memory in frames of 4 KiB, and counts them: by
// what they are for, so that a leak shows what leaked.
//
// The book-keeping is package heap's buddy allocator. It does not manage the
// frames themselves but an array with one record of 32 bytes, the smallest block
// that it has, for each frame: a block of 2^n records stands for 2^n frames.
//
//	records  | 0 | 1 | 2 | 3 | 4 | ...      32 bytes each, in the kernel's memory
//	           |   |   |   |
//	frames   | 0 | 1 | 2 | 3 | 4 | ...    4096 bytes each
//
// So the allocator is what it was, unit and all: nothing of the heap had to be
// generalised, and its own benchmarks cannot notice. With a unit of 32 bytes on
// the frames themselves, its map would take 3.1 % of them, and its lists would be
// written into free frames; this way records take 0.8 % of the size, elsewhere, at
// most as much again for their alignment, and nobody touches a free frame. What the record of a frame in use holds is ours: the
// Use that it was asked for.
//
// The first record lies at a multiple of all records' length, and so a block of
// 2^n frames lies at a multiple of its own length, counted from the first frame.
//
// Invariants: a frame is handed out to one owner at a time; Free of a frame that is
// not in use is reported and changes nothing; Stats adds up. Allocation takes a
// bounded number of steps, does not allocate Go memory and may be done in trap
// context, with interrupts off.
//
//bugo:trapcontext
package frame
