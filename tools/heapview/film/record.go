// SPDX-License-Identifier: MIT

package film

import (
	"fmt"
	"iter"
	"runtime"
	"slices"
	"unsafe"

	"bugo/heap"
	"bugo/heap/trace"
)

// Allocator is a kind of allocator that Record can film.
type Allocator struct {
	Name string
	New  func() heap.Allocator // one that Init was not called on
}

// Record replays t over each of the allocators in a heap of heapSize bytes,
// and films about as many frames as wanted (at least 2), evenly spread over the
// trace. Each allocator's first failure has a frame of its own, and the first
// and the last frame show the heap before and after the trace.
func Record(title string, t *trace.Trace, allocators []Allocator, heapSize, frames int) (*Film, error) {
	region, err := newRegion(heapSize)
	if err != nil {
		return nil, err
	}
	film := &Film{
		Title:    title,
		Unit:     "operation",
		HeapSize: heapSize,
		CellSize: cellSizeFor(heapSize),
	}
	// A first run finds the failures, which the frames depend on.
	results := make([]trace.Result, len(allocators))
	film.Moments = spread(len(t.Ops), frames)
	for i, kind := range allocators {
		r := recorder{film: film, region: region, allocator: kind.New(), blocks: map[uintptr]uintptr{}}
		if results[i], err = r.run(t, nil); err != nil {
			return nil, fmt.Errorf("%s: %w", kind.Name, err)
		}
		if failed := results[i].FirstFailure; failed >= 0 {
			film.Moments = append(film.Moments, failed+1)
		}
	}
	slices.Sort(film.Moments)
	film.Moments = slices.Compact(film.Moments)

	for i, kind := range allocators {
		reel := Reel{Allocator: kind.Name}
		r := recorder{film: film, region: region, allocator: kind.New(), blocks: map[uintptr]uintptr{}}
		if _, err = r.run(t, &reel); err != nil {
			return nil, fmt.Errorf("%s: %w", kind.Name, err)
		}
		if failed := results[i].FirstFailure; failed >= 0 {
			frame, _ := slices.BinarySearch(film.Moments, failed+1)
			reel.Failure = &Failure{
				Frame:     frame,
				Operation: failed,
				Size:      int(t.Ops[failed].Size),
				Align:     int(t.Ops[failed].Align),
				Live:      int(results[i].LoadAtFailure),
			}
		}
		film.Reels = append(film.Reels, reel)
	}
	return film, nil
}

// spread returns up to frames numbers from 0 to operations, evenly.
func spread(operations, frames int) []int {
	frames = max(2, min(frames, operations+1))
	moments := make([]int, frames)
	for i := range moments {
		moments[i] = operations * i / (frames - 1)
	}
	return slices.Compact(moments)
}

// recorder stands between a replay and the allocator, and remembers the live
// blocks: not every allocator knows them.
type recorder struct {
	film      *Film
	region    region
	allocator heap.Allocator
	blocks    map[uintptr]uintptr // address of each live block -> size asked for
	requested int
	failures  int
}

// run replays the trace from the start. reel gets the frames if it is not nil.
func (r *recorder) run(t *trace.Trace, reel *Reel) (trace.Result, error) {
	size := uintptr(r.film.HeapSize)
	if err := r.Init(r.region.start, size); err != nil {
		return trace.Result{}, fmt.Errorf("a heap of %d bytes: %w", size, err)
	}
	ops := t.All()
	if reel != nil {
		ops = r.shoot(ops, reel)
	}
	result := trace.Replay(ops, t.IDs, r, nil)
	if result.FirstError != nil {
		return result, fmt.Errorf("%d frees of good blocks were refused, the first with: %w", result.FreeErrors, result.FirstError)
	}
	runtime.KeepAlive(r.region.memory)
	return result, nil
}

// shoot passes the operations on and takes a frame at each of the film's
// moments.
func (r *recorder) shoot(ops iter.Seq[trace.Op], reel *Reel) iter.Seq[trace.Op] {
	return func(yield func(trace.Op) bool) {
		mapper := newMapper(r.film.HeapSize, r.film.CellSize)
		moments := r.film.Moments
		done := 0
		take := func() {
			if len(moments) > 0 && moments[0] == done {
				reel.Frames = append(reel.Frames, r.frame(mapper))
				moments = moments[1:]
			}
			done++
		}
		take()
		for op := range ops {
			if !yield(op) {
				return
			}
			take()
		}
	}
}

func (r *recorder) frame(m *mapper) Frame {
	inspector, ok := r.allocator.(heap.Inspector)
	if !ok {
		return r.outline(m)
	}
	var pieces []piece
	for block, ok := inspector.NextBlock(heap.Block{}); ok; block, ok = inspector.NextBlock(block) {
		pieces = append(pieces, piece{
			offset:    int(block.Start - r.region.start),
			size:      int(block.Size),
			requested: int(block.Requested),
			free:      block.Free,
		})
	}
	frame := portray(m, pieces)
	stats := r.allocator.Stats()
	frame.Figures = Figures{
		Requested:   r.requested,
		HandedOut:   int(stats.HandedOut),
		Free:        int(stats.Free),
		LargestFree: int(stats.LargestFree),
		Live:        len(r.blocks),
		Failures:    r.failures,
	}
	return frame
}

// outline draws a heap that does not know its blocks and hands out its region
// from the low end upwards: what is neither live nor above the highest address
// handed out is stuck.
func (r *recorder) outline(m *mapper) Frame {
	var frame Frame
	stats := r.allocator.Stats()
	frame.Figures = Figures{
		Requested:   r.requested,
		HandedOut:   int(stats.HandedOut),
		Free:        int(stats.Free),
		LargestFree: int(stats.LargestFree),
		Live:        len(r.blocks),
		Failures:    r.failures,
	}
	if stats.LargestFree > 0 {
		frame.FreeBlocks[FreeClass(int(stats.LargestFree))]++
	}
	m.add(0, frame.HandedOut, KindStuck)
	m.add(frame.HandedOut, r.film.HeapSize, KindFree)
	for address, size := range r.blocks {
		from := int(address - r.region.start)
		m.move(from, from+int(size), KindStuck, KindOf(int(size)))
	}
	frame.Cells = m.cells()
	return frame
}

// What follows makes recorder a heap.Allocator.

func (r *recorder) Init(start, size uintptr) error { return r.allocator.Init(start, size) }

func (r *recorder) Alloc(size, align uintptr) unsafe.Pointer {
	address := r.allocator.Alloc(size, align)
	if address == nil {
		r.failures++
		return nil
	}
	r.blocks[uintptr(address)] = size
	r.requested += int(size)
	return address
}

func (r *recorder) Free(p unsafe.Pointer) error {
	if err := r.allocator.Free(p); err != nil {
		return err
	}
	r.requested -= int(r.blocks[uintptr(p)])
	delete(r.blocks, uintptr(p))
	return nil
}

func (r *recorder) Stats() heap.Stats { return r.allocator.Stats() }

func (r *recorder) Owns(address uintptr) bool { return r.allocator.Owns(address) }
