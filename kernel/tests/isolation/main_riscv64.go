// SPDX-License-Identifier: MIT

// Command isolation is the kernel that looks at its own page tables before the first
// app runs, in the middle of their lives, and when all have ended: each page of each
// address space must keep the rules of space.Audit. In the middle it writes all spaces
// on the console.
//
// It has a system call more than the kernel: trampolineCall tells an app where the
// trap vector is, for it to try. That call is the middle.
package main

import (
	"runtime"
	"unsafe"

	"bugo/kernel/handlers"
	"bugo/kernel/platform"
	"bugo/kernel/policy"
	"bugo/kernel/spacedump"
	"bugo/memory/space"
	"bugo/task"
	"bugo/trap"
)

// trampolineCall is a number that Linux has given to a call which Bugo lacks.
const trampolineCall = 250

func main() {
	handlers.Init()
	trap.SetCall(trampolineCall, look)
	task.Init(policy.Scheduler, handlers.TickUnits(), platform.EntryInstret())
	audit("before the first app")
	handlers.OnEnd = func() { audit("after the last app") }
	runtime.GC()
	handlers.Run()
}

// look shows all spaces while apps have them. Unlike anything else in trap context it
// allocates, and takes it all back.
func look(ctx *trap.Context) {
	audit("while apps run")
	spacedump.Print()
	spacedump.Dump()
	runtime.GC()
	vector, _ := trap.VectorRange()
	ctx.SetResult(vector)
}

// audit looks at every page of every space that is in use.
func audit(when string) {
	seen := map[uintptr]bool{}
	violations, spaces := 0, 1
	report := func(name string) func(v space.Violation) {
		return func(v space.Violation) {
			violations++
			println("isolation: FAIL:", name, "at", unsafe.Pointer(v.Page.Virtual), v.Page.Permissions.String(), v.Rule)
		}
	}
	pages := space.Own.Audit(&space.Own.Table, space.KernelGuards(), seen, report("kernel"))
	for i := range task.All.Tasks {
		if t := &task.All.Tasks[i]; t.Space.InUse() {
			guards := append(t.Space.Guards(), space.KernelGuards()...)
			pages += space.Own.Audit(&t.Space.Table, guards, seen, report(t.App.Name))
			spaces++
		}
	}
	println("isolation:", when+":", pages, "pages in", spaces, "address spaces,", violations, "break a rule")
	if violations > 0 {
		platform.Shutdown(false)
	}
}
