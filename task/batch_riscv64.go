// SPDX-License-Identifier: MIT

package task

import (
	"runtime"
	"unsafe"

	"bugo/arch/riscv"
	"bugo/task/pack"
	"bugo/trap"
)

// kernelStackSize is what a system call of the deepest kind may use, as in
// the seed. Go checks every call against it.
const kernelStackSize = 8 << 10

// kernelStack is the stack on which the kernel serves the running task. The
// task's context lies at its top, where the trap vector expects it.
var kernelStack struct {
	space   [kernelStackSize]byte
	context trap.Context
}

// kernelG is Go's record of that stack.
var kernelG runtime.G

// machine is the machine's memory itself.
type machine struct{}

func (machine) Bytes(base, size uintptr) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(base)), size)
}

// table holds the tasks; the machine has one hart, so one table does.
var table Table

// bootInstret is what apps find in a1.
var bootInstret uintptr

// Init makes a task of every app in the kernel's image and says where each
// one lies. An app that its window cannot hold, or a damaged pack, is a bug
// of the build and ends the kernel.
//
// entryInstret is the instruction counter at the kernel's entry: every app is
// started with it in a1, so that an app can tell what the boot cost.
func Init(entryInstret uint64) {
	bootInstret = uintptr(entryInstret)
	image := runtime.Image()
	decoder, err := pack.NewDecoder(machine{}.Bytes(image.Apps, image.EApps-image.Apps))
	if err != nil {
		panic(err)
	}
	for i := range decoder.Count() {
		app, err := decoder.App(i)
		if err != nil {
			panic(err)
		}
		table.Tasks = append(table.Tasks, Task{
			Name:  app.Name,
			Image: app.Image,
			Base:  uintptr(app.Base),
			Size:  uintptr(app.Window),
		})
		start := unsafe.Pointer(unsafe.SliceData(app.Image))
		print("[kernel] app_", i, " [", start, ", ", unsafe.Add(start, len(app.Image)), ")\n")
	}
	lo := uintptr(unsafe.Pointer(&kernelStack.space))
	kernelG.Init(lo, lo+kernelStackSize)
}

// Run leaves for the next ready task and does not return. When all have
// ended it calls done, which must not return either.
//
// It may be called on the boot stack, to begin, or on the kernel stack of a
// task that has just ended: what is on that stack is given up.
func Run(done func()) {
	next := table.Next()
	if next == nil {
		done()
	}
	next.Load(machine{})
	riscv.FenceI() // the window holds new instructions: k210-facts.md §2.6
	context := &kernelStack.context
	*context = trap.Context{
		Sepc:    next.Base, // start.S is the image's first instruction
		Sstatus: userStatus(riscv.ReadSstatus()),
		KernelG: uintptr(unsafe.Pointer(&kernelG)),
	}
	context.X[trap.A1] = bootInstret
	trap.Return(context)
}

// Current returns the running task, or nil.
func Current() *Task { return table.Current() }

// CurrentMemory returns size bytes at addr of the running task's memory, or
// false when they are not all its own.
func CurrentMemory(addr, size uintptr) ([]byte, bool) {
	current := table.Current()
	if current == nil {
		return nil, false
	}
	return current.Memory(machine{}, addr, size)
}

// End takes the running task off the processor: state is Exited or Killed.
func End(state State, code int) { table.End(state, code) }
