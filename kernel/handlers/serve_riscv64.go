// SPDX-License-Identifier: MIT

package handlers

import (
	"unsafe"

	"bugo/arch/sbi"
	"bugo/heap"
	"bugo/heap/global"
	"bugo/kernel/console"
	"bugo/kernel/platform"
	"bugo/kernel/policy"
	"bugo/kernel/syscalls"
	"bugo/memory/frame"
	"bugo/memory/space"
	"bugo/task"
	"bugo/trap"
)

// TickHz is how often the timer strikes while apps run.
const TickHz = 100

// TickUnits returns how many units of the timer that is.
func TickUnits() uint64 { return platform.TimebaseHz() / TickHz }

// Terminal is the console.
var Terminal = console.Console{Port: firmware{}}

// firmware implements console.Port by the SBI.
type firmware struct{}

//bugo:trapcontext
func (firmware) Read() (byte, bool) { return sbi.ConsoleRead() }

//bugo:trapcontext
func (firmware) Write(p []byte) { sbi.ConsoleWrite(unsafe.Pointer(unsafe.SliceData(p)), len(p)) }

// before is the heap when the first app was about to run. From then on nothing
// in the kernel allocates: every app that has ended must leave it so.
var before heap.Stats

// OnEnd, unless nil, is called after the summary, when all apps have ended. It
// runs in trap context and must not allocate.
var OnEnd func()

// Init makes this package the kernel's answer to traps, and turns translation on.
func Init() {
	task.Clock = clock()
	trap.Init(Kernel{}, syscalls.Init(syscalls.Kernel{
		Tasks:          &task.All,
		Console:        &Terminal,
		Now:            task.Clock,
		UnitsPerSecond: platform.TimebaseHz(),
		Frames:         &space.Frames,
		Log:            killed,
		Exited:         exited,
	}), syscalls.Unknown, platform.Spec())
	task.All.Poll = syscalls.PollConsole
	vector, end := trap.VectorRange()
	space.Enable([2]uintptr{vector, end}, platform.Spec() == trap.Spec1_12, devices()...)
}

// Run runs all apps, sums up and shuts the machine down. It does not return.
func Run() {
	before = global.Stats()
	task.Run(sumUp)
}

//bugo:trapcontext
func killed(target, by *task.Task, signal int) {
	println("[kernel] app", target.App.Name, "killed: signal", signal, "from app", by.App.Name)
}

//bugo:trapcontext
func exited(t *task.Task, code int) {
	println("[kernel] Application exited with code", code)
}

// sumUp tells how all apps fared.
func sumUp() {
	after := global.Stats() // before this function itself allocates
	println("[kernel] all apps have ended:")
	row("app", "exit", "runs", "ticks", "share", "calls")
	ticks := uint64(0)
	for i := range task.All.Tasks {
		ticks += task.All.Tasks[i].Ticks
	}
	for i := range task.All.Tasks {
		t := &task.All.Tasks[i]
		exit := t.State.String()
		if t.State == task.Exited {
			exit = decimal(t.ExitCode)
		}
		row(t.App.Name, exit, decimal(t.Runs), decimal(int(t.Ticks)), percent(t.Ticks, ticks), decimal(int(t.SystemCalls())))
	}
	println("[kernel]", policy.Scheduler.Name(), "scheduler,", TickHz, "ticks a second, idle for", task.All.Idle)
	ok := after.Requested == before.Requested && after.Allocations == before.Allocations
	if !ok {
		println("[kernel] heap leak:", before.Requested, "bytes in", before.Allocations, "blocks before the first app,",
			after.Requested, "in", after.Allocations, "now")
	}
	for use, n := range space.Frames.Stats().Used {
		if use := frame.Use(use); n > 0 && (use == frame.UserTable || use == frame.UserPage) {
			println("[kernel] frame leak:", n, use.String(), "are left")
			ok = false
		}
	}
	if OnEnd != nil {
		OnEnd()
	}
	platform.Shutdown(ok)
}

// widths of the columns; the first one is flush left.
var widths = [...]int{18, 8, 6, 8, 7, 10}

func row(cells ...string) {
	print("[kernel]   ")
	for i, cell := range cells {
		space := max(widths[i]-len(cell), 1)
		if i == 0 {
			print(cell)
		}
		for range space {
			print(" ")
		}
		if i > 0 {
			print(cell)
		}
	}
	println()
}

// percent returns how much of all is part, rounded.
func percent(part, all uint64) string {
	if all == 0 {
		return "-"
	}
	return decimal(int((100*part+all/2)/all)) + "%"
}

func decimal(n int) string {
	if n < 0 {
		return "-" + decimal(-n)
	}
	text := ""
	for {
		text = string("0123456789"[n%10]) + text
		if n /= 10; n == 0 {
			return text
		}
	}
}
