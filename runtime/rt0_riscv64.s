// SPDX-License-Identifier: MIT

#include "go_asm.h"
#include "textflag.h"

// What the stack check leaves free below stackguard0: a chain of functions
// without a check may use up to 800 bytes (abi.StackNosplitBase), and a small
// frame may lie 128 bytes (abi.StackSmall) below the limit.
#define STACK_GUARD 928

// rt0 starts the program. The platform's entry code jumps here with
//
//	X5      the bottom of the boot stack
//	X2      its top
//	A0, A1  what the loader left there
//
// It clears .bss, except the stack it runs on and the heap array behind it (whoever
// hands that memory out clears it: 3 MiB would cost most of the boot), installs the
// first G and goes on in Go. An app's .bss is zero already, and its pages shall not
// be touched for nothing: there, sclear is sguard.
TEXT runtime·rt0(SB),NOSPLIT|NOFRAME|TOPFRAME,$0
	MOV	$sclear(SB), X6
	MOV	$sguard(SB), X7
again:
	BGEU	X6, X7, cleared
	MOV	X0, 0(X6)
	MOV	X0, 8(X6)
	ADD	$16, X6
	JMP	again
cleared:
	MOV	$runtime·g0(SB), g
	MOV	X5, (g_stack+stack_lo)(g)
	MOV	X2, (g_stack+stack_hi)(g)
	ADD	$STACK_GUARD, X5, X6
	MOV	X6, g_stackguard0(g)
	MOV	X6, g_stackguard1(g)
	ADD	$-16, X2		// room for the return address a callee may look for at 0(SP)
	MOV	X0, 0(X2)
	CALL	runtime·start<ABIInternal>(SB)	// a0, a1 are already in its argument registers
	EBREAK				// start does not return
