// SPDX-License-Identifier: MIT

package gdb

import (
	"fmt"

	"bugo/tools/k210emu/machine"
)

const (
	// interval is how many instructions there are between two checkpoints, while the
	// machine runs at full speed, and watchedInterval while it is observed, which is
	// slower.
	interval        = 8_000_000
	watchedInterval = 1_000_000
	// near is how far behind a place that was gone back to there is a checkpoint, so
	// that the next step back is a short way.
	near = 10_000
	// most is how many checkpoints are kept. Of older ones every second is dropped.
	most = 64
)

// history is the checkpoints of a machine's run. A run goes from one to the next by
// itself, unless the debugger has changed something: that is a checkpoint, too, at
// the same place as what was before it.
type history struct {
	m        Emulated
	recorder *Recorder
	points   []point // oldest first
}

// point is a checkpoint, and all besides that is to go back to.
type point struct {
	*machine.Checkpoint
	line    position
	changed bool // by the debugger, just before
}

// last is the newest checkpoint.
func (h *history) last() *point { return &h.points[len(h.points)-1] }

// mark makes a checkpoint of now.
func (h *history) mark(changed bool) error {
	var before *machine.Checkpoint
	if len(h.points) > 0 {
		before = h.last().Checkpoint
	}
	c, err := h.m.Checkpoint(before)
	if err != nil {
		return fmt.Errorf("cannot make a checkpoint: %w", err)
	}
	at := len(h.points)
	for at > 0 && h.points[at-1].Steps > c.Steps {
		at--
	}
	p := point{c, h.recorder.position(), changed}
	h.points = append(h.points[:at], append([]point{p}, h.points[at:]...)...)
	if len(h.points) > most {
		h.thin()
	}
	return nil
}

// thin drops every second of the older half of the checkpoints, but for the first
// one, and those of changes.
func (h *history) thin() {
	var kept []point
	for n, p := range h.points {
		if n == 0 || p.changed || n >= len(h.points)/2 || n%2 == 0 {
			kept = append(kept, p)
		}
	}
	h.points = kept
}

// change makes another history from here on, which the debugger has begun by
// changing something.
func (h *history) change() error {
	now := h.m.Steps()
	for len(h.points) > 0 && (h.last().Steps > now || h.last().Steps == now && h.last().changed) {
		h.points = h.points[:len(h.points)-1]
	}
	h.recorder.forget()
	return h.mark(true)
}

// begin makes a new history of now.
func (h *history) begin() error {
	h.points = nil
	h.recorder.forget()
	return h.mark(false)
}

// restore goes back to a checkpoint. What the debugger had changed after it is
// undone, and with it what has happened since.
func (h *history) restore(n int) error {
	p := h.points[n]
	for later := n + 1; later < len(h.points); later++ {
		if c := h.points[later]; c.changed {
			h.recorder.undo(c.line, moment{steps: c.Steps})
			h.points = h.points[:later]
			break
		}
	}
	if err := h.m.Rewind(p.Checkpoint); err != nil {
		return fmt.Errorf("cannot go back: %w", err)
	}
	h.recorder.rewind(p.line)
	return nil
}
