// SPDX-License-Identifier: MIT

// Package hart is one RV64IMAFDC hart: registers, CSRs, traps, physical memory
// protection, and the loop that runs instructions.
//
// A hart knows no machine. It reaches memory through a Bus, is told of
// interrupts by SetLine and of time by a Clock, and runs for as many steps as
// Run is given. A step is an instruction, retired or trapped; nothing else
// makes time pass for a hart. So everything is a function of the memory and of
// what devices answer, and two runs are the same to the last bit.
//
// Privileged architectures. What differs between versions is data, a Spec: masks
// of the fields that exist and can be written, what can be delegated, what
// mtval is, which CSRs there are. Privileged1_12 is QEMU's virt machine,
// Privileged1_9_1 the K210.
//
// Instruction cache. A page of RAM is taken into it, byte for byte, when the
// first instruction of it runs. FENCE.I empties it, and a change of misa; nothing
// else does: a program that changes its code without it runs the old code, as on
// hardware.
//
// Speed. What is in the instruction cache is decoded once to blocks, which are
// straight code up to a jump, and those to operations: an instruction, or two or
// three that the Go compiler often puts together (fuse.go has them all). The loop
// runs block after block, which know those that follow them in the same page;
// pages are found by the address of the last ones. Within a block neither pc nor
// the count of instructions changes: an operation has its number, from which both
// are found when something may look. A block that is longer than what may still
// run is cut for the occasion, into single instructions.
//
// Loads and stores have a window, the stretch of RAM around the last access in
// which PMP decides the same; within it they are a comparison and a memory
// access. All else is in slow.go, where pc and steps are exact. The loop allocates
// nothing, but for blocks when they run first. Interrupts are looked at only when
// Run starts and after what can change them, which makes the loop end early: see
// Hart.leave.
//
// Address translation is between windows and PMP, in place and codePageAt: Sv39, as
// each version has it, with the PTEs that were walked to last in a table. Where
// addresses are translated, a window is a page at most, that may be written and
// is marked so; those that were open last are kept, until all are dropped. What memory says of pages counts again after a fence, and in
// 1.12 after a write to satp; 1.9.1 may still use the old tables there, and so a
// program for it that lacks SFENCE.VM fails here.
//
// Strict mode. A hart with Config.Strict runs another loop, in the files strict*.go,
// which does the same and reports what would break on the board: what each of
// them is, Kind says. What it goes by are things that hold for all hardware, and
// not only for this emulator's caches:
//
//   - Definedness. A bit is undefined if nobody has written it since power-on, or
//     if it was computed from such a bit; masks of them move with values, through
//     registers and memory, bit by bit. Copies are no report, and neither is a
//     branch that such bits cannot turn. See strict_masks.go.
//   - Instructions may be fetched from the I-cache, however long ago they got
//     there: what runs must not have been written after the hart's last FENCE.I.
//     It makes no difference whether the I-cache here had the old one. See
//     strict_code.go.
//   - Translations, likewise: the PTEs that an address is translated by must not
//     have been written after the hart's last SFENCE, be they valid before or
//     not. After a write of satp, an address must be where it was at the last
//     SFENCE. Bits that hardware sets, and those that are software's, may change.
//     See strict_pages.go.
//
// After a fence that is missing, what runs here is the old instruction or the old
// translation where this emulator still has it, as without strict mode.
//
// References: RISC-V unpriv. 20191213; RISC-V priv. 1.12; and for 1.9.1
// k210-facts.md. All are cited by section.
package hart
