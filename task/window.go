// SPDX-License-Identifier: MIT

package task

import (
	"bugo/trap"
	"bugo/user/abi"
)

// A window is the memory of one app, from base to end:
//
//	| text, rodata, data | bss, stack | heap ...  | not the app's | start block |
//	base                 image's end  first break   break           end
//
// The app may touch what lies below its break, and the start block. (Before
// there is paging nothing but good manners keeps it from touching more; what it
// hands to the kernel is checked.)

// Memory is the machine's memory, as the kernel needs it.
type Memory interface {
	// Bytes returns the size bytes at the physical address base.
	Bytes(base, size uintptr) []byte
}

// load fills the window for a fresh start: the image, zeroes up to the break
// and the start block. It returns the start block's address.
//
// Before the app runs, the caller must make the stores visible to instruction
// fetch (fence.i).
func (t *Task) load(memory Memory, kernelEntryInstret uint64) (start uintptr) {
	app := &t.App
	window := memory.Bytes(uintptr(app.Base), uintptr(app.Window))
	n := copy(window, app.Image)
	clear(window[n:app.Memory])
	t.Break = uintptr(app.Base + app.Memory)
	abi.PutStart(window[len(window)-t.startSize():], abi.StartInfo{
		KernelEntryInstret: kernelEntryInstret,
		PID:                uint64(t.ID),
		Run:                uint64(t.Runs),
	}, app.Name, t.Arguments)
	return t.limit()
}

// startSize returns the size of the start block.
func (t *Task) startSize() int { return abi.StartSize(t.App.Name, t.Arguments) }

// limit returns how far up the break may go: the start block's address.
func (t *Task) limit() uintptr { return t.End() - uintptr(t.startSize()) }

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

// Bytes returns the size bytes at address if the app may touch all of them.
// Nothing but this may turn what an app passed into a slice.
func (t *Task) Bytes(memory Memory, address, size uintptr) ([]byte, bool) {
	base := uintptr(t.App.Base)
	if end := t.Break; address-base > end-base || size > end-address { // a difference wraps around where address is below
		start := t.limit()
		if end == start {
			start = base // the start block follows at once: all of the window is the app's
		}
		if end = t.End(); address-start > end-start || size > end-address {
			return nil, false
		}
	}
	return memory.Bytes(address, size), true
}

// MoveBreak moves the break to address, and does nothing if it must not go
// there: below the end of .bss, or into the start block. It returns the break.
// What the app gains is zero.
func (t *Task) MoveBreak(memory Memory, address uintptr) uintptr {
	if address >= uintptr(t.App.Base+t.App.Memory) && address <= t.limit() {
		if address > t.Break {
			clear(memory.Bytes(t.Break, address-t.Break))
		}
		t.Break = address
	}
	return t.Break
}
