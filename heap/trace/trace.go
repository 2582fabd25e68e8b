// SPDX-License-Identifier: MIT

package trace

import (
	"iter"
	"slices"
)

// Op is one operation of a trace.
type Op struct {
	// ID names the block. In a Trace it counts up from 0 in the order of the
	// allocations; in a Packed trace it is the number of a slot that a later
	// block uses again.
	ID uint32

	// Size and Align are what is asked for, both 0 in a free.
	Size  uint32
	Align uint32 // a power of two

	Free bool
}

// Trace is a trace in memory.
type Trace struct {
	Ops []Op
	IDs int // number of allocations; every Op.ID is below it
}

// All returns the operations in order.
func (t *Trace) All() iter.Seq[Op] { return slices.Values(t.Ops) }
