// SPDX-License-Identifier: MIT

package task

import (
	"bugo/memory/space"
	"bugo/trap"
	"bugo/user/abi"
)

// An app's address space, from the lowest address on; all apps have the same:
//
//	text rodata      the pack's own pages, in the kernel's image: shared, never written
//	data             a copy
//	bss              zeros, page by page when they are touched
//	stack            likewise, between two guards
//	heap             likewise, up to the break
//	start block      what the kernel tells the app, behind one more guard

// load puts the address space together for a fresh run, and returns the address of
// the start block. What it has made so far is in t.Space if it fails.
//
// Before the app runs, the caller must make the stores visible to instruction
// fetch (fence.i).
func (t *Task) load(machine Machine, memory Memory, kernelEntryInstret uint64) (start uintptr, err error) {
	app, s := &t.App, &t.Space
	if err := s.Init(memory.Kernel, memory.Machine, memory.Frames); err != nil {
		return 0, err
	}
	base, image := uintptr(app.Base), machine.Physical(app.Image)
	text, rodata := uintptr(app.Text), uintptr(app.ROData)
	if err := s.AddShared("text", base, image, text, space.ReadExecute); err != nil {
		return 0, err
	}
	if rodata > 0 {
		if err := s.AddShared("rodata", base+text, image+text, rodata, space.ReadOnly); err != nil {
			return 0, err
		}
	}
	if data := app.Image[text+rodata:]; len(data) > 0 {
		if err := s.AddCopy("data", base+text+rodata, data, space.ReadWrite); err != nil {
			return 0, err
		}
	}
	stack := base + uintptr(app.Stack)
	s.AddLazy("bss", base+roundUp(uintptr(len(app.Image))), stack-pageSize, space.ReadWrite)
	s.AddLazy("stack", stack, stack+uintptr(app.StackSize), space.ReadWrite)
	s.AddHeap("heap", base+uintptr(app.Memory), uintptr(app.HeapLimit()))
	start = uintptr(app.StartBlock())
	block, err := s.AddPage("start block", start, space.ReadOnly)
	if err != nil {
		return 0, err
	}
	abi.PutStart(block[:t.startSize()], abi.StartInfo{
		KernelEntryInstret: kernelEntryInstret,
		PID:                uint64(t.ID),
		Run:                uint64(t.Runs),
	}, app.Name, t.Arguments)
	return start, nil
}

const pageSize = 4096

func roundUp(size uintptr) uintptr { return (size + pageSize - 1) &^ (pageSize - 1) }

// startSize returns the size of the start block.
func (t *Task) startSize() int { return abi.StartSize(t.App.Name, t.Arguments) }

// splitArguments returns the arguments that a pack has in one piece.
func splitArguments(packed []byte) (arguments []string) {
	start := 0
	for i, c := range packed {
		if c == 0 {
			arguments = append(arguments, string(packed[start:i]))
			start = i + 1
		}
	}
	return arguments
}

// enter makes the context that of the app's first instruction.
func (t *Task) enter(start uintptr) {
	*t.Context = trap.Context{Sepc: uintptr(t.App.Entry), KernelG: t.Context.KernelG}
	t.Context.X[trap.A0] = start
	t.Context.X[trap.A1] = uintptr(t.startSize())
	t.Floats = trap.Floats{}
}
