// SPDX-License-Identifier: MIT

// Command firmware is what runs first, in M-mode, and stays below the kernel: it
// sets the machine up, enters the kernel in S-mode, and answers its calls by the
// SBI. It is to Bugo what RustSBI is to other kernels on the K210.
//
// This package chooses the board: QEMU's virt machine. Package k210 beside it chooses
// the Kendryte K210. The rest is below both:
//
//	monitor   entry, traps, hand-over: M-mode itself
//	report    the banner, and the dump of what should not happen
//	service   the calls of the SBI
//	emulate   what harts of privileged architecture 1.9.1 lack
//	board     what a machine must offer, and two machines that do
//	drivers   the devices of a machine
//
// The image is linked at 0x80000000, and with its data and the stacks of all
// harts stays below 0x80020000, where the kernel begins (k210-facts.md §12.4).
// It allocates nothing.
package main

import (
	"bugo/firmware/board/qemuvirt"
	"bugo/firmware/monitor"
)

func main() { monitor.Run(&qemuvirt.Board) }
