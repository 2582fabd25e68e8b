# SPDX-License-Identifier: MIT
# The apps inside a kernel: the pack that mkimage made, between sapps and eapps.

	.section .apps, "a"
	.balign	16
	.incbin	"apps.pack"
