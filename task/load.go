// SPDX-License-Identifier: MIT

package task

import "bugo/arch/riscv"

// Memory is the machine's memory, as the loader needs it.
type Memory interface {
	// Bytes returns the size bytes at the physical address base.
	Bytes(base, size uintptr) []byte
}

// Load puts the app's image into its window and zeroes what the window holds
// beyond it, so that no app sees what another left there.
//
// Postcondition: the window holds the image and zeroes. Before the app runs,
// the caller must make the stores visible to instruction fetch (fence.i).
//
// The pack's decoder has checked that image and window fit.
func (t *Task) Load(memory Memory) {
	window := memory.Bytes(t.Base, t.Size)
	n := copy(window, t.Image)
	clear(window[n:])
}

// Memory returns the size bytes at addr if they all lie in the task's window.
// Nothing but this may turn what an app passed into a slice.
func (t *Task) Memory(memory Memory, addr, size uintptr) ([]byte, bool) {
	offset := addr - t.Base // wraps around where addr is below
	if offset > t.Size || size > t.Size-offset {
		return nil, false
	}
	return memory.Bytes(addr, size), true
}

// userStatus returns the sstatus with which sret enters user mode: previous
// mode user, interrupts off until then. SPIE is set so that both
// specifications leave the kernel's own SIE alone or on (k210-facts.md §2.7).
func userStatus(status uintptr) uintptr {
	return status&^(riscv.StatusSPP|riscv.StatusSIE) | riscv.StatusSPIE
}
