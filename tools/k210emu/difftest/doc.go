// SPDX-License-Identifier: MIT

// Package difftest generates programs that run on any RISC-V virt machine and
// send all that they have computed to the console, so that two machines can be
// compared by what they print.
//
// A program is a row of cases. A case loads all registers with chosen values,
// runs a sequence of random instructions, and saves the registers, what it has
// stored, and a digest of its traps (cause, value and address of each). At the
// end the program sends all that as bytes and ends the machine.
//
// Sequences go forward only, so every program ends. They load and store in a
// case's own memory only: x31 points to its middle, and x29 to a doubleword of
// it for atomics; x30 is the harness's. No instruction of a sequence writes
// these three. LR comes with its SC right behind it, since whether SC succeeds
// is otherwise a machine's choice.
//
// What is illegal is generated too, and traps. Everything runs in M-mode.
package difftest
