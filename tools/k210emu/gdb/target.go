// SPDX-License-Identifier: MIT

package gdb

import "io"

// Target is what a session debugs. Harts are numbered from 0.
type Target interface {
	// Harts is how many there are, and HartInfo a few words on one of them.
	Harts() int
	HartInfo(hart int) string

	// CSRs are the registers that harts have besides the general ones.
	CSRs() []CSR
	// Register and SetRegister access a register by the number that target.xml gives
	// it. It is not ok where there is no such register.
	Register(hart, number int) (value uint64, ok bool)
	SetRegister(hart, number int, value uint64) (ok bool)

	// Read reads memory as a hart sees it, and returns how much of it there is.
	Read(hart int, address uint64, b []byte) (n int)
	// Write writes all or nothing.
	Write(hart int, address uint64, b []byte) (ok bool)

	// Insert and Remove set and remove a breakpoint or watchpoint.
	Insert(p Point)
	Remove(p Point)

	// Resume lets the machine go on as how says, until something stops it. It asks
	// now and then whether it is interrupted.
	Resume(how How, hart int, interrupted func() bool) (Stop, error)

	// Monitor runs an order of the target's own, and writes what it has to say.
	Monitor(hart int, order string, out io.Writer) error
}

// CSR is a register by name. Its number is that of the architecture.
type CSR struct {
	Name   string
	Number int
}

// Numbers of registers, as target.xml gives them: those that gdb and QEMU have.
const (
	registerPC        = 32
	registerF0        = 33
	registerCSR0      = 65
	registerPrivilege = registerCSR0 + 4096
)

// Kind is what a Point looks at. The numbers are those of packet Z.
type Kind int

// The kinds.
const (
	SoftwareBreakpoint Kind = iota
	HardwareBreakpoint
	WriteWatchpoint
	ReadWatchpoint
	AccessWatchpoint
)

// Point is where the machine has to stop: before an instruction, or when memory
// is accessed.
type Point struct {
	Kind    Kind
	Address uint64
	Length  uint64 // of memory; of no meaning for breakpoints
}

// How is a way to go on.
type How int

// The ways. Backward ones end at the beginning of what is remembered.
const (
	Continue How = iota
	Step
	ReverseContinue
	ReverseStep
)

// Reason is why a machine has stopped.
type Reason int

// The reasons.
const (
	// Trapped: at a breakpoint, or after a step.
	Trapped Reason = iota
	// Watched: memory is about to be accessed; going backwards, it just has been.
	Watched
	// Interrupted: gdb's user wants it.
	Interrupted
	// Beginning: nothing is remembered of before.
	Beginning
	// Hung: all harts wait for what cannot come.
	Hung
	// Ended: the guest has ended, and there is only a way back.
	Ended
	// Exited: it has been told to go on from there.
	Exited
)

// Stop is where and why a machine has stopped.
type Stop struct {
	Reason Reason
	Hart   int
	Point  Point  // the one at fault, if Watched
	At     uint64 // what address of memory was accessed
	Status int    // the guest's, if Ended or Exited
}
