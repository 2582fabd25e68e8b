// SPDX-License-Identifier: MIT

#include "textflag.h"

// Instructions that Go's assembler does not encode (RISC-V priv. 1.12 §6,
// RISC-V unpriv. 20191213 table 24.2).
#define WFI	WORD	$0x10500073
#define FENCE_I	WORD	$0x0000100f
#define SFENCE_VMA	WORD	$0x12000073
#define SFENCE_VM	WORD	$0x10400073	// k210-facts.md §2.5

// func Wfi()
TEXT ·Wfi(SB),NOSPLIT|NOFRAME,$0-0
	WFI
	RET

// func Fence()
TEXT ·Fence(SB),NOSPLIT|NOFRAME,$0-0
	FENCE
	RET

// func FenceI()
TEXT ·FenceI(SB),NOSPLIT|NOFRAME,$0-0
	FENCE_I
	RET

// func SfenceVMA()
TEXT ·SfenceVMA(SB),NOSPLIT|NOFRAME,$0-0
	SFENCE_VMA
	RET

// func SfenceVM()
TEXT ·SfenceVM(SB),NOSPLIT|NOFRAME,$0-0
	SFENCE_VM
	RET

// func Ebreak()
TEXT ·Ebreak(SB),NOSPLIT|NOFRAME,$0-0
	EBREAK
	RET
