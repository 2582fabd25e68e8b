// SPDX-License-Identifier: MIT

package gdb

import "bugo/tools/k210emu/device"

// Recorder is the serial line of a machine that goes back and forth. What was typed
// comes again at the same moments, and what the guest has sent once is not shown
// again.
type Recorder struct {
	line device.Line
	now  func() moment // set once the machine is there

	typed []key
	next  int    // of typed
	live  moment // up to here, the machine has run with the line itself
	sent  uint64 // bytes of the guest's
	shown uint64 // of them, to the line
}

// moment is a time in a machine's run: how many instructions have run, and, as time
// can go on without, the cycles.
type moment struct{ steps, cycles uint64 }

func (m moment) before(other moment) bool {
	return m.steps < other.steps || m.steps == other.steps && m.cycles < other.cycles
}

// key is a byte that was typed, and when the guest took it.
type key struct {
	at moment
	b  byte
}

// NewRecorder records a line.
func NewRecorder(line device.Line) *Recorder { return &Recorder{line: line} }

// Send implements device.Line.
func (r *Recorder) Send(b byte) {
	r.sent++
	if r.sent > r.shown {
		r.shown = r.sent
		r.line.Send(b)
	}
}

// Receive implements device.Line.
func (r *Recorder) Receive() (b byte, ok bool) {
	if r.now == nil { // nobody goes back
		return r.line.Receive()
	}
	now := r.now()
	if r.next < len(r.typed) {
		if k := r.typed[r.next]; !now.before(k.at) {
			r.next++
			return k.b, true
		}
		return 0, false
	}
	if !r.live.before(now) { // of one moment the line is asked once only
		return 0, false
	}
	r.live = now
	if b, ok = r.line.Receive(); ok {
		r.typed = append(r.typed, key{now, b})
		r.next++
	}
	return b, ok
}

// position is where a recorder is.
type position struct {
	next int
	sent uint64
}

func (r *Recorder) position() position { return position{r.next, r.sent} }

// rewind goes back to a position.
func (r *Recorder) rewind(p position) { r.next, r.sent = p.next, p.sent }

// forget makes now the end of what has happened: there is another history from here
// on, and what it sends has not been shown.
func (r *Recorder) forget() {
	r.typed = r.typed[:r.next]
	r.live = r.now()
	r.shown = r.sent
}

// undo takes back what has happened after a change at a position.
func (r *Recorder) undo(p position, at moment) {
	r.typed = r.typed[:p.next]
	r.live = at
	r.shown = p.sent
}
