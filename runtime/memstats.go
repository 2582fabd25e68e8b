// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

// MemStats tells how the heap is used. Where stock Go has a field of the same
// name, it means the same; of a pause it counts instructions instead of time,
// since these do not depend on the machine that counts them.
type MemStats struct {
	Alloc      uint64 // bytes asked for, of the blocks not freed yet
	TotalAlloc uint64 // bytes asked for since the start
	Sys        uint64 // bytes of the heap array
	Mallocs    uint64 // blocks handed out since the start
	Frees      uint64 // blocks given back, by Free and by the collector

	HeapAlloc   uint64 // the same as Alloc
	HeapSys     uint64 // bytes of the heap array that are the allocator's
	HeapIdle    uint64 // bytes that are free
	HeapInuse   uint64 // bytes that are not: HeapAlloc, rounding and records
	HeapObjects uint64 // blocks not freed yet
	GCSys       uint64 // bytes of the heap array that are the collector's

	NextGC uint64 // HeapAlloc at which the next collection is due, if nothing is freed by hand
	NumGC  uint32 // collections since the start

	// What the last collection, the longest one and all together have taken,
	// in instructions.
	LastPause, WorstPause, TotalPause uint64
}

// ReadMemStats fills m in. It takes time proportional to the number of blocks.
// In a program without a collector all figures are 0.
func ReadMemStats(m *MemStats) {
	*m = MemStats{}
	if readMemStats != nil {
		readMemStats(m)
	}
}
