// SPDX-License-Identifier: MIT

#include "textflag.h"

// Moves between F registers and X10 (RISC-V unpriv. 20191213 §11.7, §12.5): a
// register cannot be chosen but by the instruction, so there is one for each, of
// which a table's entry has 8 bytes with the way back, by X7. Go's assembler does
// not get to see them, and so does not make them shorter. The first 32 entries are
// for 32 bits, the others for 64.
#define RETURN		WORD $0x00038067	// JALR X0, 0(X7)
#define ENTRY(code, n, shift)	WORD $(code|(n<<shift)); RETURN

#define FMV_X_W	0xe0000553
#define FMV_X_D	0xe2000553
#define FMV_W_X	0xf0050053
#define FMV_D_X	0xf2050053

// MOVE executes an entry: register X5, and 1 in X6 for 64 bits.
#define MOVE(table) \
	SLL	$5, X6 \
	ADD	X6, X5 \
	SLL	$3, X5 \
	MOV	$table(SB), X6 \
	ADD	X6, X5 \
	JALR	X7, X5

// func float(register int, double bool) uint64
TEXT ·float(SB),NOSPLIT|NOFRAME,$0-24
	MOV	register+0(FP), X5
	MOVBU	double+8(FP), X6
	MOVE(read<>)
	MOV	X10, ret+16(FP)
	RET

// func setFloat(register int, double bool, bits uint64)
TEXT ·setFloat(SB),NOSPLIT|NOFRAME,$0-24
	MOV	register+0(FP), X5
	MOVBU	double+8(FP), X6
	MOV	bits+16(FP), X10
	MOVE(write<>)
	RET

TEXT read<>(SB),NOSPLIT|NOFRAME,$0-0
	ENTRY(FMV_X_W, 0, 15); ENTRY(FMV_X_W, 1, 15); ENTRY(FMV_X_W, 2, 15); ENTRY(FMV_X_W, 3, 15)
	ENTRY(FMV_X_W, 4, 15); ENTRY(FMV_X_W, 5, 15); ENTRY(FMV_X_W, 6, 15); ENTRY(FMV_X_W, 7, 15)
	ENTRY(FMV_X_W, 8, 15); ENTRY(FMV_X_W, 9, 15); ENTRY(FMV_X_W, 10, 15); ENTRY(FMV_X_W, 11, 15)
	ENTRY(FMV_X_W, 12, 15); ENTRY(FMV_X_W, 13, 15); ENTRY(FMV_X_W, 14, 15); ENTRY(FMV_X_W, 15, 15)
	ENTRY(FMV_X_W, 16, 15); ENTRY(FMV_X_W, 17, 15); ENTRY(FMV_X_W, 18, 15); ENTRY(FMV_X_W, 19, 15)
	ENTRY(FMV_X_W, 20, 15); ENTRY(FMV_X_W, 21, 15); ENTRY(FMV_X_W, 22, 15); ENTRY(FMV_X_W, 23, 15)
	ENTRY(FMV_X_W, 24, 15); ENTRY(FMV_X_W, 25, 15); ENTRY(FMV_X_W, 26, 15); ENTRY(FMV_X_W, 27, 15)
	ENTRY(FMV_X_W, 28, 15); ENTRY(FMV_X_W, 29, 15); ENTRY(FMV_X_W, 30, 15); ENTRY(FMV_X_W, 31, 15)
	ENTRY(FMV_X_D, 0, 15); ENTRY(FMV_X_D, 1, 15); ENTRY(FMV_X_D, 2, 15); ENTRY(FMV_X_D, 3, 15)
	ENTRY(FMV_X_D, 4, 15); ENTRY(FMV_X_D, 5, 15); ENTRY(FMV_X_D, 6, 15); ENTRY(FMV_X_D, 7, 15)
	ENTRY(FMV_X_D, 8, 15); ENTRY(FMV_X_D, 9, 15); ENTRY(FMV_X_D, 10, 15); ENTRY(FMV_X_D, 11, 15)
	ENTRY(FMV_X_D, 12, 15); ENTRY(FMV_X_D, 13, 15); ENTRY(FMV_X_D, 14, 15); ENTRY(FMV_X_D, 15, 15)
	ENTRY(FMV_X_D, 16, 15); ENTRY(FMV_X_D, 17, 15); ENTRY(FMV_X_D, 18, 15); ENTRY(FMV_X_D, 19, 15)
	ENTRY(FMV_X_D, 20, 15); ENTRY(FMV_X_D, 21, 15); ENTRY(FMV_X_D, 22, 15); ENTRY(FMV_X_D, 23, 15)
	ENTRY(FMV_X_D, 24, 15); ENTRY(FMV_X_D, 25, 15); ENTRY(FMV_X_D, 26, 15); ENTRY(FMV_X_D, 27, 15)
	ENTRY(FMV_X_D, 28, 15); ENTRY(FMV_X_D, 29, 15); ENTRY(FMV_X_D, 30, 15); ENTRY(FMV_X_D, 31, 15)

TEXT write<>(SB),NOSPLIT|NOFRAME,$0-0
	ENTRY(FMV_W_X, 0, 7); ENTRY(FMV_W_X, 1, 7); ENTRY(FMV_W_X, 2, 7); ENTRY(FMV_W_X, 3, 7)
	ENTRY(FMV_W_X, 4, 7); ENTRY(FMV_W_X, 5, 7); ENTRY(FMV_W_X, 6, 7); ENTRY(FMV_W_X, 7, 7)
	ENTRY(FMV_W_X, 8, 7); ENTRY(FMV_W_X, 9, 7); ENTRY(FMV_W_X, 10, 7); ENTRY(FMV_W_X, 11, 7)
	ENTRY(FMV_W_X, 12, 7); ENTRY(FMV_W_X, 13, 7); ENTRY(FMV_W_X, 14, 7); ENTRY(FMV_W_X, 15, 7)
	ENTRY(FMV_W_X, 16, 7); ENTRY(FMV_W_X, 17, 7); ENTRY(FMV_W_X, 18, 7); ENTRY(FMV_W_X, 19, 7)
	ENTRY(FMV_W_X, 20, 7); ENTRY(FMV_W_X, 21, 7); ENTRY(FMV_W_X, 22, 7); ENTRY(FMV_W_X, 23, 7)
	ENTRY(FMV_W_X, 24, 7); ENTRY(FMV_W_X, 25, 7); ENTRY(FMV_W_X, 26, 7); ENTRY(FMV_W_X, 27, 7)
	ENTRY(FMV_W_X, 28, 7); ENTRY(FMV_W_X, 29, 7); ENTRY(FMV_W_X, 30, 7); ENTRY(FMV_W_X, 31, 7)
	ENTRY(FMV_D_X, 0, 7); ENTRY(FMV_D_X, 1, 7); ENTRY(FMV_D_X, 2, 7); ENTRY(FMV_D_X, 3, 7)
	ENTRY(FMV_D_X, 4, 7); ENTRY(FMV_D_X, 5, 7); ENTRY(FMV_D_X, 6, 7); ENTRY(FMV_D_X, 7, 7)
	ENTRY(FMV_D_X, 8, 7); ENTRY(FMV_D_X, 9, 7); ENTRY(FMV_D_X, 10, 7); ENTRY(FMV_D_X, 11, 7)
	ENTRY(FMV_D_X, 12, 7); ENTRY(FMV_D_X, 13, 7); ENTRY(FMV_D_X, 14, 7); ENTRY(FMV_D_X, 15, 7)
	ENTRY(FMV_D_X, 16, 7); ENTRY(FMV_D_X, 17, 7); ENTRY(FMV_D_X, 18, 7); ENTRY(FMV_D_X, 19, 7)
	ENTRY(FMV_D_X, 20, 7); ENTRY(FMV_D_X, 21, 7); ENTRY(FMV_D_X, 22, 7); ENTRY(FMV_D_X, 23, 7)
	ENTRY(FMV_D_X, 24, 7); ENTRY(FMV_D_X, 25, 7); ENTRY(FMV_D_X, 26, 7); ENTRY(FMV_D_X, 27, 7)
	ENTRY(FMV_D_X, 28, 7); ENTRY(FMV_D_X, 29, 7); ENTRY(FMV_D_X, 30, 7); ENTRY(FMV_D_X, 31, 7)
