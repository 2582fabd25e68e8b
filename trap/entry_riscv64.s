// SPDX-License-Identifier: MIT

#include "go_asm.h"
#include "textflag.h"

// cmd/asm has no name for it (RISC-V priv. 1.12 §3.3.2).
#define SRET	WORD $0x10200073

// X2 points to a Context. x2 itself is saved and loaded apart.
#define SAVE_REGISTERS \
	MOV	X1, (Context_X+1*8)(X2) \
	MOV	X3, (Context_X+3*8)(X2) \
	MOV	TP, (Context_X+4*8)(X2) \
	MOV	X5, (Context_X+5*8)(X2) \
	MOV	X6, (Context_X+6*8)(X2) \
	MOV	X7, (Context_X+7*8)(X2) \
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
	MOV	g, (Context_X+27*8)(X2) \
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

// The space below a Context for calling a Go function of one argument: the
// callee finds it at 8(SP). 16-byte steps keep sp aligned.
#define CALL_SPACE 16

// func vector()
//
// The supervisor's trap vector. (stvec wants 4-byte alignment; Go aligns
// functions to 8.)
TEXT ·vector(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	CSRRW	X2, SSCRATCH, X2	// sp: the task's Context, or 0 from the kernel
	BNE	X2, X0, user

	// From the kernel: the Context goes on the interrupted code's own stack.
	CSRRW	X0, SSCRATCH, X2	// sp again, and sscratch 0 again
	ADD	$-Context__size, X2
	SAVE_REGISTERS
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
	MOV	Context_Sstatus(X2), X5
	CSRRW	X5, SSTATUS, X0
	MOV	Context_Sepc(X2), X5
	CSRRW	X5, SEPC, X0
	LOAD_REGISTERS
	MOV	(Context_X+2*8)(X2), X2
	SRET

user:
	// From user mode: the kernel stack begins right below the Context.
	SAVE_REGISTERS
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
	ADD	$CALL_SPACE, X2, X10	// the Context of whose kernel stack this is
	JMP	toUser<>(SB)

// func Return(ctx *Context)
TEXT ·Return(SB),NOSPLIT|NOFRAME,$0-8
	MOV	ctx+0(FP), X10
	JMP	toUser<>(SB)

// toUser leaves for user mode with the Context at X10.
TEXT toUser<>(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	MOV	X10, X2
	CSRRW	X2, SSCRATCH, X0
	MOV	Context_Sstatus(X2), X5
	CSRRW	X5, SSTATUS, X0
	MOV	Context_Sepc(X2), X5
	CSRRW	X5, SEPC, X0
	LOAD_REGISTERS
	MOV	(Context_X+2*8)(X2), X2
	SRET

// func vectorPC() uintptr
TEXT ·vectorPC(SB),NOSPLIT|NOFRAME,$0-8
	MOV	$·vector(SB), X5
	MOV	X5, ret+0(FP)
	RET
