// SPDX-License-Identifier: MIT

#include "go_asm.h"
#include "funcdata.h"
#include "textflag.h"

// USE_FATAL_STACK makes fatalStack the current one, also for the stack check.
// It uses X6 and X7.
#define USE_FATAL_STACK \
	MOV	$runtime·fatalStack(SB), X6 \
	MOV	X6, (g_stack+stack_lo)(g) \
	ADD	$const_stackGuard, X6, X7 \
	MOV	X7, g_stackguard0(g) \
	MOV	X7, g_stackguard1(g) \
	MOV	$const_fatalStackSize, X7 \
	ADD	X6, X7 \
	MOV	X7, (g_stack+stack_hi)(g) \
	ADD	$-16, X7, X2 \
	MOV	X0, 0(X2)

// The compiler's stack check calls one of these two when a frame does not fit,
// with X5 = the address after the check. A stack cannot grow here.
TEXT runtime·morestack_noctxt(SB),NOSPLIT|NOFRAME,$0
	JMP	runtime·morestack(SB)

TEXT runtime·morestack(SB),NOSPLIT|NOFRAME|TOPFRAME,$0
	MOV	X5, X10
	MOV	X1, X11
	MOV	X2, X12
	USE_FATAL_STACK
	CALL	runtime·stackOverflow<ABIInternal>(SB)
	EBREAK

// func finishOnFatalStack()
TEXT runtime·finishOnFatalStack<ABIInternal>(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	USE_FATAL_STACK
	CALL	runtime·finish<ABIInternal>(SB)
	EBREAK

// func jump(pc, sp uintptr)
// It leaves for another frame's code, after a recover.
TEXT runtime·jump<ABIInternal>(SB),NOSPLIT|NOFRAME,$0-16
	MOV	X11, X2
	JALR	X0, X10

// Compiled code calls panicBounds where an index or slice is out of range. Its
// operands may be in any of X5 to X20; a table by return address says where
// (PCDATA_PanicBounds), so all of them are saved for panicBoundsAt to look at.
TEXT runtime·panicBounds<ABIInternal>(SB),NOSPLIT,$144-0
	NO_LOCAL_POINTERS
	MOV	X5, 24(X2)
	MOV	X6, 32(X2)
	MOV	X7, 40(X2)
	MOV	X8, 48(X2)
	MOV	X9, 56(X2)
	MOV	X10, 64(X2)
	MOV	X11, 72(X2)
	MOV	X12, 80(X2)
	MOV	X13, 88(X2)
	MOV	X14, 96(X2)
	MOV	X15, 104(X2)
	MOV	X16, 112(X2)
	MOV	X17, 120(X2)
	MOV	X18, 128(X2)
	MOV	X19, 136(X2)
	MOV	X20, 144(X2)
	MOV	X1, X10
	ADD	$24, X2, X11
	CALL	runtime·panicBoundsAt<ABIInternal>(SB)
	RET

// The linker puts mapinitnoop in the place of initialisers of maps that the
// program does not use.
TEXT runtime·mapinitnoop<ABIInternal>(SB),NOSPLIT|NOFRAME,$0-0
	RET

// Compiled code refers to gcWriteBarrierN but calls it only while writeBarrier
// is on, which it never is.
#define NO_WRITE_BARRIER(name) \
TEXT name<ABIInternal>(SB),NOSPLIT|NOFRAME,$0; \
	EBREAK

NO_WRITE_BARRIER(runtime·gcWriteBarrier1)
NO_WRITE_BARRIER(runtime·gcWriteBarrier2)
NO_WRITE_BARRIER(runtime·gcWriteBarrier3)
NO_WRITE_BARRIER(runtime·gcWriteBarrier4)
NO_WRITE_BARRIER(runtime·gcWriteBarrier5)
NO_WRITE_BARRIER(runtime·gcWriteBarrier6)
NO_WRITE_BARRIER(runtime·gcWriteBarrier7)
NO_WRITE_BARRIER(runtime·gcWriteBarrier8)
