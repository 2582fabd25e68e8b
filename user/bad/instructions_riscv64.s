// SPDX-License-Identifier: MIT

#include "textflag.h"

// func jump(address uintptr)
TEXT ·jump(SB),NOSPLIT,$0-8
	MOV	address+0(FP), X5
	JMP	(X5)

// func illegal()
TEXT ·illegal(SB),NOSPLIT,$0-0
	WORD	$0
	RET

// func readSstatus() uintptr
TEXT ·readSstatus(SB),NOSPLIT,$0-8
	CSRRS	X0, SSTATUS, X5
	MOV	X5, ret+0(FP)
	RET
