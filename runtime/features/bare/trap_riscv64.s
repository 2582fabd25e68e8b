// SPDX-License-Identifier: MIT

#include "textflag.h"

// cmd/asm cannot encode it: RISC-V priv. 1.12 §3.3.2.
#define SRET	WORD $0x10200073

// func setVector()
TEXT ·setVector(SB),NOSPLIT|NOFRAME,$0-0
	MOV	$vector<>(SB), X5
	CSRRW	X5, STVEC, X0
	RET

// vector makes the function that trapped seem to have called sigpanic: it
// pushes X1 and puts the address of the instruction into X1. Traps come from
// S-mode only and leave sstatus.SPP there, so that SRET stays in it.
TEXT vector<>(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	CSRRW	X5, SSCRATCH, X0
	ADD	$-8, X2
	MOV	X1, 0(X2)
	CSRRS	X0, SEPC, X1
	MOV	·sigpanic(SB), X5
	CSRRW	X5, SEPC, X0
	CSRRS	X0, SSCRATCH, X5
	SRET
