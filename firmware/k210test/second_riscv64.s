// SPDX-License-Identifier: MIT

#include "go_asm.h"
#include "textflag.h"

#define SFENCE_VMA	WORD $0x12000073
#define SRET	WORD $0x10200073

// func secondEntry() uintptr
TEXT ·secondEntry(SB),NOSPLIT|NOFRAME,$0-8
	MOV	$second<>(SB), X5
	MOV	X5, ret+0(FP)
	RET

// second is the second hart's program. a1 is the mailbox, which X8 keeps; there is no
// stack, and interrupts stay off.
TEXT second<>(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	MOV	X11, X8
	MOV	$skip<>(SB), X5
	CSRRW	X5, STVEC, X0
	MOV	mailbox_satp(X8), X5
	CSRRW	X5, SATP, X0
	SFENCE_VMA
	CSRRS	X0, SATP, X5
	MOV	X5, mailbox_satpAfter(X8)
	MOV	mailbox_address(X8), X6
	WORD	$0x00033983		// LD X19, 0(X6)
	MOV	X19, mailbox_value(X8)
	RDTIME	X9
	MOV	X9, mailbox_time(X8)
	MOV	mailbox_absent(X8), X6
	WORD	$0x00033983		// LD X19, 0(X6): it traps
	MOV	X7, mailbox_cause(X8)
	FENCE
	MOV	$1, X5
	MOV	X5, mailbox_done(X8)
	MOV	$0x48534d, X17		// HSM: hart_stop
	MOV	$1, X16
	ECALL
stop:
	JMP	stop			// it does not return; if it did, the test would see

// skip puts scause into X7 and steps over the instruction that trapped.
TEXT skip<>(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	CSRRS	X0, SEPC, X7
	ADD	$4, X7
	CSRRW	X7, SEPC, X0
	CSRRS	X0, SCAUSE, X7
	SRET
