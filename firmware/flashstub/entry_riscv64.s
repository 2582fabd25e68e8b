// SPDX-License-Identifier: MIT

#include "textflag.h"

#define WFI	WORD $0x10500073	// RISC-V priv. 1.12 §3.3.3

#define MSTATUS_MIE	8	// RISC-V priv. 1.12 §3.1.6
#define FS_DIRTY	(3<<13)	// k210-facts.md §2.3: Go's compiler may use F registers

// main is the entry of both harts, from start.S: M-mode, the boot stack in X5
// and X2. It is a global symbol of this name because the Go linker, in external
// mode, takes main for the root of the program.
TEXT main(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	CSRRCI	$MSTATUS_MIE, MSTATUS, X0
	CSRRW	X0, MIE, X0
	MOV	$halt<>(SB), X6
	CSRRW	X6, MTVEC, X0
	CSRRS	X0, MHARTID, X6
	BNE	X6, X0, sleep
	MOV	$FS_DIRTY, X6
	CSRRS	X6, MSTATUS, X0
	JMP	runtime·rt0(SB)
sleep:
	WFI
	JMP	sleep

// halt is where traps go.
TEXT halt<>(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	CSRRW	X0, MIE, X0
again:
	WFI
	JMP	again
