// SPDX-License-Identifier: MIT

// Command mishaps is the kernel with system calls that go wrong, each in its own
// way: whatever happens while the kernel serves an app, the machine must end with
// a failure and a report, and never hang.
package main

import (
	"unsafe"

	"bugo/arch/riscv"
	"bugo/kernel/handlers"
	"bugo/kernel/platform"
	"bugo/kernel/policy"
	"bugo/memory/space"
	"bugo/platforms/virt"
	"bugo/task"
	"bugo/trap"
)

// hole lies behind the end of memory (k210-facts.md §1).
var hole uintptr = 0x8080_0008

// noStack lies so far behind it that the trap's context would have no memory either.
var noStack uintptr = 0x8080_1000

// mishaps are the calls from number 240 on, which Linux leaves free.
var mishaps = [...]func(ctx *trap.Context){
	0:  func(*trap.Context) { sink = recurse(0) },
	1:  overrun,
	2:  func(*trap.Context) { sink = *(*uint64)(unsafe.Pointer(hole)) },
	3:  func(*trap.Context) { *(*uint64)(unsafe.Pointer(hole)) = sink },
	4:  func(*trap.Context) { jump(hole) },
	5:  func(*trap.Context) { illegal() },
	6:  func(*trap.Context) { breakpoint() },
	7:  func(*trap.Context) { sink = nobody.field },
	8:  func(*trap.Context) { panic(&faulty{hole}) },
	9:  func(*trap.Context) { panic(&faulty{0}) },
	10: func(*trap.Context) { loseStack(noStack) },
	11: func(*trap.Context) { loseRecord(hole) },
	12: func(*trap.Context) { panic("on purpose") },
	13: func(*trap.Context) { interruptFromOutside() },
	14: func(*trap.Context) { digDown() },
	15: failToReport,
}

// firstNumber is the number of mishaps[0].
const firstNumber = 240

func main() {
	handlers.Init()
	mapInterrupts()
	for i, mishap := range mishaps {
		trap.SetCall(uintptr(firstNumber+i), mishap)
	}
	task.Init(policy.Scheduler, handlers.TickUnits(), platform.EntryInstret())
	handlers.Run()
}

var sink uint64

type thing struct {
	_     [3]uint64
	field uint64
}

var nobody *thing

// recurse needs more stack with each call, and cannot become a loop.
//
//go:noinline
func recurse(n uint64) uint64 { return recurse(n+1)*3 + n }

// overrun writes below its frame, down to where the kernel stack ends and further, as
// functions without a stack check could.
//
//go:nosplit
func overrun(ctx *trap.Context) {
	for address := uintptr(unsafe.Pointer(ctx)) - space.StackSize/2; ; address -= 8 {
		*(*uintptr)(unsafe.Pointer(address)) = address
	}
}

// broken is the kernel's handler of traps, but faults itself in all that it does
// about faults.
type broken struct{ handlers.Kernel }

func (broken) KernelFault(*trap.Context, trap.Cause, uintptr) {
	println("mishaps: KernelFault is about to fault")
	sink = *(*uint64)(unsafe.Pointer(hole))
}

func (broken) LastFault(*trap.Context, trap.Cause, uintptr, bool) {
	println("mishaps: LastFault is about to fault")
	sink = *(*uint64)(unsafe.Pointer(hole))
}

// failToReport faults where nothing works any more.
func failToReport(*trap.Context) {
	trap.Init(broken{}, nil, nil, platform.Spec())
	sink = *(*uint64)(unsafe.Pointer(hole))
}

// faulty is an error whose text cannot be had without a fault.
type faulty struct{ address uintptr }

func (f *faulty) Error() string { return *(*string)(unsafe.Pointer(f.address)) }

// QEMU's interrupt controller, the part of it that sends the serial port's
// interrupt to supervisor mode (SiFive PLIC specification 1.0.0 §3).
const (
	plic             = 0x0c00_0000
	serialSource     = 10
	serialPriority   = plic + 4*serialSource
	supervisorEnable = plic + 0x2000 + 0x80 // context 1
	supervisorLimit  = plic + 0x20_0000 + 0x1000

	// The port's interrupt enable register: "I can send".
	serialInterrupts = virt.UARTBase + 1
	canSend          = 1 << 1
)

// mapInterrupts maps what interruptFromOutside wants: the kernel itself touches none
// of that.
func mapInterrupts() {
	for _, address := range [...]uintptr{plic, supervisorEnable, supervisorLimit, virt.UARTBase} {
		start := address &^ 0xfff
		err := space.Own.Map(space.Region{Name: "interrupts", Start: start, End: start + 0x1000, Permissions: space.ReadWrite})
		if err != nil {
			panic(err)
		}
	}
	space.Own.Flush()
}

// interruptFromOutside makes the serial port interrupt, which nobody serves.
func interruptFromOutside() {
	riscv.Store32(serialPriority, 1)
	riscv.Store32(supervisorEnable, 1<<serialSource)
	riscv.Store32(supervisorLimit, 0)
	riscv.Store8(serialInterrupts, canSend)
	riscv.SetSie(riscv.InterruptSEI)
}
