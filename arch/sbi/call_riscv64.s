// SPDX-License-Identifier: MIT

#include "textflag.h"

// The firmware keeps all registers but a0 and a1 (SBI v2.0 §3), g among them.

// func Call(extension, function, a0, a1, a2, a3, a4, a5 uintptr) (err Error, value uintptr)
TEXT ·Call(SB),NOSPLIT|NOFRAME,$0-80
	MOV	extension+0(FP), A7
	MOV	function+8(FP), A6
	MOV	a0+16(FP), A0
	MOV	a1+24(FP), A1
	MOV	a2+32(FP), A2
	MOV	a3+40(FP), A3
	MOV	a4+48(FP), A4
	MOV	a5+56(FP), A5
	ECALL
	MOV	A0, err+64(FP)
	MOV	A1, value+72(FP)
	RET

// func Legacy(extension, a0 uintptr) (value uintptr)
TEXT ·Legacy(SB),NOSPLIT|NOFRAME,$0-24
	MOV	extension+0(FP), A7
	MOV	a0+8(FP), A0
	ECALL
	MOV	A0, value+16(FP)
	RET
