// SPDX-License-Identifier: MIT

#include "go_asm.h"
#include "textflag.h"

// X5 points to a Floats.

// func saveFloats(f *Floats)
TEXT ·saveFloats(SB),NOSPLIT|NOFRAME,$0-8
	MOV	f+0(FP), X5
	MOVD	F0, (Floats_F+0*8)(X5)
	MOVD	F1, (Floats_F+1*8)(X5)
	MOVD	F2, (Floats_F+2*8)(X5)
	MOVD	F3, (Floats_F+3*8)(X5)
	MOVD	F4, (Floats_F+4*8)(X5)
	MOVD	F5, (Floats_F+5*8)(X5)
	MOVD	F6, (Floats_F+6*8)(X5)
	MOVD	F7, (Floats_F+7*8)(X5)
	MOVD	F8, (Floats_F+8*8)(X5)
	MOVD	F9, (Floats_F+9*8)(X5)
	MOVD	F10, (Floats_F+10*8)(X5)
	MOVD	F11, (Floats_F+11*8)(X5)
	MOVD	F12, (Floats_F+12*8)(X5)
	MOVD	F13, (Floats_F+13*8)(X5)
	MOVD	F14, (Floats_F+14*8)(X5)
	MOVD	F15, (Floats_F+15*8)(X5)
	MOVD	F16, (Floats_F+16*8)(X5)
	MOVD	F17, (Floats_F+17*8)(X5)
	MOVD	F18, (Floats_F+18*8)(X5)
	MOVD	F19, (Floats_F+19*8)(X5)
	MOVD	F20, (Floats_F+20*8)(X5)
	MOVD	F21, (Floats_F+21*8)(X5)
	MOVD	F22, (Floats_F+22*8)(X5)
	MOVD	F23, (Floats_F+23*8)(X5)
	MOVD	F24, (Floats_F+24*8)(X5)
	MOVD	F25, (Floats_F+25*8)(X5)
	MOVD	F26, (Floats_F+26*8)(X5)
	MOVD	F27, (Floats_F+27*8)(X5)
	MOVD	F28, (Floats_F+28*8)(X5)
	MOVD	F29, (Floats_F+29*8)(X5)
	MOVD	F30, (Floats_F+30*8)(X5)
	MOVD	F31, (Floats_F+31*8)(X5)
	CSRRS	X0, FCSR, X6
	MOV	X6, Floats_Fcsr(X5)
	RET

// func loadFloats(f *Floats)
TEXT ·loadFloats(SB),NOSPLIT|NOFRAME,$0-8
	MOV	f+0(FP), X5
	MOVD	(Floats_F+0*8)(X5), F0
	MOVD	(Floats_F+1*8)(X5), F1
	MOVD	(Floats_F+2*8)(X5), F2
	MOVD	(Floats_F+3*8)(X5), F3
	MOVD	(Floats_F+4*8)(X5), F4
	MOVD	(Floats_F+5*8)(X5), F5
	MOVD	(Floats_F+6*8)(X5), F6
	MOVD	(Floats_F+7*8)(X5), F7
	MOVD	(Floats_F+8*8)(X5), F8
	MOVD	(Floats_F+9*8)(X5), F9
	MOVD	(Floats_F+10*8)(X5), F10
	MOVD	(Floats_F+11*8)(X5), F11
	MOVD	(Floats_F+12*8)(X5), F12
	MOVD	(Floats_F+13*8)(X5), F13
	MOVD	(Floats_F+14*8)(X5), F14
	MOVD	(Floats_F+15*8)(X5), F15
	MOVD	(Floats_F+16*8)(X5), F16
	MOVD	(Floats_F+17*8)(X5), F17
	MOVD	(Floats_F+18*8)(X5), F18
	MOVD	(Floats_F+19*8)(X5), F19
	MOVD	(Floats_F+20*8)(X5), F20
	MOVD	(Floats_F+21*8)(X5), F21
	MOVD	(Floats_F+22*8)(X5), F22
	MOVD	(Floats_F+23*8)(X5), F23
	MOVD	(Floats_F+24*8)(X5), F24
	MOVD	(Floats_F+25*8)(X5), F25
	MOVD	(Floats_F+26*8)(X5), F26
	MOVD	(Floats_F+27*8)(X5), F27
	MOVD	(Floats_F+28*8)(X5), F28
	MOVD	(Floats_F+29*8)(X5), F29
	MOVD	(Floats_F+30*8)(X5), F30
	MOVD	(Floats_F+31*8)(X5), F31
	MOV	Floats_Fcsr(X5), X6
	CSRRW	X6, FCSR, X0
	RET
