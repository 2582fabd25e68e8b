// SPDX-License-Identifier: MIT

// Package virt is QEMU's virt machine for RISC-V, as far as Bugo uses it:
// addresses and numbers of its devices.
//
// The machine is not a chip that exists. Its memory begins where the K210's
// does, at 0x80000000, so that a kernel laid out for the K210 (package
// bugo/platforms/k210) runs on it unchanged; its devices stand elsewhere, and
// only the firmware touches them.
//
// The package holds constants only and imports nothing, so that every layer
// may use it.
//
// References: QEMU's documentation, "'virt' Generic Virtual Platform (virt)";
// QEMU 7.2's sources, cited by file.
package virt
