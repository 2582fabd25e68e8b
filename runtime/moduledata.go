// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/runtime/sys"
	"runtime/internal/pclntab"
)

// A moduledata describes the program; the linker writes firstmoduledata.
// (cmd/link/internal/ld/symtab.go of Go 1.26: the order is the linker's.)
type moduledata struct {
	sys.NotInHeap
	pclntab.Table

	etext                 uintptr
	noptrdata, enoptrdata uintptr
	data, edata           uintptr // variables with pointers
	bss, ebss             uintptr // the same, zero at the start
	noptrbss, enoptrbss   uintptr
	covctrs, ecovctrs     uintptr
	end, gcdata, gcbss    uintptr
	types, etypes         uintptr
	rodata                uintptr
	gofunc                uintptr // FUNCDATA offsets count from here
	epclntab              uintptr

	textsectmap []textsect
	typelinks   []int32
	itablinks   []*itab // the method tables the compiler made

	ptab       []uint64 // from here on: plugins and shared libraries
	pluginpath string
	pkghashes  []byte

	inittasks []*initTask // of the program's packages, in order

	modulename   string
	modulehashes []byte
	hasmain      uint8
	bad          bool
	next         *moduledata
}

type textsect struct{ vaddr, end, baseaddr uintptr }

var firstmoduledata moduledata

// lastmoduledatap is set by the linker in a program made of several modules.
var lastmoduledatap *moduledata

// buildVersion is filled by the linker.
var buildVersion string
