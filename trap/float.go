// SPDX-License-Identifier: MIT

package trap

// Floats is what a task has in the floating-point unit: f0..f31 and fcsr.
type Floats struct {
	F    [32]uint64
	Fcsr uint64
}

// FPU is a floating-point unit: the hart's, or a test's.
type FPU interface {
	// Save copies the registers to f, Load copies f to the registers. The unit
	// must be enabled.
	Save(f *Floats)
	Load(f *Floats)
	// Enable lets instructions use the unit, or makes them illegal.
	Enable(on bool)
}

// LazyFloats gives the floating-point unit to one task after the other, and
// only to those that use it: most apps never do, and a switch between them
// leaves the 33 registers alone.
//
// The unit is off while a task runs that is not its owner. The first
// instruction that needs it is then illegal; Claim saves the owner's registers,
// loads the task's and turns the unit on, and the instruction runs again. What
// a task left in the unit stays there until another one claims it.
//
// The kernel itself must not compute with floats in trap context: with the
// unit off it would trap, and with the unit on it would spoil an app's numbers.
type LazyFloats struct {
	Unit  FPU
	owner *Floats
	on    bool
}

// Switch prepares the unit for the task whose registers are f.
func (l *LazyFloats) Switch(f *Floats) {
	if on := f == l.owner; on != l.on {
		l.on = on
		l.Unit.Enable(on)
	}
}

// InUse reports whether some task owns the unit. While none does, it stays off.
func (l *LazyFloats) InUse() bool { return l.owner != nil }

// Claim gives the unit to the running task, whose registers are f. It reports
// false if the task has it already: then its instruction is illegal in truth.
func (l *LazyFloats) Claim(f *Floats) bool {
	if l.on {
		return false
	}
	l.on = true
	l.Unit.Enable(true)
	if l.owner != nil {
		l.Unit.Save(l.owner)
	}
	l.owner = f
	l.Unit.Load(f)
	return true
}

// Release forgets the registers of a task that has ended.
func (l *LazyFloats) Release(f *Floats) {
	if l.owner == f {
		l.owner = nil
		l.Switch(f)
	}
}

// Reset turns the unit off, whatever the boot left: no task owns it yet.
func (l *LazyFloats) Reset() {
	l.owner, l.on = nil, false
	l.Unit.Enable(false)
}
