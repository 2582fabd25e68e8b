// SPDX-License-Identifier: MIT

#include "go_asm.h"
#include "textflag.h"

// cmd/asm has no name for it (RISC-V priv. 1.12 §3.3.2).
#define SRET	WORD $0x10200073

// sfence.vma x0, x0 (RISC-V priv. 1.12 §4.2.1). On the K210 the firmware gives it its
// meaning, and turns translation on (k210-facts.md §13).
#define SFENCE_VMA	WORD $0x12000073

// USE_SPACE goes over to the address space of the Stack at a register. The kernel is
// at the same addresses in all of them, so the next instruction is, too. satp is
// never read: the K210 keeps no more of it than the root (k210-facts.md §2.5).
#define USE_SPACE(stack) \
	MOV	Stack_satp(stack), X5 \
	CSRRW	X5, SATP, X0 \
	SFENCE_VMA

// Registers fall into two halves. The temporaries t0 to t6 are not preserved by
// a system call (package abi), all others are. X2 points to a Context; x2
// itself is saved and loaded apart.

#define SAVE_PRESERVED \
	MOV	X1, (Context_X+1*8)(X2) \
	MOV	X3, (Context_X+3*8)(X2) \
	MOV	TP, (Context_X+4*8)(X2) \
	MOV	X8, (Context_X+8*8)(X2) \
	MOV	X9, (Context_X+9*8)(X2) \
	MOV	X10, (Context_X+10*8)(X2) \
	MOV	X11, (Context_X+11*8)(X2) \
	MOV	X12, (Context_X+12*8)(X2) \
	MOV	X13, (Context_X+13*8)(X2) \
	MOV	X14, (Context_X+14*8)(X2) \
	MOV	X15, (Context_X+15*8)(X2) \
	MOV	X16, (Context_X+16*8)(X2) \
	MOV	X17, (Context_X+17*8)(X2) \
	MOV	X18, (Context_X+18*8)(X2) \
	MOV	X19, (Context_X+19*8)(X2) \
	MOV	X20, (Context_X+20*8)(X2) \
	MOV	X21, (Context_X+21*8)(X2) \
	MOV	X22, (Context_X+22*8)(X2) \
	MOV	X23, (Context_X+23*8)(X2) \
	MOV	X24, (Context_X+24*8)(X2) \
	MOV	X25, (Context_X+25*8)(X2) \
	MOV	X26, (Context_X+26*8)(X2) \
	MOV	g, (Context_X+27*8)(X2)

#define SAVE_TEMPORARIES \
	MOV	X6, (Context_X+6*8)(X2) \
	MOV	X7, (Context_X+7*8)(X2) \
	MOV	X28, (Context_X+28*8)(X2) \
	MOV	X29, (Context_X+29*8)(X2) \
	MOV	X30, (Context_X+30*8)(X2) \
	MOV	X31, (Context_X+31*8)(X2)

#define LOAD_REGISTERS \
	MOV	(Context_X+1*8)(X2), X1 \
	MOV	(Context_X+3*8)(X2), X3 \
	MOV	(Context_X+4*8)(X2), TP \
	MOV	(Context_X+5*8)(X2), X5 \
	MOV	(Context_X+6*8)(X2), X6 \
	MOV	(Context_X+7*8)(X2), X7 \
	MOV	(Context_X+8*8)(X2), X8 \
	MOV	(Context_X+9*8)(X2), X9 \
	MOV	(Context_X+10*8)(X2), X10 \
	MOV	(Context_X+11*8)(X2), X11 \
	MOV	(Context_X+12*8)(X2), X12 \
	MOV	(Context_X+13*8)(X2), X13 \
	MOV	(Context_X+14*8)(X2), X14 \
	MOV	(Context_X+15*8)(X2), X15 \
	MOV	(Context_X+16*8)(X2), X16 \
	MOV	(Context_X+17*8)(X2), X17 \
	MOV	(Context_X+18*8)(X2), X18 \
	MOV	(Context_X+19*8)(X2), X19 \
	MOV	(Context_X+20*8)(X2), X20 \
	MOV	(Context_X+21*8)(X2), X21 \
	MOV	(Context_X+22*8)(X2), X22 \
	MOV	(Context_X+23*8)(X2), X23 \
	MOV	(Context_X+24*8)(X2), X24 \
	MOV	(Context_X+25*8)(X2), X25 \
	MOV	(Context_X+26*8)(X2), X26 \
	MOV	(Context_X+27*8)(X2), g \
	MOV	(Context_X+28*8)(X2), X28 \
	MOV	(Context_X+29*8)(X2), X29 \
	MOV	(Context_X+30*8)(X2), X30 \
	MOV	(Context_X+31*8)(X2), X31

// TO_USER leaves for user mode with the Context at X2, which is also where the
// stack of this task's kernel side begins. sstatus needs no care: whatever
// entered the kernel came from U-mode or has returned by SRET, so SPP is U.
#define TO_USER \
	CSRRW	X2, SSCRATCH, X0 \
	MOV	Context_Sepc(X2), X5 \
	CSRRW	X5, SEPC, X0 \
	LOAD_REGISTERS \
	MOV	(Context_X+2*8)(X2), X2 \
	SRET

// The space below a Context for calling a Go function of one argument: the
// callee finds it at 8(SP). 16-byte steps keep sp aligned.
#define CALL_SPACE 16

// CODE_USER_CALL is scause of an ecall from U-mode (RISC-V priv. 1.12 table 4.2).
#define CODE_USER_CALL 8

// CALLS_SHIFT bounds system call numbers: there are 1<<CALLS_SHIFT entries.
#define CALLS_SHIFT 8

// LAST_DEPTH is how many traps may lie on top of each other: one of the kernel,
// a fault of its handler.
#define LAST_DEPTH 2

// func vector()
//
// The supervisor's trap vector. (stvec wants 4-byte alignment; Go aligns
// functions to 8.)
TEXT ·vector(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	CSRRW	X2, SSCRATCH, X2	// sp: the task's Context, or 0 from the kernel
	BEQ	X2, X0, kernel
	MOV	X5, (Context_X+5*8)(X2)
	CSRRS	X0, SCAUSE, X5
	ADD	$-CODE_USER_CALL, X5
	BNE	X5, X0, user

	// A system call: the shortest way that there is, because it is the most
	// frequent. The function of its number is called as Go calls a func value:
	// X26 points to the value, whose first word is the code; the argument is in
	// X10 (Go's ABIInternal). Nothing that the call must preserve is in t0..t6.
	SAVE_PRESERVED
	CSRRW	X0, SSCRATCH, X6	// the user's sp; 0: the kernel runs
	MOV	X6, (Context_X+2*8)(X2)
	CSRRS	X0, SEPC, X7
	ADD	$4, X7			// past the ecall, which has no short form
	MOV	X7, Context_Sepc(X2)
	MOV	Context_Calls(X2), X6
	ADD	$1, X6
	MOV	X6, Context_Calls(X2)
	MOV	Context_KernelG(X2), g
	SRL	$CALLS_SHIFT, A7, X6
	SLL	$3, A7, X7
	MOV	$·calls(SB), X5
	BNE	X6, X0, unknown
	ADD	X7, X5, X7
	MOV	(X7), X26
call:
	MOV	(X26), X6
	MOV	X2, X10
	ADD	$-CALL_SPACE, X2
	JALR	X1, X6
	ADD	$CALL_SPACE, X2
	TO_USER

unknown:
	MOV	·noCall(SB), X26
	JMP	call

user:
	// A fault or an interrupt in user mode. X5 is saved already.
	SAVE_PRESERVED
	SAVE_TEMPORARIES
	CSRRW	X0, SSCRATCH, X5	// the user's sp; 0: the kernel runs
	MOV	X5, (Context_X+2*8)(X2)
	MOV	Context_KernelG(X2), g
	CSRRS	X0, SSTATUS, X5
	MOV	X5, Context_Sstatus(X2)
	CSRRS	X0, SEPC, X5
	MOV	X5, Context_Sepc(X2)
	MOV	X2, X10
	ADD	$-CALL_SPACE, X2
	MOV	X10, 8(X2)
	CALL	·userTrap(SB)
	ADD	$CALL_SPACE, X2
	TO_USER

kernel:
	// From the kernel: the Context goes on the interrupted code's own stack,
	// once it is known that there is one. Until then nothing is stored there:
	// that would trap again, and again. X2 is free, sscratch has the sp.
	MOV	$·guard(SB), X2
	MOV	X5, kernelGuard_x5(X2)
	MOV	X6, kernelGuard_x6(X2)
	MOV	kernelGuard_depth(X2), X5
	ADD	$1, X5, X6
	MOV	X6, kernelGuard_depth(X2)
	BNE	X5, X0, lost		// the handler of a trap has faulted
	CSRRS	X0, SSCRATCH, X5
	AND	$7, X5, X6
	BNE	X6, X0, lost
	MOV	kernelGuard_slots(X2), X6
	BGEU	X5, X6, slot
	MOV	kernelGuard_low(X2), X6
	BLTU	X5, X6, lost
	MOV	kernelGuard_high(X2), X6
	BLTU	X6, X5, lost
found:
	MOV	kernelGuard_x6(X2), X6
	MOV	kernelGuard_x5(X2), X5
	CSRRW	X0, SSCRATCH, X2	// sp again, and sscratch 0 again
	ADD	$-Context__size, X2
	MOV	X5, (Context_X+5*8)(X2)
	SAVE_PRESERVED
	SAVE_TEMPORARIES
	ADD	$Context__size, X2, X5
	MOV	X5, (Context_X+2*8)(X2)
	CSRRS	X0, SSTATUS, X5
	MOV	X5, Context_Sstatus(X2)
	CSRRS	X0, SEPC, X5
	MOV	X5, Context_Sepc(X2)
	MOV	X2, X10
	ADD	$-CALL_SPACE, X2
	MOV	X10, 8(X2)
	CALL	·kernelTrap(SB)
	ADD	$CALL_SPACE, X2
	MOV	$·guard(SB), X5
	MOV	X0, kernelGuard_depth(X5)
	MOV	Context_Sstatus(X2), X5
	CSRRW	X5, SSTATUS, X0
	MOV	Context_Sepc(X2), X5
	CSRRW	X5, SEPC, X0
	LOAD_REGISTERS
	MOV	(Context_X+2*8)(X2), X2
	SRET

slot:
	// In the area of stacks each one is the upper half of a slot.
	MOV	kernelGuard_slotsEnd(X2), X6
	BLTU	X6, X5, lost
	ADD	$-const_needed, X5
	MOV	kernelGuard_half(X2), X6
	AND	X5, X6
	BNE	X6, X0, found
	JMP	lost

lost:
	// A trap for which there is no stack, or one while the handler of another
	// one runs. The guard has a stack for the last words. A fault of those is
	// not listened to any more.
	MOV	kernelGuard_depth(X2), X5
	ADD	$-LAST_DEPTH, X5
	BLT	X0, X5, give_up
	MOV	kernelGuard_x5(X2), X5
	MOV	kernelGuard_x6(X2), X6
	MOV	kernelGuard_context(X2), X2
	MOV	X5, (Context_X+5*8)(X2)
	SAVE_PRESERVED
	SAVE_TEMPORARIES
	CSRRW	X0, SSCRATCH, X5	// its sp; 0: the kernel runs
	MOV	X5, (Context_X+2*8)(X2)
	CSRRS	X0, SSTATUS, X5
	MOV	X5, Context_Sstatus(X2)
	CSRRS	X0, SEPC, X5
	MOV	X5, Context_Sepc(X2)
	MOV	Context_KernelG(X2), g
	MOV	X2, X10
	ADD	$-CALL_SPACE, X2
	MOV	X10, 8(X2)
	CALL	·lostTrap(SB)
give_up:
	// SBI v2.0 §10: system_reset(shutdown, system failure).
	MOV	$0x53525354, A7
	MOV	X0, A6
	MOV	X0, A0
	MOV	$1, A1
	ECALL
stop:
	JMP	stop

// func start()
//
// A task that has never run, or has left its stack, goes on here: in user mode.
TEXT ·start(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	TO_USER

// func startPC() uintptr
TEXT ·startPC(SB),NOSPLIT|NOFRAME,$0-8
	MOV	$·start(SB), X5
	MOV	X5, ret+0(FP)
	RET

// func switchStacks()
//
// It is entered by Go's ABIInternal, with from in X10 and to in X11.
TEXT ·switchStacks(SB),NOSPLIT|NOFRAME,$0-0
	MOV	X1, Stack_pc(X10)
	MOV	X2, Stack_sp(X10)
	USE_SPACE(X11)
	MOV	Stack_pc(X11), X1
	MOV	Stack_sp(X11), X2
	MOV	Stack_g(X11), g
	RET

// func leaveStack()
//
// It is entered by Go's ABIInternal, with from in X10, ctx in X11, to in X12.
TEXT ·leaveStack(SB),NOSPLIT|NOFRAME,$0-0
	MOV	$·start(SB), X5
	MOV	X5, Stack_pc(X10)
	MOV	X11, Stack_sp(X10)
	USE_SPACE(X12)
	MOV	Stack_pc(X12), X1
	MOV	Stack_sp(X12), X2
	MOV	Stack_g(X12), g
	RET

// func leaveStackPC() uintptr
TEXT ·leaveStackPC(SB),NOSPLIT|NOFRAME,$0-8
	MOV	$·leaveStack(SB), X5
	MOV	X5, ret+0(FP)
	RET

// func switchStacksPC() uintptr
TEXT ·switchStacksPC(SB),NOSPLIT|NOFRAME,$0-8
	MOV	$·switchStacks(SB), X5
	MOV	X5, ret+0(FP)
	RET

// func vectorPC() uintptr
TEXT ·vectorPC(SB),NOSPLIT|NOFRAME,$0-8
	MOV	$·vector(SB), X5
	MOV	X5, ret+0(FP)
	RET
