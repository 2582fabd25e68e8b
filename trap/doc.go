// SPDX-License-Identifier: MIT

// Package trap is the kernel's door: every entry from user mode, every fault
// and every interrupt comes through here.
//
// The way of one trap:
//
//	hardware   sepc, scause, stval, sstatus.SPP; pc = stvec
//	vector     entry_riscv64.s: x1..x31 to a Context, g, kernel stack
//	Dispatch   dispatch.go: decodes scause, calls the kernel's Handler
//	return     entry_riscv64.s: Context back to the registers, sret
//
// Invariants:
//
//   - sscratch is 0 while the kernel runs, and the address of the running
//     task's Context while user code runs. By it the vector knows where a trap
//     came from, whatever else the interrupted code did to its registers.
//   - Traps enter with interrupts off (sstatus.SIE = 0), and the kernel leaves
//     them off: one trap at a time.
//   - Go keeps nothing in registers across a call, so calling the handler
//     needs no further saving; x27 is Go's g and is loaded before any Go code.
//   - The kernel is mapped at the same addresses in every address space, so that a
//     trap changes none. A switch of stacks does: Stack.
//   - The kernel itself uses no F registers on these paths, so a user task
//     finds its own as it left them, or has them loaded when it next needs
//     them: float.go.
//   - A trap of the kernel stores nothing before it knows that there is a stack,
//     and a fault of a fault's handler ends the machine: guard_riscv64.go. So
//     no fault, wherever it strikes, can loop.
//
// Handlers run in trap context: they do not allocate, defer or use maps.
//
// cause.go, context.go and dispatch.go are plain Go, tested on the host;
// files named _riscv64 are the machine's.
//
// References: RISC-V privileged specification 1.12 chapter 4; 1.9.1 for the
// K210, with what differs in docs: k210-facts.md §2.3, §2.4.
//
//bugo:trapcontext
package trap
