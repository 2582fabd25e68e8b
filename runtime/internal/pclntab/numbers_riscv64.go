// SPDX-License-Identifier: MIT

package pclntab

// Numbers of PCDATA and FUNCDATA in what tools/slimtab writes. (Stock Go's are
// those of internal/abi; between and before the ones that are read there lie
// others, for which each function would have room.)
const (
	InlineIndex = 0 // PCDATA_InlTreeIndex
	PanicBounds = 1 // PCDATA_PanicBounds

	InlineTree = 0 // FUNCDATA_InlTree
	OpenDefers = 1 // FUNCDATA_OpenCodedDeferInfo
)
