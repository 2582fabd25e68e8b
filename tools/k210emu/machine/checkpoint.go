// SPDX-License-Identifier: MIT

package machine

import "bytes"

// Checkpoint is a snapshot that stays in the process: quick to make, and sharing
// with others the memory that is the same. A debugger goes back to one, and from
// there forward again.
type Checkpoint struct {
	// Steps is how many instructions the machine had run.
	Steps uint64

	state []byte
	pages [][]byte // of all memories
}

const checkpointPage = 4096

// Checkpoint makes a checkpoint of now. What is the same in the one before, if there
// is one, is shared.
func (m *Machine) Checkpoint(before *Checkpoint) (*Checkpoint, error) {
	encoded, err := m.encodeState()
	if err != nil {
		return nil, err
	}
	c := &Checkpoint{Steps: m.Steps(), state: encoded}
	m.eachPage(func(n int, page []byte) {
		if before != nil && bytes.Equal(before.pages[n], page) {
			c.pages = append(c.pages, before.pages[n])
		} else {
			c.pages = append(c.pages, bytes.Clone(page))
		}
	})
	return c, nil
}

// Rewind puts the machine back to where it was at a checkpoint of its own.
func (m *Machine) Rewind(c *Checkpoint) error {
	apply, err := m.decodeState(c.state)
	if err != nil {
		return err
	}
	m.eachPage(func(n int, page []byte) { copy(page, c.pages[n]) })
	apply()
	return nil
}

// eachPage calls f with the pages of all memories, always in the same order.
func (m *Machine) eachPage(f func(n int, page []byte)) {
	n := 0
	for _, memory := range m.kind.memories() {
		for rest := memory.bytes; len(rest) > 0; n++ {
			size := min(len(rest), checkpointPage)
			f(n, rest[:size])
			rest = rest[size:]
		}
	}
}

// Reset starts the machine again, as its guest can: memory keeps what it has.
func (m *Machine) Reset() {
	m.kind.reset()
	m.turns.Going = false
}
