// SPDX-License-Identifier: MIT

// Package platform is the ground under every supervisor-mode program: its
// entry from the firmware, and the hooks by which package runtime prints and
// exits, both through the SBI.
//
// The kernel and the test programs that boot in its place import it, if only
// for these effects.
//
// Its files are all named _riscv64: there is nothing of it on the host.
package platform
