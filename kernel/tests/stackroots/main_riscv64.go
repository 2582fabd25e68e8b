// SPDX-License-Identifier: MIT

// Command stackroots is the kernel with two system calls more. The one makes an
// object, which nothing but its kernel stack refers to, and waits. The other one,
// of another app, has garbage collected meanwhile, and writes over what is free:
// the object must survive that, and one that nobody refers to must not.
package main

import (
	"runtime"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/kernel/handlers"
	"bugo/kernel/platform"
	"bugo/kernel/policy"
	"bugo/task"
	"bugo/trap"
)

// Numbers that Linux leaves free.
const (
	callHold    = 240
	callCollect = 241
)

type object [9]uint64

const mark = 0x0b1ec7

// fill makes an object in a frame of its own, so that no other one knows it.
//
//go:noinline
func fill() *object {
	o := new(object)
	for i := range o {
		o[i] = mark
	}
	return o
}

// hold keeps an object while others run.
func hold(*trap.Context) {
	o := fill()
	task.All.Sleep(riscv.ReadTime() + platform.TimebaseHz()/10)
	for i := range o {
		if o[i] != mark {
			println("stackroots: FAIL: word", i, "is", unsafe.Pointer(uintptr(o[i])))
			platform.Shutdown(false)
		}
	}
	if !collected {
		println("stackroots: FAIL: nobody has collected meanwhile")
		platform.Shutdown(false)
	}
	println("stackroots: what a waiting task's kernel stack refers to has survived")
	platform.Shutdown(true)
}

var (
	litter    *object
	collected bool
)

// collect frees what nobody refers to, and writes over it.
func collect(*trap.Context) {
	fill()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	runtime.GC()
	runtime.ReadMemStats(&after)
	for range 1000 {
		litter = new(object)
		for i := range litter {
			litter[i] = ^uint64(0)
		}
	}
	collected = after.NumGC > before.NumGC && after.Frees > before.Frees
	println("stackroots: collected", after.Frees-before.Frees, "blocks")
}

func main() {
	handlers.Init()
	trap.SetCall(callHold, hold)
	trap.SetCall(callCollect, collect)
	task.Init(policy.Scheduler, handlers.TickUnits(), platform.EntryInstret())
	handlers.Run()
}
