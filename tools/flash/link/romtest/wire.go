// SPDX-License-Identifier: MIT

package romtest

import "time"

// poll is how long a Read of a Wire waits for bytes.
const poll = 10 * time.Millisecond

// A Wire is a serial line with a Board at its end, and the line's own clock:
// a link.Port and a link.Clock. Time passes only while somebody waits.
type Wire struct {
	Board *Board
	Baud  uint32        // of the host's end
	Late  time.Duration // how late the replies of LateTwin are
	Lost  error         // what reads and writes say, where not nil
	// Behind is what the board sends behind its replies to a Write.
	Behind []byte

	now     time.Time
	arrived []byte
	coming  []delayed
}

// delayed is what will arrive.
type delayed struct {
	at   time.Time
	data []byte
}

// NewWire connects a host to a board.
func NewWire(board *Board) *Wire {
	return &Wire{Board: board, Baud: board.Baud, Late: 1100 * time.Millisecond}
}

// Now is the line's time.
func (w *Wire) Now() time.Time { return w.now }

// Sleep lets time pass.
func (w *Wire) Sleep(d time.Duration) {
	w.now = w.now.Add(d)
	w.Board.Milliseconds = uint64(w.now.Sub(time.Time{}).Milliseconds())
	w.Board.Idle()
}

// Write hands bytes to the board; at another rate than the board's they are
// lost. The replies arrive at once, or those behind a pause late and one after
// the other.
func (w *Wire) Write(line []byte) (int, error) {
	if w.Lost != nil {
		return 0, w.Lost
	}
	if w.Baud != w.Board.Baud {
		return len(line), nil
	}
	replies := w.Board.Receive(line)
	at := w.now
	for _, reply := range replies {
		if reply == nil {
			at = at.Add(w.Late)
			continue
		}
		w.coming = append(w.coming, delayed{at, reply})
		if at.After(w.now) {
			at = at.Add(poll)
		}
	}
	w.coming = append(w.coming, delayed{at, w.Behind})
	return len(line), nil
}

// arrive moves what has come by now to the input.
func (w *Wire) arrive() {
	rest := w.coming[:0]
	for _, c := range w.coming {
		if c.at.After(w.now) {
			rest = append(rest, c)
			continue
		}
		w.arrived = append(w.arrived, c.data...)
	}
	w.coming = rest
}

// Read returns what has arrived, or nothing one poll later.
func (w *Wire) Read(p []byte) (int, error) {
	if w.Lost != nil {
		return 0, w.Lost
	}
	w.arrive()
	if len(w.arrived) == 0 {
		w.Sleep(poll)
		return 0, nil
	}
	n := copy(p, w.arrived)
	w.arrived = w.arrived[n:]
	return n, nil
}

// ResetInputBuffer drops what has arrived.
func (w *Wire) ResetInputBuffer() error {
	w.arrive()
	w.arrived = nil
	return nil
}

// SetBaud changes the host's rate.
func (w *Wire) SetBaud(rate uint32) error {
	w.Baud = rate
	return nil
}
