// SPDX-License-Identifier: MIT

// Package k210 is the board that carries a Kendryte K210, such as Sipeed's Maix
// Bit: which drivers, at which addresses, on which pads, make it a board.Board.
//
// Console: UARTHS at 115200 baud on the pads of the boot ROM's own serial line, IO4
// and IO5 (k210-facts.md §5, §8).
//
// LEDs: green is lit from the firmware's start on, red when the machine has ended
// with a failure, and green goes out when it ends at all. All three are lines of
// GPIOHS, of the same numbers as their pads; blue is set up for a kernel and off.
//
// End: the board cannot switch itself off. Shutdown halts both harts, which wait
// for no interrupt then; the console is left to send what waits. Reboot resets the
// chip by SYSCTL (k210-facts.md §9).
//
// Memory: 6 MiB, and the AI SRAM's 2 MiB on request (k210-facts.md §1).
//
// Device tree: the firmware has one in it (tree.go, which command mktree writes), for
// the boot ROM has none.
//
// The board is static data; but for the device tree, all of it is for riscv64, where
// devices can be reached.
//
//bugo:trapcontext
package k210
