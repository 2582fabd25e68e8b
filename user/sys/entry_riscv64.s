// SPDX-License-Identifier: MIT

#include "textflag.h"

// main is the app's entry from start.S, with the boot stack in X5 and X2. It
// is a global symbol of this name because the Go linker, in external mode,
// takes main for the root of the program.
TEXT main(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	RDINSTRET	X6
	MOV	X6, ·entryInstret(SB)
	JMP	runtime·rt0(SB)

// func Call(number, a0, a1, a2 uintptr) uintptr
TEXT ·Call(SB),NOSPLIT,$0-40
	MOV	number+0(FP), A7
	MOV	a0+8(FP), A0
	MOV	a1+16(FP), A1
	MOV	a2+24(FP), A2
	ECALL
	MOV	A0, ret+32(FP)
	RET
