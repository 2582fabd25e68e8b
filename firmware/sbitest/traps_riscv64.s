// SPDX-License-Identifier: MIT

#include "textflag.h"

// The pattern is the register's number in every byte: PATTERN(5) is
// 0x0505050505050505, and a byte that changed can be told from the result.
#define ONES	0x0101010101010101
#define FILL(number, register)	MOV $(ONES*number), register
#define COMPARE(number, register) \
	MOV	$(ONES*number), X11 \
	XOR	register, X11 \
	OR	X11, X10

// func preserved(extension uintptr) uintptr
//
// X2 is the stack, and X27 is g, which Go's code wants back.
TEXT ·preserved(SB),NOSPLIT|NOFRAME,$0-16
	MOV	extension+0(FP), X17
	MOV	X1, -8(X2)			// below the stack, where nothing is
	MOV	g, -16(X2)
	FILL(1, X1)
	FILL(3, X3)
	FILL(4, TP)
	FILL(5, X5)
	FILL(6, X6)
	FILL(7, X7)
	FILL(8, X8)
	FILL(9, X9)
	FILL(12, X12)
	FILL(13, X13)
	FILL(14, X14)
	FILL(15, X15)
	FILL(16, X16)
	FILL(18, X18)
	FILL(19, X19)
	FILL(20, X20)
	FILL(21, X21)
	FILL(22, X22)
	FILL(23, X23)
	FILL(24, X24)
	FILL(25, X25)
	FILL(26, X26)
	FILL(27, g)
	FILL(28, X28)
	FILL(29, X29)
	FILL(30, X30)
	ECALL
	MOV	X0, X10
	COMPARE(1, X1)
	COMPARE(3, X3)
	COMPARE(4, TP)
	COMPARE(5, X5)
	COMPARE(6, X6)
	COMPARE(7, X7)
	COMPARE(8, X8)
	COMPARE(9, X9)
	COMPARE(12, X12)
	COMPARE(13, X13)
	COMPARE(14, X14)
	COMPARE(15, X15)
	COMPARE(16, X16)
	COMPARE(18, X18)
	COMPARE(19, X19)
	COMPARE(20, X20)
	COMPARE(21, X21)
	COMPARE(22, X22)
	COMPARE(23, X23)
	COMPARE(24, X24)
	COMPARE(25, X25)
	COMPARE(26, X26)
	COMPARE(27, g)
	COMPARE(28, X28)
	COMPARE(29, X29)
	COMPARE(30, X30)
	MOV	-8(X2), X1
	MOV	-16(X2), g
	MOV	X10, ret+8(FP)
	RET

// TRY makes stvec, which X6 keeps, point to caught. X5 becomes the cause of a
// trap that follows. The instruction that is tried must not be a compressed one.
#define TRY \
	MOV	$caught<>(SB), X7 \
	CSRRW	X7, STVEC, X6 \
	MOV	$-1, X5

// func tryLoad(address uintptr) uintptr
TEXT ·tryLoad(SB),NOSPLIT|NOFRAME,$0-16
	MOV	address+0(FP), X8
	TRY
	MOV	(X8), X0
	CSRRW	X6, STVEC, X0
	MOV	X5, ret+8(FP)
	RET

// func tryIllegal() uintptr
TEXT ·tryIllegal(SB),NOSPLIT|NOFRAME,$0-8
	TRY
	WORD	$0xffffffff			// RISC-V unpriv. 20191213 §1.5
	CSRRW	X6, STVEC, X0
	MOV	X5, ret+0(FP)
	RET

// func tryBreakpoint() uintptr
TEXT ·tryBreakpoint(SB),NOSPLIT|NOFRAME,$0-8
	TRY
	WORD	$0x00100073			// EBREAK
	CSRRW	X6, STVEC, X0
	MOV	X5, ret+0(FP)
	RET

// caught is where the trap arrives: it steps over the instruction.
TEXT caught<>(SB),NOSPLIT|NOFRAME,$0-0
	CSRRS	X0, SCAUSE, X5
	CSRRS	X0, SEPC, X7
	ADD	$4, X7
	CSRRW	X7, SEPC, X0
	WORD	$0x10200073			// SRET, RISC-V priv. 1.12 §3.3.2
