// SPDX-License-Identifier: MIT

package task

import (
	"runtime"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/arch/sbi"
	"bugo/platforms/k210"
	"bugo/task/pack"
	"bugo/trap"
)

// hart is the Machine itself.
type hart struct{ done func() }

// Bytes returns memory as it is, address by address.
func (*hart) Bytes(base, size uintptr) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(base)), size)
}

// Prepare gives the task its kernel stack, empty.
func (*hart) Prepare(t *Task) {
	k := &t.kernel
	lo := uintptr(unsafe.Pointer(k.memory))
	k.memory.canary = canary
	k.g.Init(lo, lo+unsafe.Offsetof(k.memory.context))
	t.Context = &k.memory.context
	t.stack.Prepare(t.Context, &k.g)
}

func (*hart) Switches() (trap.Switch, trap.Leave) { return trap.Switches() }

func (*hart) SyncInstructions()        { riscv.FenceI() } // k210-facts.md §2.6
func (*hart) Now() uint64              { return riscv.ReadTime() }
func (*hart) SetTimer(deadline uint64) { sbi.SetTimer(deadline) }
func (h *hart) AllEnded()              { h.done() }

// Wait does without traps: wfi goes on when an interrupt is pending that sie
// lets through, whether or not sstatus.SIE does (RISC-V priv. 1.12 §3.3.3,
// k210-facts.md §2.4).
func (*hart) Wait() {
	riscv.Wfi()
	riscv.ClearSip(riscv.InterruptSSI)
	sbi.SetTimer(never) // takes a pending timer interrupt back; Tick sets the next
}

var (
	// All is the table of all tasks.
	All Table

	// Hart is the machine's memory.
	Hart Memory = &machine

	machine hart
)

// Init makes a task of every app in the kernel's image and says where each one
// lies. A pack that is no pack ends the kernel; an app that cannot run is refused,
// and the others run. tickUnits is how many units of the timer a tick lasts;
// entryInstret the instruction counter at the kernel's entry.
func Init(scheduler Scheduler, tickUnits, entryInstret uint64) {
	image := runtime.Image()
	decoder, err := pack.NewDecoder(machine.Bytes(image.Apps, image.EApps-image.Apps))
	if err != nil {
		panic(err)
	}
	All.Load(&decoder, k210.AppsBase, k210.AppsEnd, func(i int, err error) { println("[kernel] refused:", err.Error()) })
	stacks := make([]kernelStack, decoder.Count())
	for i := range All.Tasks {
		t := &All.Tasks[i]
		if t.State == Refused {
			continue
		}
		t.kernel.memory = &stacks[i]
		start := unsafe.Pointer(unsafe.SliceData(t.App.Image))
		print("[kernel] app_", i, " [", start, ", ", unsafe.Add(start, len(t.App.Image)), ")\n")
	}
	All.Floats.Unit = trap.Registers
	All.Init(&machine, scheduler, tickUnits, entryInstret)
	rootStacks()
}

// Run runs all tasks and calls done once the last one has ended. Neither
// returns. It makes the timer's and the software interrupt known to the hart;
// user mode is interrupted by them, the kernel never is, because it leaves
// sstatus.SIE off.
func Run(done func()) {
	machine.done = done
	riscv.WriteSie(riscv.InterruptSTI | riscv.InterruptSSI)
	All.Run()
}

// Touches reports whether the app may touch all of the size bytes at address.
func (t *Task) Touches(address, size uintptr) bool {
	_, ok := t.Bytes(&machine, address, size)
	return ok
}

// CheckStack ends the kernel if the running task's kernel stack has overflowed
// where Go does not look.
func CheckStack() {
	if t := All.Current; t != nil && t.kernel.memory.canary != canary {
		panic("kernel stack overflow in a call of app " + t.App.Name)
	}
}
