// SPDX-License-Identifier: MIT

package device

// Unmodelled stands where the chip has a device that nobody has modelled. It
// loads 0 and loses what is stored, and tells so when it is used first, so that
// a program that needs it does not merely go wrong.
type Unmodelled struct {
	Name string
	// Used, if there, is told of the first access.
	Used func(name string, offset uint64, store bool)

	s UnmodelledState
}

// UnmodelledState is all of an Unmodelled that changes.
type UnmodelledState struct{ Told bool }

// State returns what changes, for snapshots: a *UnmodelledState.
func (u *Unmodelled) State() any { return &u.s }

func (u *Unmodelled) tell(offset uint64, store bool) {
	if u.s.Told {
		return
	}
	u.s.Told = true
	if u.Used != nil {
		u.Used(u.Name, offset, store)
	}
}

// Load implements Device, for all sizes.
func (u *Unmodelled) Load(offset uint64, _ int) (value uint64, ok bool) {
	u.tell(offset, false)
	return 0, true
}

// Store implements Device, for all sizes.
func (u *Unmodelled) Store(offset uint64, _ int, _ uint64) (ok bool) {
	u.tell(offset, true)
	return true
}
