// SPDX-License-Identifier: MIT

package global

import (
	"runtime"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/heap/gc"
)

// This file is for the allocators that know their blocks: a collector stands
// in front of them.

// garbage is the collector.
var garbage gc.Collector

// The runtime reads these variables before anything is initialised, too.

//go:linkname runtimeSetPointers runtime.setPointers
var runtimeSetPointers = func(p unsafe.Pointer, size uintptr, mask *byte, count, stride uintptr) {
	garbage.SetPointers(p, size, mask, count, stride)
}

//go:linkname runtimeCollectionDue runtime.collectionDue
var runtimeCollectionDue = func(size uintptr) bool { return garbage.Due(size) }

//go:linkname runtimeCollectGarbage runtime.collectGarbage
var runtimeCollectGarbage = collect

//go:linkname runtimeReadMemStats runtime.readMemStats
var runtimeReadMemStats = readMemStats

// pauses are the instructions that collections have taken.
var pauses struct{ last, worst, total uint64 }

func initialise(start, size uintptr) error { return garbage.Init(&instance, start, size) }

func alloc(size, align uintptr) unsafe.Pointer {
	if garbage.Active() {
		panic("heap: an allocation during a collection")
	}
	return garbage.Alloc(size, align)
}

func free(p unsafe.Pointer) error { return garbage.Free(p) }

// visitRoot is no method value, because to make one takes memory.
var visitRoot = func(lo, hi uintptr) {
	// The allocator's own variables hold addresses of blocks, not pointers.
	own := uintptr(unsafe.Pointer(&instance))
	if lo <= own && own < hi {
		garbage.Root(lo, own)
		lo = own + unsafe.Sizeof(instance)
	}
	garbage.Root(lo, hi)
}

// collect runs on the stack that needs memory, with interrupts as they are: off,
// in the kernel.
func collect() bool {
	if garbage.Active() {
		return false
	}
	before := riscv.ReadInstret()
	garbage.Start()
	runtime.Roots(visitRoot)
	if err := garbage.Finish(); err != nil {
		panic(err)
	}
	pauses.last = riscv.ReadInstret() - before
	pauses.worst = max(pauses.worst, pauses.last)
	pauses.total += pauses.last
	return true
}

func readMemStats(m *runtime.MemStats) {
	image, stats, figures := runtime.Image(), instance.Stats(), garbage.Figures()
	m.Sys = uint64(image.EHeap - image.Heap)
	m.GCSys = uint64(garbage.Records())
	m.Alloc, m.HeapAlloc = uint64(stats.Requested), uint64(stats.Requested)
	m.TotalAlloc, m.Mallocs, m.Frees = figures.Bytes, figures.Allocations, figures.Frees
	m.HeapSys = m.Sys - m.GCSys
	m.HeapIdle = uint64(stats.Free)
	m.HeapInuse = m.HeapSys - m.HeapIdle
	m.HeapObjects = uint64(stats.Allocations)
	m.NextGC = uint64(figures.LiveBytes + garbage.Limit())
	m.NumGC = uint32(figures.Collections)
	m.LastPause, m.WorstPause, m.TotalPause = pauses.last, pauses.worst, pauses.total
}

// Figures returns what the last collection has seen.
func Figures() gc.Figures { return garbage.Figures() }
