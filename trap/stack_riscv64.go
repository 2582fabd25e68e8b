// SPDX-License-Identifier: MIT

package trap

import (
	"runtime"
	"unsafe"
)

// The two ways from stack to stack are called by their addresses, as Go calls
// func values: by name, they would be called through wrappers that put the
// arguments on the stack.

func switchStacks()
func switchStacksPC() uintptr
func leaveStack()
func leaveStackPC() uintptr

// A func value is a pointer to a word that holds the code's address.
var (
	switcher = struct{ pc uintptr }{switchStacksPC()}
	leaver   = struct{ pc uintptr }{leaveStackPC()}
)

// Switches returns the machine's own ways from stack to stack.
func Switches() (s Switch, l Leave) {
	value := &switcher
	other := &leaver
	return *(*Switch)(unsafe.Pointer(&value)), *(*Leave)(unsafe.Pointer(&other))
}

// start is what a new Stack returns to: it leaves for user mode.
func start()

func startPC() uintptr

// Prepare makes a switch to s leave for user mode as ctx says, in the address space
// that satp is the register's value for. ctx lies at the top of the stack whose G is
// g: traps of that user code come in there.
func (s *Stack) Prepare(ctx *Context, g *runtime.G, satp uintptr) {
	ctx.KernelG = uintptr(unsafe.Pointer(g))
	*s = Stack{pc: startPC(), sp: uintptr(unsafe.Pointer(ctx)), g: ctx.KernelG, satp: satp}
}
