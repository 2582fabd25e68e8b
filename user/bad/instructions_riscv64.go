// SPDX-License-Identifier: MIT

package main

// jump goes on at address.
func jump(address uintptr)

// illegal executes a word of zeros, which is defined to be no instruction
// (RISC-V unpriv. §1.5).
func illegal()

// readSstatus reads a register of supervisor mode.
func readSstatus() uintptr
