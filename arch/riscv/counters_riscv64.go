// SPDX-License-Identifier: MIT

package riscv

// Counters (RISC-V unpriv. 20191213 §10.1). Below M-mode they need the bits of
// mcounteren, and in U-mode those of scounteren, too.

// ReadCycle returns the clock cycles since some moment in the past.
func ReadCycle() uint64

// ReadTime returns the ticks of the machine's timer, at the platform's
// timebase. The K210 lacks the register, and its firmware emulates the
// instruction: there a load of the CLINT's mtime is cheaper.
func ReadTime() uint64

// ReadInstret returns the instructions retired since some moment in the past.
func ReadInstret() uint64
