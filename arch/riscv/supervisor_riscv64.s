// SPDX-License-Identifier: MIT

// One CSR instruction each: supervisor_riscv64.go says what they do. Assembly outside
// package runtime passes arguments on the stack (ABI0); X5 is free in it.

#include "textflag.h"

// func ReadSstatus() uintptr
TEXT ·ReadSstatus(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, SSTATUS, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteSstatus(value uintptr)
TEXT ·WriteSstatus(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, SSTATUS, X0
	RET

// func SetSstatus(bits uintptr)
TEXT ·SetSstatus(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRS	X5, SSTATUS, X0
	RET

// func ClearSstatus(bits uintptr)
TEXT ·ClearSstatus(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRC	X5, SSTATUS, X0
	RET

// func ReadSie() uintptr
TEXT ·ReadSie(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, SIE, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteSie(value uintptr)
TEXT ·WriteSie(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, SIE, X0
	RET

// func SetSie(bits uintptr)
TEXT ·SetSie(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRS	X5, SIE, X0
	RET

// func ClearSie(bits uintptr)
TEXT ·ClearSie(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRC	X5, SIE, X0
	RET

// func ReadSip() uintptr
TEXT ·ReadSip(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, SIP, X5
	MOV	X5, ret+0(FP)
	RET

// func SetSip(bits uintptr)
TEXT ·SetSip(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRS	X5, SIP, X0
	RET

// func ClearSip(bits uintptr)
TEXT ·ClearSip(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRC	X5, SIP, X0
	RET

// func ReadStvec() uintptr
TEXT ·ReadStvec(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, STVEC, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteStvec(value uintptr)
TEXT ·WriteStvec(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, STVEC, X0
	RET

// func WriteScounteren(value uintptr)
TEXT ·WriteScounteren(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, SCOUNTEREN, X0
	RET

// func ReadSscratch() uintptr
TEXT ·ReadSscratch(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, SSCRATCH, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteSscratch(value uintptr)
TEXT ·WriteSscratch(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, SSCRATCH, X0
	RET

// func ReadSepc() uintptr
TEXT ·ReadSepc(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, SEPC, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteSepc(value uintptr)
TEXT ·WriteSepc(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, SEPC, X0
	RET

// func ReadScause() uintptr
TEXT ·ReadScause(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, SCAUSE, X5
	MOV	X5, ret+0(FP)
	RET

// func ReadStval() uintptr
TEXT ·ReadStval(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, STVAL, X5
	MOV	X5, ret+0(FP)
	RET

// func ReadSatp() uintptr
TEXT ·ReadSatp(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, SATP, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteSatp(value uintptr)
TEXT ·WriteSatp(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, SATP, X0
	RET

// func WriteScause(value uintptr)
TEXT ·WriteScause(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, SCAUSE, X0
	RET

// func WriteStval(value uintptr)
TEXT ·WriteStval(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, STVAL, X0
	RET

// func SwitchSatp(value uintptr)
//
// Both instructions are in one page, which the hart remembers.
TEXT ·SwitchSatp(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	PCALIGN	$16
	CSRRW	X5, SATP, X0
	WORD	$0x12000073			// SFENCE.VMA, RISC-V priv. 1.12 §4.2.1
	RET
