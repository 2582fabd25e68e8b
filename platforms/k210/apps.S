# SPDX-License-Identifier: MIT
# The apps inside a kernel: the pack that mkimage made, between sapps and eapps.

	.section .apps, "a"
	.balign	4096	/* pages of it are mapped for apps: bugo/task/pack */
	.incbin	"apps.pack"
