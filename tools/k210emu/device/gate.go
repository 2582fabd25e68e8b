// SPDX-License-Identifier: MIT

package device

// Gate stands before a peripheral whose clock can be off, or that can be held
// in reset. Nobody answers then: loads give 0, and stores are lost. What the
// chip does then is not documented; it is a mistake of the guest's in any case.
type Gate struct {
	Device Device
	// Enabled tells whether the peripheral answers (SYSCTL.Enabled).
	Enabled func() bool
	// Closed, if there, is told of an access that nobody answers.
	Closed func(offset uint64, store bool)
}

// Load implements Device.
func (g *Gate) Load(offset uint64, size int) (value uint64, ok bool) {
	if g.open(offset, false) {
		return g.Device.Load(offset, size)
	}
	return 0, true
}

// Store implements Device.
func (g *Gate) Store(offset uint64, size int, value uint64) (ok bool) {
	if g.open(offset, true) {
		return g.Device.Store(offset, size, value)
	}
	return true
}

func (g *Gate) open(offset uint64, store bool) bool {
	if g.Enabled() {
		return true
	}
	if g.Closed != nil {
		g.Closed(offset, store)
	}
	return false
}
