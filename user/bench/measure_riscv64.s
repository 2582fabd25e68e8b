// SPDX-License-Identifier: MIT

#include "textflag.h"

// func callCost(number, a0, a1, a2 uintptr) uintptr
TEXT ·callCost(SB),NOSPLIT,$0-40
	MOV	number+0(FP), A7
	MOV	a0+8(FP), A0
	MOV	a1+16(FP), A1
	MOV	a2+24(FP), A2
	RDINSTRET	X9
	ECALL
	RDINSTRET	X18
	SUB	X9, X18
	ADD	$-1, X18		// the first RDINSTRET
	MOV	X18, ret+32(FP)
	RET

// func storeCost(address uintptr) uintptr
TEXT ·storeCost(SB),NOSPLIT,$0-16
	MOV	address+0(FP), X8
	RDINSTRET	X9
	MOV	X0, (X8)
	RDINSTRET	X18
	SUB	X9, X18
	ADD	$-1, X18		// the first RDINSTRET
	MOV	X18, ret+8(FP)
	RET

// func yields(n uintptr)
TEXT ·yields(SB),NOSPLIT,$0-8
	MOV	n+0(FP), X9
again:
	MOV	$124, A7		// sched_yield: user/abi/syscalls.txt
	ECALL
	ADD	$-1, X9
	BNE	X9, X0, again
	RET
