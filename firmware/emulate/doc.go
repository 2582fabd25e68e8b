// SPDX-License-Identifier: MIT

// Package emulate makes harts of privileged architecture 1.9.1, the K210's, look
// to S- and U-mode as those of 1.12 do, as far as a kernel can tell. It is what
// the firmware does about exceptions that such a hart cannot give to S-mode.
//
// It is logic only: the hart stands behind the interface Hart. On the host a fake
// does, and everything is tested and fuzzed there. On a hart of 1.12 the
// exceptions go to S-mode, and nothing here ever runs.
//
// Address translation. In 1.12 a kernel turns Sv39 on by writing satp, and off
// again. Here satp is sptbr, which keeps 20 bits of the page number and loses the
// mode, and only M-mode can turn translation on, in mstatus.VM
// (k210-facts.md §2.3, §2.5). So SFENCE.VMA, which does not exist, is where the
// firmware comes in: it makes what the kernel has written to satp count. Page
// number 0 means no translation, any other Sv39 with its table there. Whatever the
// operands, all translations are forgotten. For a kernel that means:
//
//   - satp counts from the next SFENCE.VMA on, which must follow its write at
//     once. Until then, instructions come from the pages that the hart happens to
//     remember.
//   - To turn translation off, write 0 to satp: a kernel of 1.12 that clears only
//     the mode has to clear the page number, too.
//   - The mode and the address space number read back as 0.
//
// Counters. RDTIME, in all forms that read time, answers mtime of the CLINT; in
// U-mode only while scounteren allows it. scounteren, which does not exist, reads
// and writes mucounteren, which decides for U-mode here (k210-facts.md §2.7).
// cycle and instret are the hart's own.
//
// Misaligned loads and stores, of integer and F registers, compressed or not, are
// done byte by byte, with the rights and the translation of the mode that trapped.
// They are not atomic, and where the second of two pages faults, the part in the
// first is done: 1.12 allows both (RISC-V priv. 1.12 §3.1.16; RISC-V unpriv.
// 20191213 §2.6). LR, SC and AMOs stay faults.
//
// All other illegal instructions go on to S-mode, with what 1.12 writes: the
// instruction in stval, which the chip does not give (k210-facts.md §2.4).
//
// Page faults. 1.9.1 reports a failed translation as an access fault. On request
// the access faults come here instead of to S-mode, and a walk of the tables tells
// which they are: see fault.go.
//
// References: RISC-V priv. 1.12; RISC-V unpriv. 20191213; k210-facts.md §2, §13.
//
//bugo:trapcontext
package emulate
