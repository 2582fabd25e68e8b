// SPDX-License-Identifier: MIT

#include "textflag.h"

// sstatus.FS = Initial (RISC-V priv. 1.12 §3.1.6.6): Go's compiler may use F
// registers anywhere. The K210 knows only Off and Dirty and reads Dirty back
// (k210-facts.md §2.3), which serves as well.
#define FS_INITIAL	(1<<13)

// main is the kernel's entry from start.S: S-mode, no translation, interrupts
// off, the boot stack in X5 and X2, a0 = hart id, a1 = device tree. It is a
// global symbol of this name because the Go linker, in external mode, takes
// main for the root of the program.
TEXT main(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	// A fault before trap.Init must not run wild: stvec points to a halt.
	MOV	$halt<>(SB), X6
	CSRRW	X6, STVEC, X0
	MOV	$FS_INITIAL, X6
	CSRRS	X6, SSTATUS, X0
	RDINSTRET	X6
	MOV	X6, ·entryInstret(SB)
	JMP	runtime·rt0(SB)

// halt asks the firmware to end the machine with a failure: SBI v2.0 §10,
// system_reset(shutdown, system failure).
TEXT halt<>(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	MOV	$0x53525354, A7
	MOV	X0, A6
	MOV	X0, A0
	MOV	$1, A1
	ECALL
stop:
	JMP	stop
