// SPDX-License-Identifier: MIT

// Package trace records what a program asks of its heap, so that allocators
// can be compared over the very same requests.
//
// A trace is text, one operation a line:
//
//	a ID SIZE ALIGN    allocate SIZE bytes aligned to ALIGN, and call them ID
//	f ID               free ID
//	# ...              comment, also after an operation
//
// Ids are numbers below 2^32, each allocated once and freed at most once.
// Parse reads that form and refuses anything else with the line's number and
// content. Pack turns a trace into a few bytes per operation, small enough to
// lie beside a heap of 3 MiB in a machine of 8 MiB; Packed.Ops reads it back
// without allocating. Replay drives any heap.Allocator with either form and
// measures it.
//
// The package needs neither fmt nor reflect nor an operating system: the same
// code runs on the host and on bare metal.
package trace
