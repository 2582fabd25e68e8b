// SPDX-License-Identifier: MIT

// Command kernel is Bugo's kernel: supervisor mode, at 0x80020000.
//
// How it comes to life, in the seed's order:
//
//	start.S           the boot stack
//	kernel/platform   stvec, sstatus.FS
//	runtime.rt0       clear_bss (all of .bss but boot stack and heap array)
//	heap/global       heap.Init, before the first package initialiser
//	main              heap_test, trap.Init, translation on (memory/space), task.Init, task.Run
//
// From then on the kernel is a set of handlers (packages handlers and syscalls)
// that run on the kernel stack of the running task, with interrupts off. There
// are no locks: one hart, one task, one trap at a time.
package main

import (
	"bugo/kernel/handlers"
	"bugo/kernel/heaptest"
	"bugo/kernel/platform"
	"bugo/kernel/policy"
	"bugo/task"
)

func main() {
	heaptest.Run()
	handlers.Init()
	task.Init(policy.Scheduler, handlers.TickUnits(), platform.EntryInstret())
	handlers.Run()
}
