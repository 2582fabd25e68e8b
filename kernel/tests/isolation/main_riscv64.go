// SPDX-License-Identifier: MIT

// Command isolation is the kernel that looks at its own page tables before the first
// app runs, and again when all have ended: each page of each address space must keep
// the rules of space.Audit. It writes all spaces on the console.
//
// It has a system call more than the kernel: trampolineCall tells an app where the
// trap vector is, for it to try.
package main

import (
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
	vector, _ := trap.VectorRange()
	trap.SetCall(trampolineCall, func(ctx *trap.Context) { ctx.SetResult(vector) })
	task.Init(policy.Scheduler, handlers.TickUnits(), platform.EntryInstret())
	// The boot stack's end, as its owner sees it: some pages are touched by now.
	audit("before the first app")
	spacedump.Print()
	spacedump.Dump()
	handlers.OnEnd = func() { audit("after the last app") }
	handlers.Run()
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
