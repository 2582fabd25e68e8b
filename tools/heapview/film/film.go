// SPDX-License-Identifier: MIT

// Package film records how heaps change, frame by frame, for heapview to draw.
//
// A Film is about one trace, or one running kernel's dumps. It has a Reel for
// each allocator, and all reels have their frames at the same moments, so that
// they can be shown side by side. A frame holds the memory map, divided into
// cells of equal size; the number of free blocks by size; and the heap's
// figures.
//
// A cell stands for a few hundred bytes and may hold many blocks. It shows the
// one kind of memory that matters most in it (see Kind) and how much of the
// cell that is, in four levels; see mapper for the rule.
//
// Record makes a film of a trace by replaying it, Develop one of dumps. Neither
// depends on where the host happens to have memory: the same trace always makes
// the same film.
package film

// Film is a series of moments of one or several heaps.
type Film struct {
	Title    string // what is shown, such as the trace's file name
	Unit     string // what Moments counts: "operation" or "dump"
	Moments  []int  // for each frame, how many units came before it; ascending
	HeapSize int    // bytes of each heap's region
	CellSize int    // bytes that a cell stands for; the last one may be cut short
	Reels    []Reel
}

// Reel is the part of a film that shows one heap.
type Reel struct {
	Allocator string
	Frames    []Frame  // as many as Film.Moments
	Failure   *Failure // the first failed allocation; nil if there was none
}

// Frame is one moment of one heap.
type Frame struct {
	Cells      []Cell
	FreeBlocks [FreeClasses]int // the number of free blocks by FreeClass
	Figures
}

// Figures are a heap's statistics. All but the counts are in bytes. Unlike
// heap.Stats, Requested never counts a block that the program has freed, also
// where the allocator cannot tell.
type Figures struct {
	Requested   int // sum of the sizes asked for, over the live blocks
	HandedOut   int // what the allocator cannot hand out now
	Free        int // the rest
	LargestFree int // the largest request that can be met
	Live        int // number of live blocks
	Failures    int // number of failed allocations so far
}

// External is the external fragmentation: the part of the free memory that the
// largest request leaves out, from 0 to 1.
func (f *Figures) External() float64 { return without(f.LargestFree, f.Free) }

// Internal is the internal fragmentation: the part of what is handed out that
// nobody asked for, from 0 to 1.
func (f *Figures) Internal() float64 { return without(f.Requested, f.HandedOut) }

func without(part, whole int) float64 {
	if whole <= 0 || part >= whole {
		return 0
	}
	return 1 - float64(part)/float64(whole)
}

// Failure is an allocation that failed.
type Failure struct {
	Frame     int // the first frame after it
	Operation int // its index in the trace
	Size      int // bytes asked for
	Align     int
	Live      int // requested bytes that were live then
}

// At returns the frame that shows the film at a fraction of its length, from 0
// to 1: the last one that is not later.
func (f *Film) At(fraction float64) int {
	moment := fraction * float64(f.Moments[len(f.Moments)-1])
	frame := 0
	for frame+1 < len(f.Moments) && float64(f.Moments[frame+1]) <= moment {
		frame++
	}
	return frame
}
