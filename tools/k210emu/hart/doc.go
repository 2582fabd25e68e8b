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
// Speed. Instructions are decoded once for each halfword of memory, in pages of
// decoded ones. FENCE.I makes them stale, and a change of misa; nothing else does: a
// program that changes its code without it runs the old code, as on hardware.
// Loads and stores have a window, the stretch of RAM around the last access in
// which PMP decides the same; within it they are a comparison and a memory
// access. The loop allocates nothing, but for a page of decoded instructions
// when the first one of it runs. Interrupts are looked at only when Run starts
// and after what can change them, which makes the loop end early: see
// Hart.leave.
//
// Address translation is between windows and PMP, in place and codePage: Sv39, as
// each version has it, with the PTEs that were walked to last in a table. Where
// addresses are translated, a window is a page at most, that may be written and
// is marked so; those that were open last are kept, until all are dropped. What memory says of pages counts again after a fence, and in
// 1.12 after a write to satp; 1.9.1 may still use the old tables there, and so a
// program for it that lacks SFENCE.VM fails here.
//
// References: RISC-V unpriv. 20191213; RISC-V priv. 1.12; and for 1.9.1
// k210-facts.md. All are cited by section.
package hart
