// SPDX-License-Identifier: MIT

#include "go_asm.h"
#include "textflag.h"

#define WFI	WORD $0x10500073	// RISC-V priv. 1.12 §3.3.3

#define MSTATUS_MIE	8	// RISC-V priv. 1.12 §3.1.6
#define MIE_MSIE	8	// RISC-V priv. 1.12 §3.1.9

// main is the entry of all harts, from start.S: M-mode, the lowest address of
// the boot stack in X5 and the highest in X2, a0 = hart id, a1 = device tree.
// It is a global symbol of this name because the Go linker, in external mode,
// takes main for the root of the program.
TEXT main(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	CSRRCI	$MSTATUS_MIE, MSTATUS, X0
	CSRRW	X0, MIE, X0
	CSRRS	X0, MHARTID, X7
	MOV	$const_maxHarts, X6
	BGEU	X7, X6, sleep
	SUB	X5, X2, X8			// a hart's share of the stack
	DIVU	X6, X8
	MUL	X7, X8, X9
	ADD	X9, X5				// its lowest address
	ADD	X8, X5, X2
	ADD	$-anchor__size, X2		// its anchor
	SUB	X2, X0, X6
	CSRRW	X6, MSCRATCH, X0		// in M-mode
	MOV	$·stopVector(SB), X6
	CSRRW	X6, MTVEC, X0
	BNE	X7, X0, wait
	JMP	runtime·rt0(SB)

// The other harts wait until hart 0 has set the machine up: held is initialised
// data, for .bss is not yet cleared. Their software interrupt wakes them.
wait:
	MOV	$MIE_MSIE, X6
	CSRRW	X6, MIE, X0
again:
	WFI
	MOV	$·held(SB), X6
	MOVWU	(X6), X6
	BNE	X6, X0, again
	FENCE
	MOV	anchor_g(X2), g
	ADD	$-16, X2			// room for the return address
	MOV	X0, 0(X2)
	CALL	·idle(SB)			// does not return

// Harts without a stack are not used.
sleep:
	WFI
	JMP	sleep

// func enter(entry, a0, a1, mscratch uintptr)
//
// All other registers are 0, so that nothing of the firmware shows.
TEXT ·enter(SB),NOSPLIT|NOFRAME,$0-32
	MOV	entry+0(FP), X5
	CSRRW	X5, MEPC, X0
	MOV	a0+8(FP), X10
	MOV	a1+16(FP), X11
	MOV	mscratch+24(FP), X5
	CSRRW	X5, MSCRATCH, X0
	MOV	X0, X1
	MOV	X0, X2
	MOV	X0, X3
	MOV	X0, TP
	MOV	X0, X5
	MOV	X0, X6
	MOV	X0, X7
	MOV	X0, X8
	MOV	X0, X9
	MOV	X0, X12
	MOV	X0, X13
	MOV	X0, X14
	MOV	X0, X15
	MOV	X0, X16
	MOV	X0, X17
	MOV	X0, X18
	MOV	X0, X19
	MOV	X0, X20
	MOV	X0, X21
	MOV	X0, X22
	MOV	X0, X23
	MOV	X0, X24
	MOV	X0, X25
	MOV	X0, X26
	MOV	X0, g
	MOV	X0, X28
	MOV	X0, X29
	MOV	X0, X30
	MOV	X0, X31
	WORD	$0x30200073			// MRET, RISC-V priv. 1.12 §3.3.2
