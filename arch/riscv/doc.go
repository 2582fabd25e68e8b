// SPDX-License-Identifier: MIT

// Package riscv is the instruction set below everything else in Bugo: names
// for what the privileged architecture defines, and the few instructions that
// Go cannot express.
//
// The names (bits of the status and interrupt registers, trap causes, CSR
// numbers, registers) are plain constants and tables. They compile anywhere,
// so that decoders and dumps are tested on the host. The accessors (one
// assembly function per CSR operation, instruction wrappers, device loads and
// stores) exist on riscv64 only, in files named _riscv64.
//
// Two versions of the privileged architecture matter. QEMU's virt machine
// follows version 1.12; the Kendryte K210 follows 1.9.1, where some bits mean
// something else and some registers do not exist. Constants cite 1.12 and say
// where 1.9.1 differs (k210-facts.md §2).
//
// An accessor does exactly one CSR instruction. It does not check: to touch a
// register that the hart lacks, or from too low a privilege, is an illegal
// instruction trap. Values are uintptr because a CSR is XLEN bits wide.
//
// All functions may be called from any context, trap handlers included: they
// do not allocate, and use no stack beyond their arguments.
//
// References: The RISC-V Instruction Set Manual, Volume II: Privileged
// Architecture, version 1.12 (2021-12-03), cited "RISC-V priv. 1.12"; Volume I:
// Unprivileged ISA, version 20191213, cited "RISC-V unpriv. 20191213".
package riscv
