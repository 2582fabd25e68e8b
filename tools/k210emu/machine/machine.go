// SPDX-License-Identifier: MIT

package machine

import (
	"bugo/tools/k210emu/device"
	"bugo/tools/k210emu/hart"
)

// Machine is harts, memory and devices that run.
type Machine struct {
	kind          kind
	harts         []*hart.Hart
	ram           []byte // all of it, whatever of it is switched on
	ramBase       uint64
	aliasBase     uint64       // where it is once more, uncached; 0 for nowhere
	strict        *hart.Strict // or nil
	clint         device.CLINT
	timed         []timed // what does something by itself, but the CLINT
	cyclesPerTick uint64  // of mtime

	turns   turns
	current *hart.Hart // whose turn it is, or was last

	observers []Observer
	stopped   bool // one of them wants the machine to stop

	// Idle, where there is one, is called when all harts wait for so many cycles
	// that nothing will happen in: who shows the machine to a person lets them pass.
	// Run ends early, as if at its limit, when it does not want to go on.
	Idle func(cycles uint64) (goOn bool)
}

// kind is what differs between machines.
type kind interface {
	// reset puts memory, harts and devices into the state that the machine starts in.
	reset()
	// held is called before harts run. Where something keeps them from that, it does
	// it, and tells how many cycles that took, and whether nothing else happened.
	held() (cycles uint64, idle bool)
	// resetRequested tells whether the guest has asked to start again.
	resetRequested() bool
	// finished tells whether the guest has ended the machine, and how.
	finished() (status int, ok bool)
	// halted is called when all harts wait for what cannot come. It tells whether
	// the guest has meant that to be the end, and how.
	halted() (status int, ok bool)

	// For snapshots, and what else needs all of the machine: see state.go.

	// madeFrom tells the kind's name, and what else the machine was made from: those
	// of one kind that were made from the same have the same snapshots.
	madeFrom() (kind string, inputs []byte)
	// components are all devices that change, and memories all bytes that do; always
	// in the same order.
	components() []component
	memories() []memory
	// restored is called when all of these are as a snapshot has them.
	restored()
}

// timed is a device that does something at a time.
type timed interface {
	// Next returns in how many cycles that will be, or device.Never.
	Next() (cycles uint64)
	// Update does what is due by now.
	Update()
}

// addHarts makes a machine's harts, in reset at pc.
func (m *Machine) addHarts(n int, spec *hart.Spec, ramSize int, devices hart.Bus, pc uint64) {
	m.clint.Time = m.ticks
	for id := range n {
		h := hart.New(hart.Config{
			ID:     uint64(id),
			Spec:   spec,
			RAM:    hart.RAM{Base: m.ramBase, Bytes: m.ram[:ramSize]},
			Bus:    devices,
			Clock:  &m.clint,
			Strict: m.strict,
		}, pc)
		m.harts = append(m.harts, h)
		m.clint.Harts = append(m.clint.Harts, h)
	}
	m.current = m.harts[0]
}

// Cycles returns how much time has passed for the guest, in cycles of its clock.
func (m *Machine) Cycles() uint64 { return m.turns.Cycles + m.current.Steps() - m.turns.Start }

// ticks is the time in units of mtime.
func (m *Machine) ticks() uint64 { return m.Cycles() / m.cyclesPerTick }

// Harts returns the machine's harts.
func (m *Machine) Harts() []*hart.Hart { return m.harts }

// Retired returns how many instructions all harts have retired.
func (m *Machine) Retired() (total uint64) {
	for _, h := range m.harts {
		total += h.Retired()
	}
	return total
}

// Steps returns how many instructions all harts have run, trapped ones included:
// it says how far the machine has come.
func (m *Machine) Steps() (total uint64) {
	for _, h := range m.harts {
		total += h.Steps()
	}
	return total
}

// Memory returns the RAM from an address on, or nothing where there is none.
func (m *Machine) Memory(address uint64) []byte {
	offset := address - m.ramBase
	if offset > uint64(len(m.ram)) {
		return nil
	}
	return m.ram[offset:]
}
