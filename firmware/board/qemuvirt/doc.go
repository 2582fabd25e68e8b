// SPDX-License-Identifier: MIT

// Package qemuvirt is the board that QEMU's virt machine is, with the K210's
// division of memory. It is static data made of drivers and addresses; all of
// it is for riscv64, where devices can be reached.
//
//bugo:trapcontext
package qemuvirt
