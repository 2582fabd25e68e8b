// SPDX-License-Identifier: MIT

// Package global is the one heap behind new, make and append.
//
// It binds an allocator of package heap to package runtime's hook. The hook
// is static data, not set by an init function, because package initialisers
// allocate too. Which allocator it is, the build setting //heap:allocator
// says: exactly one of the files allocator_NAME_riscv64.go is compiled.
//
// The memory is the array between sheap and eheap of the program's linker
// script: 3 MiB in the kernel, less in an app. Nobody clears it at boot;
// runtime clears what it hands out.
//
// With every allocator but bump a collector (package heap/gc) stands in front,
// which takes 3.5 % of the array for its records.
package global
