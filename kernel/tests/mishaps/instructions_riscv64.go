// SPDX-License-Identifier: MIT

package main

// illegal executes an instruction that does not exist.
func illegal()

// breakpoint executes ebreak, which no debugger waits for.
func breakpoint()

// jump jumps to address, by a call.
func jump(address uintptr)

// loseStack makes sp address, and faults: there is no stack for the trap.
func loseStack(address uintptr)

// digDown uses more and more stack, without a look at what is left.
func digDown()

// loseRecord makes Go's record of the stack lie at address, and faults: the
// handler of the trap faults itself, in its very first instructions.
func loseRecord(address uintptr)
