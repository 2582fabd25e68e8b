// SPDX-License-Identifier: MIT

#include "textflag.h"

// main is the entry, and what the Go linker takes for the root of the program.
TEXT main(SB),NOSPLIT|NOFRAME|TOPFRAME,$0-0
	JMP	runtime·rt0(SB)
