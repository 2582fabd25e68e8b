// SPDX-License-Identifier: MIT

package trap

// Stack is a stack of the kernel that somebody has left: all that Go's calling
// convention keeps across a call, for it has no callee-saved registers.
type Stack struct {
	pc, sp uintptr
	g      uintptr // Go's record of the stack, for x27
	satp   uintptr // the address space that goes with it
}

// SP returns the stack pointer with which s goes on. What lies between it and
// the stack's top is in use.
func (s *Stack) SP() uintptr { return s.sp }

// Switch leaves the current stack, which is from's, for to's, and the current
// address space for that of to. It returns when somebody switches back to from.
type Switch func(from, to *Stack)

// Leave leaves the current stack, which is from's and has ctx at its top, for
// to's as Switch does, and does not return: a switch to from will leave for user mode as ctx
// says.
type Leave func(from *Stack, ctx *Context, to *Stack)
