// SPDX-License-Identifier: MIT

// Package sys is what stands between a user app and the kernel: the app's
// entry, its system calls, and the hooks by which package runtime prints,
// exits and allocates.
//
// An app imports it, if only for these effects. The memory behind new, make
// and append is an array in the app's own window, between sheap and eheap of
// its linker script, under the allocator that its user_app target names.
//
// The package is bare metal throughout: all its files are named _riscv64.
package sys
