// SPDX-License-Identifier: MIT

// Package table reads the function tables of a Go program (its section
// .gopclntab) and writes them again without what only the stock runtime reads.
//
// Of every function the Go linker notes far more than package runtime of this
// project looks at: stack maps for a precise garbage collector, which
// instructions may be preempted, which arguments are live. Kept is what
// panics, deferred calls and tracebacks need:
//
//   - the function's name, entry, deferreturn, and the FuncID and flags;
//   - the sizes of its frame, its files and its lines, by code address;
//   - PCDATA_InlTreeIndex with FUNCDATA_InlTree, PCDATA_PanicBounds and
//     FUNCDATA_OpenCodedDeferInfo.
//
// Parse turns the section into a Program, which is free of offsets and of
// everything that does not matter; Build turns a Program into a section of the
// same format, but for the numbers of PCDATA and FUNCDATA: a function has room
// for all up to the last that it uses, and so those that are kept come first
// (Numbers). So Parse(Build(p)) equals p, which users can and should check.
//
// The format is that of Go 1.26: a header, then six parts, each at an offset
// that the header or moduledata states. The header's third word, which is 0 in
// what the linker writes, says whose numbers these are.
//
//	names      function names, each ended by a zero byte
//	units      uint32 offsets into files; a function's numbers count from its unit
//	files      file names, each ended by a zero byte
//	values     sequences: the runs of a value along a function's code
//	functions  uint32 pairs (code, record), a last code, then the records
//	blobs      what FUNCDATA offsets point to (the linker's go:func.*)
//	findfunc   an index into functions, which nobody here reads: not kept
//
// Reference: cmd/link/internal/ld/pcln.go, internal/abi/symtab.go, debug/gosym.
package table

import "slices"

// magic is the format's mark: internal/abi.Go120PCLnTabMagic.
const magic = 0xfffffff1

const (
	// headerSize covers magic, two zero bytes, quantum and pointer size, then
	// eight words: functions, files, 0 or slimMark, and the offsets of five parts.
	headerSize = 8 + 8*8

	entrySize  = 8  // code, record
	recordSize = 44 // then come the PCDATA and the FUNCDATA offsets
	callSize   = 16 // a node of FUNCDATA_InlTree

	noUnit = ^uint32(0) // of a function without files
	noBlob = ^uint32(0)
	noFile = ^uint32(0) // in units
)

// slimMark in the header means the numbers slim, 0 those of stock Go.
const slimMark = 1

// numbers say which PCDATA and FUNCDATA is what.
type numbers struct {
	inlineIndex, panicBounds uint32
	pcdata                   uint32 // how many there are

	inlineTree, openDefers uint32
	funcdata               uint32 // how many there are
}

var (
	stock = numbers{2, 4, 5, 3, 4, 8} // internal/abi/symtab.go of Go 1.26
	slim  = numbers{0, 1, 2, 0, 1, 2} // runtime/internal/pclntab/numbers_riscv64.go
)

// A Program is what the tables say.
type Program struct {
	Quantum   uint8 // code lengths count in this many bytes
	Functions []Function
	End       uint32 // where the last function's code ends, from the start of text
}

// A Function is one function, the way the linker sees it: calls inlined into
// it are part of it.
type Function struct {
	Code        uint32 // entry, from the start of text
	Name        string
	Args        int32
	DeferReturn uint32 // from the entry to its call of deferreturn, or 0
	StartLine   int32
	ID          uint8 // internal/abi.FuncID
	Flag        uint8 // internal/abi.FuncFlag

	FrameSizes Sequence
	FileNames  []FileRun
	Lines      Sequence
	Inline     Sequence // the index in Calls of the innermost inlined call
	Calls      []Call
	Bounds     Sequence // what internal/abi.BoundsDecode takes
	OpenDefers []byte   // two varints, see runtime/defer.go
}

// A FileRun says from which file a piece of code comes.
type FileRun struct {
	Name   string // empty if unknown
	Length uint32 // in units of Quantum
}

// A Call is a call that the compiler replaced by the body of the function.
type Call struct {
	ID        uint8
	Name      string
	ParentPC  int32 // an instruction at the position of the call, from the entry
	StartLine int32
}

// Remove drops the functions that begin at the given places (Function.Code);
// their code then seems to belong to the functions before. The first function
// stays in any case, as it has none before. Remove returns how many went.
func (p *Program) Remove(codes map[uint32]bool) int {
	before := len(p.Functions)
	first := true
	p.Functions = slices.DeleteFunc(p.Functions, func(f Function) bool {
		remove := codes[f.Code] && !first
		first = false
		return remove
	})
	return before - len(p.Functions)
}
