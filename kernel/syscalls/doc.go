// SPDX-License-Identifier: MIT

// Package syscalls answers the system calls of user apps.
//
// There is one table, user/abi/syscalls.txt. From it tools/syscallgen makes
// table.go: for each call a function that takes the arguments out of the trap's
// context, copies what is passed by address in, calls the function of the same name
// here, and copies results out: copy.go. Those functions are in one file for each
// concern: process.go, inout.go, clock.go, memory.go. A bad pointer is EFAULT,
// an unknown number ENOSYS, and nothing that an app passes can fault the kernel.
// Where there is no frame for a page that the app was promised, the call fails with
// EFAULT, too, as on Linux; an app that touches such a page itself is killed.
//
// All of it is plain Go, tested on the host over a fake machine. It runs in
// trap context: it does not allocate, defer or use maps. A call that waits comes
// back when the app runs again; one that ends the app does not come back.
//
//bugo:trapcontext
package syscalls

import (
	"bugo/kernel/console"
	"bugo/memory/frame"
	"bugo/task"
	"bugo/trap"
	"bugo/user/abi"
)

// Kernel is what system calls act on.
type Kernel struct {
	Tasks   *task.Table
	Console *console.Console
	// Now returns the time in units of the timer, UnitsPerSecond a second.
	Now            func() uint64
	UnitsPerSecond uint64
	// Frames are what apps have memory of.
	Frames *frame.Allocator
	// Log prints a line of the kernel's own about an app that another one ended.
	Log func(killed, by *task.Task, signal int)
	// Exited is told of an app that is about to end with a code.
	Exited func(t *task.Task, code int)
}

// kernel is a variable, not an argument: the way of a system call is short.
var kernel Kernel

// Init makes k what system calls act on, and returns their table, by number.
func Init(k Kernel) []func(ctx *trap.Context) {
	kernel = k
	return table[:]
}

// Unknown serves numbers that no call has.
func Unknown(ctx *trap.Context) { ctx.SetResult(abi.ENOSYS.Result()) }
