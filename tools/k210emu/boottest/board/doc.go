// SPDX-License-Identifier: MIT

// Package board boots the K210's firmware in the emulator, from flash as the board
// does, and looks at what a program in S-mode cannot: the LEDs, how the machine ends,
// and whether two runs are the same. It also runs random programs on the board and on
// virt, which needs nothing emulated, and compares what they leave, and which faults
// they are told of. It has tests only.
package board
