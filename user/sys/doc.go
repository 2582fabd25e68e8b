// SPDX-License-Identifier: MIT

// Package sys is what stands between a user app and the kernel: the app's
// entry, its system calls, and the hooks by which package runtime prints,
// exits and allocates.
//
// An app imports it, if only for these effects. The memory behind new, make
// and append is an array in the app's own address space, between sheap and eheap of
// its linker script, under the allocator that its user_app target names.
//
// calls_riscv64.go, one function for each system call, is made of the table
// user/abi/syscalls.txt. How an app begins: see entry_riscv64.s and Start.
//
// What an app does wrong by itself ends in its own runtime. Of faults, the
// kernel hands one kind up: a load or store below address 4096, a nil
// dereference. It makes the app call runtime.sigpanic as if the faulting
// instruction had been a call (the return address is that instruction, the old
// one is saved on the app's stack), and the runtime raises Go's panic: it can be
// recovered, or prints its traceback and exits with 2. All other faults end the
// app in the kernel.
//
// The package is bare metal throughout: all its files are named _riscv64.
package sys
