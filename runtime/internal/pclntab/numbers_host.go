// SPDX-License-Identifier: MIT

//go:build !riscv64

package pclntab

// Numbers of PCDATA and FUNCDATA in what the Go linker writes (internal/abi),
// for tests that look at their own program.
const (
	InlineIndex = 2 // PCDATA_InlTreeIndex
	PanicBounds = 4 // PCDATA_PanicBounds

	InlineTree = 3 // FUNCDATA_InlTree
	OpenDefers = 4 // FUNCDATA_OpenCodedDeferInfo
)
