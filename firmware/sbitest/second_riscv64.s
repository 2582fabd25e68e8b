// SPDX-License-Identifier: MIT

#include "go_asm.h"
#include "textflag.h"

#define SSIP	2	// RISC-V priv. 1.12 §4.1.3

// func secondEntry() uintptr
TEXT ·secondEntry(SB),NOSPLIT|NOFRAME,$0-8
	MOV	$second<>(SB), X5
	MOV	X5, ret+0(FP)
	RET

// second is the second hart's program. a1 is the mailbox, which X8 keeps; there
// is no stack, and interrupts stay off.
TEXT second<>(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	MOV	X11, X8
	CSRRS	X0, SATP, X5
	MOV	X5, mailbox_satp(X8)
	CSRRS	X0, SSTATUS, X5
	MOV	X5, mailbox_status(X8)
	FENCE
	ADD	$1, X10
	MOV	X10, mailbox_hart(X8)

next:
	FENCE
	CSRRS	X0, SIP, X5			// a software interrupt?
	AND	$SSIP, X5
	BEQ	X5, X0, quiet
	CSRRC	X5, SIP, X0
	MOV	mailbox_interrupts(X8), X5
	ADD	$1, X5
	MOV	X5, mailbox_interrupts(X8)
quiet:
	MOV	mailbox_command(X8), X5
	MOV	$const_commandFence, X6
	BEQ	X5, X6, fence
	MOV	$const_commandStop, X6
	BNE	X5, X6, next

	MOV	$0x48534d, X17			// HSM: hart_stop
	MOV	$1, X16
	ECALL
	JMP	next				// it does not return; if it did, the test would see

fence:
	MOV	$0x52464e43, X17		// RFENCE: remote_fence_i of hart 0
	MOV	X0, X16
	MOV	$1, X10
	MOV	X0, X11
	ECALL
	BEQ	X10, X0, answered
	MOV	mailbox_refusals(X8), X5
	ADD	$1, X5
	MOV	X5, mailbox_refusals(X8)
answered:
	MOV	mailbox_fences(X8), X5
	ADD	$1, X5
	MOV	X5, mailbox_fences(X8)
	JMP	next
