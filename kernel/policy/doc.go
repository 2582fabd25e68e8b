// SPDX-License-Identifier: MIT

// Package policy is the one place that decides which scheduler the kernel has:
// exactly one of the files scheduler_NAME_riscv64.go is compiled, by the build
// setting //task:scheduler. The schedulers themselves are package task's.
package policy
