// SPDX-License-Identifier: MIT

// Command damaged is the kernel with a pack of apps in which it damages some
// entries before it loads them, as a faulty writer might: the table's checksum is
// right. Each such app must be refused, and the others must run.
package main

import (
	"runtime"
	"unsafe"

	"bugo/kernel/handlers"
	"bugo/kernel/platform"
	"bugo/kernel/policy"
	"bugo/task"
	"bugo/task/pack"
)

// Offsets in a pack: see the comment of package pack.
const (
	headerCRC    = 24
	headerLength = 32
	entryLength  = 144

	entryBase  = 32
	entryEntry = 40
	entrySize  = 56
	entryText  = 64
	entryStack = 80
	entryHeap  = 104
	entryFault = 112
)

// damage has what becomes of entry i.
var damage = [...]func(entry uintptr){
	1: func(entry uintptr) { *at(entry, entrySize) = 1 << 32 },
	2: func(entry uintptr) { *at(entry, entryStack) -= 0x8000 },
	3: func(entry uintptr) { *at(entry, entryText) += 0x100000 },
	4: func(entry uintptr) { move(entry, 0x80020000) },
	5: func(entry uintptr) { *at(entry, entryHeap) = 0x200000 },
	6: func(entry uintptr) { *at(entry, 0) = 0x1b },
	7: func(entry uintptr) { *at(entry, entrySize) = 0 },
	8: func(uintptr) {},
}

func at(entry, offset uintptr) *uint64 { return (*uint64)(unsafe.Pointer(entry + offset)) }

// move moves an app, all that the table has of its addresses.
func move(entry uintptr, base uint64) {
	*at(entry, entryBase), *at(entry, entryEntry), *at(entry, entryFault) = base, base, 0
}

func main() {
	start := runtime.Image().Apps
	for i, damage := range damage {
		if damage != nil {
			damage(start + headerLength + uintptr(i)*entryLength)
		}
	}
	table := unsafe.Slice((*byte)(unsafe.Pointer(start+headerLength)), len(damage)*entryLength)
	*(*uint32)(unsafe.Pointer(start + headerCRC)) = pack.Checksum(table)

	handlers.Init()
	task.Init(policy.Scheduler, handlers.TickUnits(), platform.EntryInstret())
	handlers.Run()
}
