# SPDX-License-Identifier: MIT
# The first instructions of every image. GNU ld places this section first,
# which it cannot do for one function of Go's single .text, and knows the boot
# stack, which is the linker script's. Go's entry, TEXT main(SB) of the
# platform's package, goes on with:
#
#	t0 (x5)  lowest address of the boot stack
#	sp (x2)  highest address of the boot stack
#	a0, a1   whatever the loader passed, untouched

	.section .text.entry, "ax"
	.globl	_start
_start:
	la	t0, sstack
	la	sp, estack
	tail	main
