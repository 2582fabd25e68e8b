// SPDX-License-Identifier: MIT

// Package report is what the firmware itself says on the console: the banner at
// boot, and the dump of a trap that it cannot handle.
//
// It formats into a board.Console byte by byte, with no buffer and no
// allocation, so that it works in the trap handler and on a stack of last
// resort. What it says is ASCII.
//
//bugo:trapcontext
package report
