// SPDX-License-Identifier: MIT

// Device loads and stores. FENCE without operands is iorw,iorw.

#include "textflag.h"

// func Load8(address uintptr) uint8
TEXT ·Load8(SB),NOSPLIT|NOFRAME,$0-9
	MOV	address+0(FP), X5
	MOVBU	(X5), X6
	FENCE
	MOVB	X6, ret+8(FP)
	RET

// func Load16(address uintptr) uint16
TEXT ·Load16(SB),NOSPLIT|NOFRAME,$0-10
	MOV	address+0(FP), X5
	MOVHU	(X5), X6
	FENCE
	MOVH	X6, ret+8(FP)
	RET

// func Load32(address uintptr) uint32
TEXT ·Load32(SB),NOSPLIT|NOFRAME,$0-12
	MOV	address+0(FP), X5
	MOVWU	(X5), X6
	FENCE
	MOVW	X6, ret+8(FP)
	RET

// func Load64(address uintptr) uint64
TEXT ·Load64(SB),NOSPLIT|NOFRAME,$0-16
	MOV	address+0(FP), X5
	MOV	(X5), X6
	FENCE
	MOV	X6, ret+8(FP)
	RET

// func Store8(address uintptr, value uint8)
TEXT ·Store8(SB),NOSPLIT|NOFRAME,$0-9
	MOV	address+0(FP), X5
	MOVBU	value+8(FP), X6
	FENCE
	MOVB	X6, (X5)
	RET

// func Store16(address uintptr, value uint16)
TEXT ·Store16(SB),NOSPLIT|NOFRAME,$0-10
	MOV	address+0(FP), X5
	MOVHU	value+8(FP), X6
	FENCE
	MOVH	X6, (X5)
	RET

// func Store32(address uintptr, value uint32)
TEXT ·Store32(SB),NOSPLIT|NOFRAME,$0-12
	MOV	address+0(FP), X5
	MOVWU	value+8(FP), X6
	FENCE
	MOVW	X6, (X5)
	RET

// func Store64(address uintptr, value uint64)
TEXT ·Store64(SB),NOSPLIT|NOFRAME,$0-16
	MOV	address+0(FP), X5
	MOV	value+8(FP), X6
	FENCE
	MOV	X6, (X5)
	RET
