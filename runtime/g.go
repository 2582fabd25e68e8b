// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

// stackGuard is how far above a stack's end the stack check strikes. See
// STACK_GUARD in rt0_riscv64.s.
const stackGuard = 928

type stack struct{ lo, hi uintptr }

// G is the record of one stack and of what runs on it. Compiled code keeps the
// address of the current one in X27 and finds stackguard0 at offset 16, so the
// order of the first fields is fixed.
type G struct {
	stack       stack
	stackguard0 uintptr // checked by Go functions
	stackguard1 uintptr // checked by functions marked go:systemstack
	panics      *_panic // the panics under way, innermost first
	defers      *_defer // deferred calls that are not open-coded, newest first
	open        openDefers
	printing    printBuffer
}

// g is the name the assembler's go_asm.h offsets (g_stackguard0 …) are made of.
type g = G

// Init makes gp the record of the stack [lo, hi).
func (gp *G) Init(lo, hi uintptr) {
	gp.stack = stack{lo, hi}
	gp.stackguard0 = lo + stackGuard
	gp.stackguard1 = gp.stackguard0
}

// g0 is the boot stack's record; rt0 fills it.
var g0 g

// getg returns the current G; the compiler makes one register move of it.
func getg() *g
