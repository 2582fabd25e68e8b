// SPDX-License-Identifier: MIT

package machine

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"io"
	"reflect"
	"sync"

	"bugo/tools/k210emu/device"
	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/isprom"
)

// component is a device whose state is part of the machine's.
type component struct {
	name   string
	device stateful
}

// stateful is a device that changes. State returns a pointer to all that does, a
// structure of exported fields without maps, functions and pointers to others.
type stateful interface {
	State() any
}

// checker is a stateful device that not every value of its State's type suits.
type checker interface {
	CheckState(state any) error
}

// restorer is a stateful device whose State is not where it keeps it.
type restorer interface {
	RestoreState(state any)
}

// memory is bytes of the machine that are not in a State.
type memory struct {
	name  string
	bytes []byte
	// powerOn fills memory with what it held when the machine was made, or near it:
	// snapshots hold what is different.
	powerOn func(b []byte)
}

// state is a machine's, but for memories: what gob encodes.
type state struct {
	Turns   turns
	Harts   []*hart.State
	Devices []deviceState
}

type deviceState struct {
	Name  string
	State []byte // as gob
}

// stateTypes has a value of each type that a component of any machine has for its
// state, and first the machine's own.
var stateTypes = []any{
	&state{Harts: []*hart.State{{}}, Devices: []deviceState{{}}},
	&device.CLINTState{}, &device.UART16550State{}, &device.Finisher{},
	&device.UARTHSState{}, &device.SYSCTLState{}, &device.FPIOAState{}, &device.GPIOHSState{}, &device.PLICState{},
	&device.DWGPIOState{}, &device.DWUARTState{}, &device.DWTimerState{}, &device.DWWatchdogState{},
	&device.SSIState{}, &device.NORState{}, &device.SDCardState{}, &device.UnmodelledState{},
	&receiverState{}, &watchdogState{}, &isprom.State{}, &bootState{}, &diskState{},
}

// registerTypes makes gob number the types in an order that does not depend on
// what the process has encoded or decoded before, so that equal machines have
// equal snapshots.
var registerTypes = sync.OnceFunc(func() {
	for _, value := range stateTypes {
		_ = gob.NewEncoder(io.Discard).Encode(value) // there is nothing that cannot be encoded
	}
})

// encodeState returns the machine's state, but for memories.
func (m *Machine) encodeState() ([]byte, error) {
	registerTypes()
	m.clint.Update() // whenever it was done last
	s := state{Turns: m.turns}
	for _, h := range m.harts {
		s.Harts = append(s.Harts, h.State())
	}
	for _, c := range m.kind.components() {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(c.device.State()); err != nil {
			return nil, fmt.Errorf("cannot encode %s: %w", c.name, err)
		}
		s.Devices = append(s.Devices, deviceState{c.name, b.Bytes()})
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(&s); err != nil {
		return nil, fmt.Errorf("cannot encode the machine: %w", err)
	}
	return b.Bytes(), nil
}

// decodeState reads a state, and checks all of it. apply puts the machine into
// it, once the memories are what they were.
func (m *Machine) decodeState(encoded []byte) (apply func(), err error) {
	registerTypes()
	var s state
	if err := gob.NewDecoder(bytes.NewReader(encoded)).Decode(&s); err != nil {
		return nil, err
	}
	components := m.kind.components()
	switch {
	case len(s.Harts) != len(m.harts):
		return nil, fmt.Errorf("there are %d harts, not %d", len(m.harts), len(s.Harts))
	case len(s.Devices) != len(components):
		return nil, fmt.Errorf("there are %d devices, not %d", len(components), len(s.Devices))
	case s.Turns.Hart < 0 || s.Turns.Hart >= len(m.harts):
		return nil, fmt.Errorf("it is the turn of hart %d of %d", s.Turns.Hart, len(m.harts))
	}
	for n, h := range s.Harts {
		if h == nil {
			return nil, fmt.Errorf("hart %d has no state", n)
		}
		if err := m.harts[n].CheckState(h); err != nil {
			return nil, fmt.Errorf("hart %d: %w", n, err)
		}
	}
	var states []reflect.Value
	for n, c := range components {
		if s.Devices[n].Name != c.name {
			return nil, fmt.Errorf("device %d is %s, not %s", n, c.name, s.Devices[n].Name)
		}
		fresh := reflect.New(reflect.TypeOf(c.device.State()).Elem())
		if err := gob.NewDecoder(bytes.NewReader(s.Devices[n].State)).DecodeValue(fresh); err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		if c, ok := c.device.(checker); ok {
			if err := c.CheckState(fresh.Interface()); err != nil {
				return nil, fmt.Errorf("%s: %w", components[n].name, err)
			}
		}
		states = append(states, fresh)
	}
	return func() {
		m.turns = s.Turns
		m.current = m.harts[s.Turns.Hart]
		m.stopped = false
		for n, h := range m.harts {
			h.SetState(s.Harts[n])
		}
		for n, c := range components {
			if r, ok := c.device.(restorer); ok {
				r.RestoreState(states[n].Interface())
				continue
			}
			reflect.ValueOf(c.device.State()).Elem().Set(states[n].Elem())
		}
		m.kind.restored()
		if m.strict != nil { // it has no part in this, and knows nothing of memory now
			m.strict.Forget()
		}
	}, nil
}
