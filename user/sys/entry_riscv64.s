// SPDX-License-Identifier: MIT

#include "textflag.h"

// brk's number: user/abi/syscalls.txt.
#define SYS_BRK	214

// main is the app's entry from start.S, with the boot stack in X5 and X2, the
// address of the start block in A0 and its size in A1. It is a global symbol of
// this name because the Go linker, in external mode, takes main for the root of
// the program.
//
// The app's memory ends at its break, which the kernel puts at the end of the
// image: brk takes the heap array in. What the kernel thinks of it shows when
// the heap is used.
TEXT main(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	RDINSTRET	X6
	MOV	X6, ·entryInstret(SB)
	MOV	A0, X9			// a call preserves neither A0 nor t0..t6
	MOV	X5, X18
	MOV	$eheap(SB), A0
	MOV	$SYS_BRK, A7
	ECALL
	MOV	X9, A0
	MOV	X18, X5
	JMP	runtime·rt0(SB)

// func call0(number uintptr) uintptr
TEXT ·call0(SB),NOSPLIT,$0-16
	MOV	number+0(FP), A7
	ECALL
	MOV	A0, ret+8(FP)
	RET

// func call3(number, a0, a1, a2 uintptr) uintptr
TEXT ·call3(SB),NOSPLIT,$0-40
	MOV	number+0(FP), A7
	MOV	a0+8(FP), A0
	MOV	a1+16(FP), A1
	MOV	a2+24(FP), A2
	ECALL
	MOV	A0, ret+32(FP)
	RET

// func Call(number, a0, a1, a2, a3, a4, a5 uintptr) uintptr
TEXT ·Call(SB),NOSPLIT,$0-64
	MOV	number+0(FP), A7
	MOV	a0+8(FP), A0
	MOV	a1+16(FP), A1
	MOV	a2+24(FP), A2
	MOV	a3+32(FP), A3
	MOV	a4+40(FP), A4
	MOV	a5+48(FP), A5
	ECALL
	MOV	A0, ret+56(FP)
	RET
