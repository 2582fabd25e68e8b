// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	_ "internal/bytealg" // memequal and cmpstring, which compiled code calls, live there
	"unsafe"
)

// The entry symbol is defined by the platform package's assembly. It is the
// root from which the Go linker keeps code, and the export makes it visible to
// the GNU linker, which otherwise sees only local symbols in go.o.
//
//go:cgo_export_static main

//go:linkname rt0
func rt0()

//go:linkname main_main main.main
func main_main()

// boot is what rt0 hands on. It is here to be referred to in every program:
// the linker's DWARF description of unsafe.Pointer needs that type's
// descriptor, and does not keep it by itself.
var boot = struct {
	a0, a1  uintptr
	pointer any
}{pointer: unsafe.Pointer(nil)}

// BootArgs returns what the loader left in registers a0 and a1: for a kernel
// the hart id and the address of the device tree.
func BootArgs() (a0, a1 uintptr) { return boot.a0, boot.a1 }

// start runs the program on the boot stack. The allocator comes first because
// package initialisers may allocate.
func start(a0, a1 uintptr) {
	boot.a0, boot.a1 = a0, a1
	fillSmallInts()
	if allocator != nil {
		allocator.Init()
	}
	runInits(runtime_inittasks)
	runInits(firstmoduledata.inittasks)
	main_main()
	sysExit(0)
}

// An initTask is written by the compiler for each package that has something
// to initialise: a count and that many function addresses follow the header.
type initTask struct {
	state uint32
	nfns  uint32
}

const initDone = 2 // the state of a package whose initialisers have run

// runtime_inittasks lists this package's own tasks; the linker fills it.
var runtime_inittasks []*initTask

// runInits runs the initialisers in the order the linker sorted them into.
func runInits(tasks []*initTask) {
	for _, task := range tasks {
		if task.state == initDone {
			continue
		}
		task.state = initDone
		first := add(unsafe.Pointer(task), unsafe.Sizeof(initTask{}))
		for i := uintptr(0); i < uintptr(task.nfns); i++ {
			code := add(first, i*unsafe.Sizeof(uintptr(0)))
			// A func value is a pointer to a word that holds the code's address.
			init := *(*func())(unsafe.Pointer(&code))
			init()
		}
	}
}
