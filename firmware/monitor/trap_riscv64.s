// SPDX-License-Identifier: MIT

#include "go_asm.h"
#include "textflag.h"

#define MRET	WORD $0x30200073	// RISC-V priv. 1.12 §3.3.2
#define WFI	WORD $0x10500073	// RISC-V priv. 1.12 §3.3.3

// SAVE stores all registers but X2 in the frame at X2, and the trap's CSRs. It
// leaves X5 free.
#define SAVE \
	MOV	X1, (frame_x+1*8)(X2) \
	MOV	X3, (frame_x+3*8)(X2) \
	MOV	TP, (frame_x+4*8)(X2) \
	MOV	X5, (frame_x+5*8)(X2) \
	MOV	X6, (frame_x+6*8)(X2) \
	MOV	X7, (frame_x+7*8)(X2) \
	MOV	X8, (frame_x+8*8)(X2) \
	MOV	X9, (frame_x+9*8)(X2) \
	MOV	X10, (frame_x+10*8)(X2) \
	MOV	X11, (frame_x+11*8)(X2) \
	MOV	X12, (frame_x+12*8)(X2) \
	MOV	X13, (frame_x+13*8)(X2) \
	MOV	X14, (frame_x+14*8)(X2) \
	MOV	X15, (frame_x+15*8)(X2) \
	MOV	X16, (frame_x+16*8)(X2) \
	MOV	X17, (frame_x+17*8)(X2) \
	MOV	X18, (frame_x+18*8)(X2) \
	MOV	X19, (frame_x+19*8)(X2) \
	MOV	X20, (frame_x+20*8)(X2) \
	MOV	X21, (frame_x+21*8)(X2) \
	MOV	X22, (frame_x+22*8)(X2) \
	MOV	X23, (frame_x+23*8)(X2) \
	MOV	X24, (frame_x+24*8)(X2) \
	MOV	X25, (frame_x+25*8)(X2) \
	MOV	X26, (frame_x+26*8)(X2) \
	MOV	g, (frame_x+27*8)(X2) \
	MOV	X28, (frame_x+28*8)(X2) \
	MOV	X29, (frame_x+29*8)(X2) \
	MOV	X30, (frame_x+30*8)(X2) \
	MOV	X31, (frame_x+31*8)(X2) \
	CSRRS	X0, MEPC, X5 \
	MOV	X5, frame_mepc(X2) \
	CSRRS	X0, MSTATUS, X5 \
	MOV	X5, frame_mstatus(X2) \
	CSRRS	X0, MCAUSE, X5 \
	MOV	X5, frame_mcause(X2) \
	CSRRS	X0, MTVAL, X5 \
	MOV	X5, frame_mtval(X2)

// RESTORE loads all registers from the frame at X2, X2 last.
#define RESTORE \
	MOV	(frame_x+1*8)(X2), X1 \
	MOV	(frame_x+3*8)(X2), X3 \
	MOV	(frame_x+4*8)(X2), TP \
	MOV	(frame_x+5*8)(X2), X5 \
	MOV	(frame_x+6*8)(X2), X6 \
	MOV	(frame_x+7*8)(X2), X7 \
	MOV	(frame_x+8*8)(X2), X8 \
	MOV	(frame_x+9*8)(X2), X9 \
	MOV	(frame_x+10*8)(X2), X10 \
	MOV	(frame_x+11*8)(X2), X11 \
	MOV	(frame_x+12*8)(X2), X12 \
	MOV	(frame_x+13*8)(X2), X13 \
	MOV	(frame_x+14*8)(X2), X14 \
	MOV	(frame_x+15*8)(X2), X15 \
	MOV	(frame_x+16*8)(X2), X16 \
	MOV	(frame_x+17*8)(X2), X17 \
	MOV	(frame_x+18*8)(X2), X18 \
	MOV	(frame_x+19*8)(X2), X19 \
	MOV	(frame_x+20*8)(X2), X20 \
	MOV	(frame_x+21*8)(X2), X21 \
	MOV	(frame_x+22*8)(X2), X22 \
	MOV	(frame_x+23*8)(X2), X23 \
	MOV	(frame_x+24*8)(X2), X24 \
	MOV	(frame_x+25*8)(X2), X25 \
	MOV	(frame_x+26*8)(X2), X26 \
	MOV	(frame_x+27*8)(X2), g \
	MOV	(frame_x+28*8)(X2), X28 \
	MOV	(frame_x+29*8)(X2), X29 \
	MOV	(frame_x+30*8)(X2), X30 \
	MOV	(frame_x+31*8)(X2), X31 \
	MOV	(frame_x+2*8)(X2), X2

// ARGUMENT makes the frame at X2 the only argument of a call that follows: the
// word at 0(X2) is room for the return address, 8(X2) the argument (ABI0).
#define ARGUMENT \
	MOV	X2, X5 \
	ADD	$-16, X2 \
	MOV	X0, 0(X2) \
	MOV	X5, 8(X2)

// trapVector is where mtvec points: every trap into M-mode arrives here.
TEXT ·trapVector(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	CSRRW	X2, MSCRATCH, X2
	BLT	X2, X0, own			// the trap is the firmware's own
	ADD	$-frame__size, X2
	SAVE
	ADD	$frame__size, X2, X5
	SUB	X5, X0, X5
	CSRRW	X5, MSCRATCH, X5		// from here on, traps are the firmware's
	MOV	X5, (frame_x+2*8)(X2)
	MOV	(frame__size+anchor_g)(X2), g
	ARGUMENT
	CALL	·trap(SB)
	ADD	$16, X2
	MOV	frame_mepc(X2), X5
	CSRRW	X5, MEPC, X0
	MOV	frame_mstatus(X2), X5
	CSRRW	X5, MSTATUS, X0
	ADD	$frame__size, X2, X5
	CSRRW	X5, MSCRATCH, X0
	RESTORE
	MRET

// Here X2 is the negated anchor, and mscratch the faulting stack pointer, which
// may be anywhere.
own:
	SUB	X2, X0, X2
	MOV	anchor_emergencyFrame(X2), X2
	SAVE
	MOV	$lastVector<>(SB), X5
	CSRRW	X5, MTVEC, X0
	MOV	emergencyFrame_mscratch(X2), X5
	CSRRW	X5, MSCRATCH, X5		// as it was
	MOV	X5, (frame_x+2*8)(X2)
	MOV	emergencyFrame_g(X2), g
	ARGUMENT
	CALL	·ownTrap(SB)
	ADD	$16, X2
	MOV	frame_mepc(X2), X5
	CSRRW	X5, MEPC, X0
	MOV	frame_mstatus(X2), X5
	CSRRW	X5, MSTATUS, X0
	RESTORE
	MRET

// lastVector is where a trap arrives that the dump of another one caused.
TEXT lastVector<>(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	MOV	$·stopVector(SB), X5
	CSRRW	X5, MTVEC, X0
	CSRRS	X0, MSCRATCH, X5
	SUB	X5, X0, X5
	MOV	anchor_emergencyFrame(X5), X2
	MOV	emergencyFrame_g(X2), g
	MOV	X0, 0(X2)
	CALL	·giveUp(SB)			// does not return

// stopVector is where a trap arrives that ending the machine caused, or one
// before the stacks are ready.
TEXT ·stopVector(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	CSRRW	X0, MIE, X0
stop:
	WFI
	JMP	stop

// skipVector steps over the instruction that trapped, which is 4 bytes long: see
// optional. It borrows a word below the stack, where Go keeps nothing.
TEXT ·skipVector(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	MOV	X5, -8(X2)
	CSRRS	X0, MEPC, X5
	ADD	$4, X5
	CSRRW	X5, MEPC, X0
	MOV	-8(X2), X5
	MRET

// func vectors() (trap, skip uintptr)
TEXT ·vectors(SB),NOSPLIT|NOFRAME,$0-16
	MOV	$·trapVector(SB), X5
	MOV	X5, trap+0(FP)
	MOV	$·skipVector(SB), X5
	MOV	X5, skip+8(FP)
	RET
