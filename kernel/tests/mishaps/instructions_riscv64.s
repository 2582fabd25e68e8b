// SPDX-License-Identifier: MIT

#include "textflag.h"

// func illegal()
TEXT ·illegal(SB),NOSPLIT|NOFRAME,$0-0
	WORD	$0	// defined to be illegal: RISC-V unpriv. 20191213 §1.5
	RET

// func breakpoint()
TEXT ·breakpoint(SB),NOSPLIT|NOFRAME,$0-0
	EBREAK
	RET

// func jump(address uintptr)
TEXT ·jump(SB),NOSPLIT,$0-8
	MOV	address+0(FP), X5
	JALR	X1, X5
	RET

// func loseStack(address uintptr)
TEXT ·loseStack(SB),NOSPLIT|NOFRAME,$0-8
	MOV	address+0(FP), X2
	MOV	(X2), X5
	RET

// func digDown()
TEXT ·digDown(SB),NOSPLIT|NOFRAME,$0-0
again:
	ADD	$-16, X2
	MOV	X1, (X2)
	JMP	again

// func loseRecord(address uintptr)
TEXT ·loseRecord(SB),NOSPLIT|NOFRAME,$0-8
	MOV	address+0(FP), g
	MOV	(g), X5
	RET
