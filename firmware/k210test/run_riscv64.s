// SPDX-License-Identifier: MIT

#include "go_asm.h"
#include "textflag.h"

#define SRET	WORD $0x10200073	// RISC-V priv. 1.12 §3.3.2

// EACH does something with all registers but X5.
#define EACH(DO) \
	DO(1, X1) \
	DO(2, X2) \
	DO(3, X3) \
	DO(4, TP) \
	DO(6, X6) \
	DO(7, X7) \
	DO(8, X8) \
	DO(9, X9) \
	DO(10, X10) \
	DO(11, X11) \
	DO(12, X12) \
	DO(13, X13) \
	DO(14, X14) \
	DO(15, X15) \
	DO(16, X16) \
	DO(17, X17) \
	DO(18, X18) \
	DO(19, X19) \
	DO(20, X20) \
	DO(21, X21) \
	DO(22, X22) \
	DO(23, X23) \
	DO(24, X24) \
	DO(25, X25) \
	DO(26, X26) \
	DO(27, g) \
	DO(28, X28) \
	DO(29, X29) \
	DO(30, X30) \
	DO(31, X31)

#define LOAD(n, register)	MOV	(state_x+n*8)(X5), register;
#define STORE(n, register)	MOV	register, (state_x+n*8)(X5);

// func run(s *state)
TEXT ·run(SB),NOSPLIT|NOFRAME,$0-8
	MOV	s+0(FP), X5
	MOV	X1, state_ra(X5)
	MOV	X2, state_sp(X5)
	MOV	g, state_g(X5)
	MOV	$caught<>(SB), X6
	CSRRW	X6, STVEC, X7
	MOV	X7, state_stvec(X5)
	CSRRW	X5, SSCRATCH, X0
	MOV	state_pc(X5), X6
	CSRRW	X6, SEPC, X0
	MOV	state_sstatus(X5), X6
	CSRRW	X6, SSTATUS, X0
	EACH(LOAD)
	MOV	(state_x+5*8)(X5), X5
	SRET

// caught is where the trap arrives: run returns.
TEXT caught<>(SB),NOSPLIT|NOFRAME,$0-0
	CSRRW	X5, SSCRATCH, X5
	EACH(STORE)
	CSRRS	X0, SSCRATCH, X6
	MOV	X6, (state_x+5*8)(X5)
	CSRRS	X0, SEPC, X6
	MOV	X6, state_pc(X5)
	CSRRS	X0, SSTATUS, X6
	MOV	X6, state_sstatus(X5)
	CSRRS	X0, SCAUSE, X6
	MOV	X6, state_scause(X5)
	CSRRS	X0, STVAL, X6
	MOV	X6, state_stval(X5)
	MOV	state_stvec(X5), X6
	CSRRW	X6, STVEC, X0
	MOV	state_ra(X5), X1
	MOV	state_sp(X5), X2
	MOV	state_g(X5), g
	RET
