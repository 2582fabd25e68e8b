// SPDX-License-Identifier: MIT

package task

import (
	"runtime"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/arch/sbi"
	"bugo/memory/space"
	"bugo/platforms/k210"
	"bugo/task/pack"
	"bugo/trap"
)

// hart is the Machine itself.
type hart struct {
	space.Hart
	done func()
}

// Physical returns where bytes of the kernel's image are: it is mapped to its own
// addresses.
func (*hart) Physical(p []byte) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(p))) }

// Prepare gives the task its kernel stack, empty.
//
//bugo:trapcontext
func (*hart) Prepare(t *Task) {
	k := &t.kernel
	k.g.Init(k.lo, k.context())
	t.Context = (*trap.Context)(unsafe.Pointer(k.context()))
	t.stack.Prepare(t.Context, &k.g, space.Satp(t.Space.Table.Root))
}

func (*hart) Switches() (trap.Switch, trap.Leave) { return trap.Switches() }

// LeaveSpace goes over to the kernel's own address space.
func (*hart) LeaveSpace() { space.Own.Use() }

func (*hart) SyncInstructions()        { riscv.FenceI() } // k210-facts.md §2.6
func (*hart) Now() uint64              { return Clock() }
func (*hart) SetTimer(deadline uint64) { sbi.SetTimer(deadline) }
func (h *hart) AllEnded()              { h.done() }

// Wait does without traps: wfi goes on when an interrupt is pending that sie
// lets through, whether or not sstatus.SIE does (RISC-V priv. 1.12 §3.3.3,
// k210-facts.md §2.4).
//
//bugo:trapcontext
func (*hart) Wait() {
	riscv.Wfi()
	riscv.ClearSip(riscv.InterruptSSI)
	sbi.SetTimer(never) // takes a pending timer interrupt back; Tick sets the next
}

var (
	// All is the table of all tasks.
	All Table

	// Clock tells the time, in units of the timer. It must not change after Init.
	Clock = riscv.ReadTime

	machine hart
)

// Init makes a task of every app in the kernel's image and says where each one
// lies. A pack that is no pack ends the kernel; an app that cannot run is refused,
// and the others run. tickUnits is how many units of the timer a tick lasts;
// entryInstret the instruction counter at the kernel's entry.
//
// Preconditions: translation is on (space.Enable).
func Init(scheduler Scheduler, tickUnits, entryInstret uint64) {
	image := runtime.Image()
	decoder, err := pack.NewDecoder(machine.Bytes(image.Apps, image.EApps-image.Apps))
	if err != nil {
		panic(err)
	}
	All.Load(&decoder, k210.UserBase, k210.UserEnd, func(i int, err error) { println("[kernel] refused:", err.Error()) })
	for i := range All.Tasks {
		t := &All.Tasks[i]
		if t.State == Refused {
			continue
		}
		var hi uintptr
		if t.kernel.lo, hi, err = space.Own.AddStack(); err != nil {
			All.refuse(t, err)
			continue
		}
		t.kernel.hi = hi
		start := unsafe.Pointer(unsafe.SliceData(t.App.Image))
		print("[kernel] app_", i, " [", start, ", ", unsafe.Add(start, len(t.App.Image)), ")\n")
	}
	space.Own.Flush()
	trap.Stacks(space.StackArea, space.StackArea+space.Own.Stacks()*space.StackSlot, space.StackSize)
	All.Floats.Unit = trap.Registers
	All.Init(&machine, scheduler, tickUnits, entryInstret, Memory{&machine, &space.Own.Table, &space.Frames})
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

// StackOverflow reports whether an address is in the guard below the kernel stack of
// the running task.
func StackOverflow(address uintptr) bool {
	t := All.Current
	return t != nil && address < t.kernel.lo && t.kernel.lo-address <= space.StackSlot-space.StackSize
}
