// SPDX-License-Identifier: MIT

//go:build !riscv64

package task

// kernelSide is nothing where there is no kernel.
type kernelSide struct{}
