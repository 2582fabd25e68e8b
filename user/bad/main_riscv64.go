// SPDX-License-Identifier: MIT

// Command bad does what an app must not, as its argument says, and shows what
// becomes of it:
//
//	load store jump instruction csr   the kernel ends the app
//	kernel_read kernel_write          likewise: what is the kernel's,
//	kernel_exec trampoline
//	other_app device                  what is somebody else's,
//	rodata_write exec_data            and what is the app's own, but not for that
//	stack_overflow nil                the app's own runtime ends it: a traceback, exit 2
//	recover                           its own runtime's panics are recovered, exit 0
//	syscall pointer                   the calls fail with ENOSYS and EFAULT, exit 0
//	spin                              runs until another app kills it
//	keep                              keeps something where other_app looks for it
//	hog                               wants more memory than there is
package main

import (
	"unsafe"

	"bugo/user/abi"
	"bugo/user/bad/pointers"
	"bugo/user/os"
	"bugo/user/sys"
)

// Addresses that are no app's (k210-facts.md §1, §3, §12.4). They are variables so
// that the compiler does not know them.
var (
	hole   uintptr = 0x8080_0008 // behind the end of memory
	kernel uintptr = 0x8002_0000 // the kernel's first instruction
	frames uintptr = 0x8040_0000 // memory that the kernel itself may write
	mtime  uintptr = 0x0200_bff8 // a register that the kernel itself may touch
)

func main() {
	what := ""
	if len(os.Args) > 1 {
		what = os.Args[1]
	}
	switch what {
	case "load":
		load(hole)
	case "store":
		store(hole)
	case "jump":
		execute(hole)
	case "instruction":
		println("bad: about to execute an illegal instruction")
		illegal()
	case "csr":
		println("bad: about to read sstatus")
		word = uint64(readSstatus())
	case "kernel_read":
		load(kernel)
	case "kernel_write":
		store(frames)
	case "kernel_exec":
		execute(kernel)
	case "trampoline":
		execute(trampoline())
	case "other_app":
		load(sys.Layout().Heap + keptAt)
	case "device":
		store(mtime)
	case "rodata_write":
		store(sys.Layout().ROData)
	case "exec_data":
		execute(uintptr(unsafe.Pointer(&code)))
	case "keep":
		keep()
		return
	case "hog":
		hog()
	case "stack_overflow":
		println("bad: about to recurse without end")
		word = recurse(0)
	case "nil":
		println("bad: about to use a nil pointer")
		word = nobody.field
	case "recover":
		recoverAll()
		return
	case "syscall":
		unknownCalls()
		return
	case "pointer":
		badPointers()
		return
	case "spin":
		println("bad: about to spin")
		for {
		}
	default:
		println("bad: FAIL: no such thing to do:", what)
		os.Exit(1)
	}
	println("bad: FAIL: still alive after", what)
	os.Exit(1)
}

var word uint64

func load(address uintptr) {
	println("bad: about to load from", unsafe.Pointer(address))
	word = *(*uint64)(unsafe.Pointer(address))
}

func store(address uintptr) {
	println("bad: about to store to", unsafe.Pointer(address))
	*(*uint64)(unsafe.Pointer(address)) = word
}

func execute(address uintptr) {
	println("bad: about to jump to", unsafe.Pointer(address))
	jump(address)
}

// thing has a field at some distance from its beginning.
type thing struct {
	_     [3]uint64
	field uint64
}

var nobody *thing

// recoverAll uses nil pointers in every way, and goes on each time.
func recoverAll() {
	var list *[4]uint64
	for round := range uint64(25) {
		for i, use := range [...]func(){
			func() { word = nobody.field },
			func() { nobody.field = word },
			func() { word = list[round%4] },
			func() { use(nobody) },
		} {
			if text := recovered(use); text != "runtime error: invalid memory address or nil pointer dereference" {
				println("bad: FAIL: use", i, "of nil in round", round, "gave", text)
				os.Exit(1)
			}
		}
	}
	println("bad: 100 panics recovered from")
}

// recovered calls f and returns what its panic said.
func recovered(f func()) (text string) {
	defer func() {
		if err, ok := recover().(error); ok {
			text = err.Error()
		}
	}()
	f()
	return "no panic"
}

// use has a frame of its own.
//
//go:noinline
func use(t *thing) { word += t.field }

// recurse needs more stack with each call, and cannot become a loop.
//
//go:noinline
func recurse(n uint64) uint64 { return recurse(n+1)*3 + n }

// unknownCalls makes every call that is not in the table, as far as one can try.
func unknownCalls() {
	tried := 0
	try := func(number uintptr) {
		if abi.Name(number) != "" {
			return
		}
		tried++
		if _, err := abi.Split(sys.Call(number, 1, 2, 3, 4, 5, 6)); err != abi.ENOSYS {
			println("bad: FAIL: system call", number, "gave", err.Error())
			os.Exit(1)
		}
	}
	for number := range uintptr(2048) {
		try(number)
	}
	for bit := range 64 {
		for _, known := range [...]uintptr{abi.SysWrite, abi.SysExit, abi.SysGetpid} {
			try(1<<bit + known)
			try(1<<bit | known)
			try(-known << bit)
		}
	}
	println("bad:", tried, "unknown system calls gave ENOSYS")
}

// own is memory that calls may use.
var own [16]uint64

// badPointers makes every call with memory that is not the app's.
func badPointers() {
	tried := 0
	pointers.Each(pointers.Memory{Layout: sys.Layout(), Own: uintptr(unsafe.Pointer(&own))},
		func(number uintptr, arguments [3]uintptr, what string) {
			tried++
			a0 := sys.Call(number, arguments[0], arguments[1], arguments[2], 0, 0, 0)
			if _, err := abi.Split(a0); err != abi.EFAULT {
				println("bad: FAIL:", abi.Name(number), "of memory that is", what, "gave", int(a0))
				os.Exit(1)
			}
		})
	println("bad:", tried, "bad pointers gave EFAULT")
}
