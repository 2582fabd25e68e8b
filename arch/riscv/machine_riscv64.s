// SPDX-License-Identifier: MIT

// One CSR instruction each: machine_riscv64.go says what they do. Assembly outside
// package runtime passes arguments on the stack (ABI0); X5 is free in it.

#include "textflag.h"

// func ReadMhartid() uintptr
TEXT ·ReadMhartid(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MHARTID, X5
	MOV	X5, ret+0(FP)
	RET

// func ReadMvendorid() uintptr
TEXT ·ReadMvendorid(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MVENDORID, X5
	MOV	X5, ret+0(FP)
	RET

// func ReadMarchid() uintptr
TEXT ·ReadMarchid(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MARCHID, X5
	MOV	X5, ret+0(FP)
	RET

// func ReadMimpid() uintptr
TEXT ·ReadMimpid(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MIMPID, X5
	MOV	X5, ret+0(FP)
	RET

// func ReadMisa() uintptr
TEXT ·ReadMisa(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MISA, X5
	MOV	X5, ret+0(FP)
	RET

// func ReadMstatus() uintptr
TEXT ·ReadMstatus(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MSTATUS, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteMstatus(value uintptr)
TEXT ·WriteMstatus(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, MSTATUS, X0
	RET

// func SetMstatus(bits uintptr)
TEXT ·SetMstatus(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRS	X5, MSTATUS, X0
	RET

// func ClearMstatus(bits uintptr)
TEXT ·ClearMstatus(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRC	X5, MSTATUS, X0
	RET

// func ReadMedeleg() uintptr
TEXT ·ReadMedeleg(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MEDELEG, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteMedeleg(value uintptr)
TEXT ·WriteMedeleg(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, MEDELEG, X0
	RET

// func ReadMideleg() uintptr
TEXT ·ReadMideleg(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MIDELEG, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteMideleg(value uintptr)
TEXT ·WriteMideleg(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, MIDELEG, X0
	RET

// func ReadMie() uintptr
TEXT ·ReadMie(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MIE, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteMie(value uintptr)
TEXT ·WriteMie(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, MIE, X0
	RET

// func SetMie(bits uintptr)
TEXT ·SetMie(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRS	X5, MIE, X0
	RET

// func ClearMie(bits uintptr)
TEXT ·ClearMie(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRC	X5, MIE, X0
	RET

// func ReadMip() uintptr
TEXT ·ReadMip(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MIP, X5
	MOV	X5, ret+0(FP)
	RET

// func SetMip(bits uintptr)
TEXT ·SetMip(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRS	X5, MIP, X0
	RET

// func ClearMip(bits uintptr)
TEXT ·ClearMip(SB),NOSPLIT|NOFRAME,$0-8
	MOV	bits+0(FP), X5
	CSRRC	X5, MIP, X0
	RET

// func WriteMtvec(value uintptr)
TEXT ·WriteMtvec(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, MTVEC, X0
	RET

// func WriteMcounteren(value uintptr)
TEXT ·WriteMcounteren(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, MCOUNTEREN, X0
	RET

// func ReadMscratch() uintptr
TEXT ·ReadMscratch(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MSCRATCH, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteMscratch(value uintptr)
TEXT ·WriteMscratch(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, MSCRATCH, X0
	RET

// func ReadMepc() uintptr
TEXT ·ReadMepc(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MEPC, X5
	MOV	X5, ret+0(FP)
	RET

// func WriteMepc(value uintptr)
TEXT ·WriteMepc(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, MEPC, X0
	RET

// func ReadMcause() uintptr
TEXT ·ReadMcause(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MCAUSE, X5
	MOV	X5, ret+0(FP)
	RET

// func ReadMtval() uintptr
TEXT ·ReadMtval(SB),NOSPLIT|NOFRAME,$0-8
	CSRRS	X0, MTVAL, X5
	MOV	X5, ret+0(FP)
	RET

// func WritePmpcfg0(value uintptr)
TEXT ·WritePmpcfg0(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, PMPCFG0, X0
	RET

// func WritePmpaddr0(value uintptr)
TEXT ·WritePmpaddr0(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, PMPADDR0, X0
	RET

// func WritePmpaddr1(value uintptr)
TEXT ·WritePmpaddr1(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, PMPADDR1, X0
	RET

// func WriteMcause(value uintptr)
TEXT ·WriteMcause(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	CSRRW	X5, MCAUSE, X0
	RET

// The counters' enables of 1.9.1, for which Go's assembler has no names
// (k210-facts.md §2.2): CSRRS X0, 0x320, X5; CSRRW X5, 0x320, X0; and 0x321.
#define READ_MUCOUNTEREN	WORD	$0x320022f3
#define WRITE_MUCOUNTEREN	WORD	$0x32029073
#define WRITE_MSCOUNTEREN	WORD	$0x32129073

// func ReadMucounteren() uintptr
TEXT ·ReadMucounteren(SB),NOSPLIT|NOFRAME,$0-8
	READ_MUCOUNTEREN
	MOV	X5, ret+0(FP)
	RET

// func WriteMucounteren(value uintptr)
TEXT ·WriteMucounteren(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	WRITE_MUCOUNTEREN
	RET

// func WriteMscounteren(value uintptr)
TEXT ·WriteMscounteren(SB),NOSPLIT|NOFRAME,$0-8
	MOV	value+0(FP), X5
	WRITE_MSCOUNTEREN
	RET
