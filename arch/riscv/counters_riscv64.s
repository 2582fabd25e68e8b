// SPDX-License-Identifier: MIT

#include "textflag.h"

// func ReadCycle() uint64
TEXT ·ReadCycle(SB),NOSPLIT|NOFRAME,$0-8
	RDCYCLE	X5
	MOV	X5, ret+0(FP)
	RET

// func ReadTime() uint64
TEXT ·ReadTime(SB),NOSPLIT|NOFRAME,$0-8
	RDTIME	X5
	MOV	X5, ret+0(FP)
	RET

// func ReadInstret() uint64
TEXT ·ReadInstret(SB),NOSPLIT|NOFRAME,$0-8
	RDINSTRET	X5
	MOV	X5, ret+0(FP)
	RET
