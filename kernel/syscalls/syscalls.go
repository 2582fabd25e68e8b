// SPDX-License-Identifier: MIT

// Package syscalls answers the system calls of user apps.
//
// It is plain logic over two small interfaces, tested on the host: what a
// caller may touch is the Caller's to say, what a call does to the machine
// goes through the Machine. Every pointer and length that an app passes is
// checked against the app's own memory before use; a bad one is EFAULT, and
// an unknown number is ENOSYS. Nothing an app passes can fault the kernel.
//
// Do runs in trap context: it does not allocate, defer or use maps.
package syscalls

import (
	"bugo/trap"
	"bugo/user/abi"
)

// Caller is the app that makes the call.
type Caller interface {
	// Memory returns the size bytes at addr of the app's memory, or false
	// when not all of them are the app's.
	Memory(addr, size uintptr) ([]byte, bool)
}

// Machine is what system calls act on.
type Machine interface {
	// ConsoleWrite shows p on the console.
	ConsoleWrite(p []byte)
	// Exit ends the calling app. It does not return on the machine; a test's
	// may.
	Exit(code int)
}

// Do serves the system call that ctx holds: its number in a7, its arguments
// in a0..a5, its result to a0.
func Do(ctx *trap.Context, caller Caller, machine Machine) {
	switch ctx.X[trap.A7] {
	case abi.SysWrite:
		ctx.SetResult(write(caller, machine, ctx.Argument(0), ctx.Argument(1), ctx.Argument(2)))
	case abi.SysExit:
		machine.Exit(int(int32(ctx.Argument(0)))) // an int in C: 32 bits
	default:
		ctx.SetResult(abi.ENOSYS.Result())
	}
}

// write is write(2) for the console: fd 1 and 2.
func write(caller Caller, machine Machine, fd, buf, count uintptr) uintptr {
	if fd != 1 && fd != 2 {
		return abi.EBADF.Result()
	}
	p, ok := caller.Memory(buf, count)
	if !ok {
		return abi.EFAULT.Result()
	}
	machine.ConsoleWrite(p)
	return count
}
