// SPDX-License-Identifier: MIT

package device

// Finisher is SiFive's test finisher: a store ends the machine, or resets it.
type Finisher struct {
	Done   bool
	Status int // of the emulator, when Done
	Reset  bool
}

// State returns what changes, for snapshots: all of it.
func (f *Finisher) State() any { return f }

// What the register understands: a command in bits 15:0, and for fail an exit
// status in bits 31:16 (QEMU hw/misc/sifive_test.c).
const (
	finisherFail  = 0x3333
	finisherPass  = 0x5555
	finisherReset = 0x7777

	// FinisherSize is how many addresses the device takes.
	FinisherSize = 0x1000
)

// Load implements Device.
func (f *Finisher) Load(uint64, int) (value uint64, ok bool) { return 0, true }

// Store implements Device. What is no command does nothing.
func (f *Finisher) Store(offset uint64, size int, value uint64) (ok bool) {
	if offset != 0 || size < 2 {
		return true
	}
	switch value & 0xffff {
	case finisherFail:
		f.Done, f.Status = true, int(value>>16&0xffff)
	case finisherPass:
		f.Done, f.Status = true, 0
	case finisherReset:
		f.Reset = true
	}
	return true
}
