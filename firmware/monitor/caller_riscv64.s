// SPDX-License-Identifier: MIT

#include "textflag.h"

#define MSTATUS_MPRV	(1<<17)		// RISC-V priv. 1.12 §3.1.6.3

// BEGIN lets the accesses that follow have the rights in X11, and a trap of theirs
// go to a handler. X6 and X7 keep mtvec and mstatus until END.
#define BEGIN(handler) \
	MOV	$handler(SB), X8 \
	CSRRW	X8, MTVEC, X6 \
	CSRRS	X11, MSTATUS, X7

#define END \
	CSRRW	X7, MSTATUS, X0 \
	CSRRW	X6, MTVEC, X0

// func loadAs(address uintptr, size int, rights uintptr) (value uint64, loaded int)
//
// The loads are all that is done with the caller's rights: the stores to the result
// are the firmware's own. X12 is the value, X13 the bits of it that are there, X14
// the bytes.
TEXT ·loadAs(SB),NOSPLIT|NOFRAME,$0-40
	MOV	address+0(FP), X5
	MOV	size+8(FP), X10
	MOV	rights+16(FP), X11
	MOV	X0, X12
	MOV	X0, X13
	MOV	X0, X14
	BEGIN(loadFault<>)
next:
	MOVBU	(X5), X9
	SLL	X13, X9
	OR	X9, X12
	ADD	$1, X5
	ADD	$8, X13
	ADD	$1, X14
	BLTU	X14, X10, next
	END
	MOV	X12, value+24(FP)
	MOV	X14, loaded+32(FP)
	RET

// loadFault is where a load of loadAs arrives when it traps: loadAs returns with
// what it has, and the trap is forgotten.
TEXT loadFault<>(SB),NOSPLIT|NOFRAME,$0-40
	END
	MOV	X12, value+24(FP)
	MOV	X14, loaded+32(FP)
	RET

// func storeAs(address uintptr, size int, value uint64) (stored int)
TEXT ·storeAs(SB),NOSPLIT|NOFRAME,$0-32
	MOV	address+0(FP), X5
	MOV	size+8(FP), X10
	MOV	value+16(FP), X12
	MOV	$MSTATUS_MPRV, X11
	MOV	X0, X14
	BEGIN(storeFault<>)
next:
	MOVB	X12, (X5)
	SRL	$8, X12
	ADD	$1, X5
	ADD	$1, X14
	BLTU	X14, X10, next
	END
	MOV	X14, stored+24(FP)
	RET

// storeFault is the same for storeAs.
TEXT storeFault<>(SB),NOSPLIT|NOFRAME,$0-32
	END
	MOV	X14, stored+24(FP)
	RET
