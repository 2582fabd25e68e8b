// SPDX-License-Identifier: MIT

// Command bench is the kernel with a meter at the firmware's door: it counts the
// instructions that each write to the console spends below the kernel, and a
// system call of its own, firmwareCost, tells an app the last count. Another one,
// fenceCost, tells what the firmware adds to an sfence.vma: nothing but on the K210,
// which lacks the instruction. Everything else is as in //kernel.
package main

import (
	"unsafe"

	"bugo/arch/riscv"
	"bugo/arch/sbi"
	"bugo/kernel/handlers"
	"bugo/kernel/heaptest"
	"bugo/kernel/platform"
	"bugo/kernel/policy"
	"bugo/task"
	"bugo/trap"
)

// Numbers that Linux has given to calls which Bugo lacks.
const (
	firmwareCost = 250
	fenceCost    = 251
)

// meter is the firmware, and a look at the counter before and after.
type meter struct{}

// cost is how many instructions the last call took.
var cost uintptr

func (meter) Call(extension, function, a0, a1, a2 uintptr) (sbi.Error, uintptr) {
	before := riscv.ReadInstret()
	err, value := sbi.Call(extension, function, a0, a1, a2, 0, 0, 0)
	cost = uintptr(riscv.ReadInstret() - before)
	return err, value
}

func (meter) Legacy(extension, a0 uintptr) uintptr { return sbi.Legacy(extension, a0) }

// fence returns how many instructions an sfence.vma takes beyond the one that it is:
// what it takes more than a fence, which each chip has.
func fence() uintptr {
	before := riscv.ReadInstret()
	riscv.Fence()
	between := riscv.ReadInstret()
	riscv.SfenceVMA()
	after := riscv.ReadInstret()
	return uintptr((after - between) - (between - before))
}

// port implements console.Port, as the kernel's own does, through the meter.
type port struct{ client sbi.Client }

func (p *port) Read() (byte, bool) { return p.client.ConsoleRead() }
func (p *port) Write(b []byte) {
	p.client.ConsoleWrite(unsafe.Pointer(unsafe.SliceData(b)), len(b))
}

func main() {
	heaptest.Run()
	handlers.Terminal.Port = &port{sbi.Client{Firmware: meter{}}}
	handlers.Init()
	trap.SetCall(firmwareCost, func(ctx *trap.Context) { ctx.SetResult(cost) })
	trap.SetCall(fenceCost, func(ctx *trap.Context) { ctx.SetResult(fence()) })
	task.Init(policy.Scheduler, handlers.TickUnits(), platform.EntryInstret())
	handlers.Run()
}
