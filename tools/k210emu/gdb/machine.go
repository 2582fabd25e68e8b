// SPDX-License-Identifier: MIT

package gdb

import (
	"fmt"
	"io"
	"strings"

	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/machine"
)

// Emulated is a machine of either kind.
type Emulated interface {
	Run(limit uint64) machine.Outcome
	Steps() uint64
	Cycles() uint64
	Harts() []*hart.Hart
	Memory(address uint64) []byte

	Observe(o machine.Observer)
	Ignore(o machine.Observer)

	Checkpoint(before *machine.Checkpoint) (*machine.Checkpoint, error)
	Rewind(c *machine.Checkpoint) error
	Save(w io.Writer) error
	Restore(r io.Reader) error
	Reset()
	Report(w io.Writer)
}

// Machine is an emulated machine as a Target.
type Machine struct {
	// Flush, if there, is called now and then: what the guest has sent is to be seen.
	Flush func()

	m       Emulated
	history history
	points  points

	hurry bool   // what has happened happens again
	began uint64 // how many instructions had run when the machine went on
}

// NewMachine returns a machine as a Target. Its line is the recorder.
func NewMachine(m Emulated, recorder *Recorder) (*Machine, error) {
	recorder.now = func() moment { return moment{m.Steps(), m.Cycles()} }
	t := &Machine{m: m, history: history{m: m, recorder: recorder}}
	if err := t.history.begin(); err != nil {
		return nil, err
	}
	return t, nil
}

// Hurries tells whether the machine does again what has happened, so that its waits
// are to take no time.
func (t *Machine) Hurries() bool { return t.hurry }

// Harts implements Target.
func (t *Machine) Harts() int { return len(t.m.Harts()) }

// HartInfo implements Target.
func (t *Machine) HartInfo(n int) string {
	h := t.m.Harts()[n]
	text := fmt.Sprintf("hart %d, %s", n, modeName(h.Privilege()))
	if h.Waiting() {
		text += ", waits (wfi)"
	}
	return text
}

func modeName(p hart.Privilege) string {
	switch p {
	case hart.User:
		return "U-mode"
	case hart.Supervisor:
		return "S-mode"
	default:
		return "M-mode"
	}
}

// CSRs implements Target.
func (t *Machine) CSRs() []CSR { return csrsOf(t.m.Harts()[0].Spec) }

// Register implements Target.
func (t *Machine) Register(n, number int) (value uint64, ok bool) {
	h := t.m.Harts()[n]
	switch {
	case number < 0:
		return 0, false
	case number < registerPC:
		return h.X(number), true
	case number == registerPC:
		return h.PC(), true
	case number < registerCSR0:
		return h.F(number - registerF0), true
	case number == registerPrivilege:
		return uint64(h.Privilege()), true
	default:
		return h.CSR(uint32(number - registerCSR0))
	}
}

// SetRegister implements Target. A mode that is not there is none.
func (t *Machine) SetRegister(n, number int, value uint64) (ok bool) {
	h := t.m.Harts()[n]
	switch {
	case number <= 0:
		return false
	case number < registerPC:
		h.SetX(number, value)
	case number == registerPC:
		h.SetPC(value)
	case number < registerCSR0:
		h.SetF(number-registerF0, value)
	case number == registerPrivilege:
		ok = h.SetPrivilege(hart.Privilege(value))
		if !ok || value > uint64(hart.Machine) {
			return false
		}
	default:
		if !h.SetCSR(uint32(number-registerCSR0), value) {
			return false
		}
	}
	return t.history.change() == nil
}

// Read implements Target.
func (t *Machine) Read(n int, address uint64, b []byte) (read int) {
	h := t.m.Harts()[n]
	const page = 4096
	for read < len(b) {
		at := address + uint64(read)
		piece := b[read:min(len(b), read+page-int(at%page))]
		if !h.Peek(at, piece) {
			memory := t.m.Memory(at)
			if len(memory) < len(piece) {
				break
			}
			copy(piece, memory)
		}
		read += len(piece)
	}
	return read
}

// Write implements Target. What harts have decoded there they decode again.
func (t *Machine) Write(n int, address uint64, b []byte) (ok bool) {
	h := t.m.Harts()[n]
	if len(b) == 0 {
		return true
	}
	if !h.Poke(address, b) {
		memory := t.m.Memory(address)
		if len(memory) < len(b) {
			return false
		}
		copy(memory, b)
	}
	for _, h := range t.m.Harts() {
		h.ForgetCode()
	}
	return t.history.change() == nil
}

// Insert implements Target.
func (t *Machine) Insert(p Point) { t.points.insert(p) }

// Remove implements Target.
func (t *Machine) Remove(p Point) { t.points.remove(p) }

// Resume implements Target.
func (t *Machine) Resume(how How, n int, interrupted func() bool) (Stop, error) {
	if t.Flush != nil {
		defer t.Flush()
	}
	switch how {
	case ReverseContinue:
		return t.back(nil, n, interrupted)
	case ReverseStep:
		return t.back(t.m.Harts()[n], n, interrupted)
	}
	t.began = t.m.Steps()
	b := &breaker{points: &t.points}
	for _, h := range t.m.Harts() {
		b.began = append(b.began, placeOf(h))
	}
	if how == Step {
		b.stepping = t.m.Harts()[n]
	}
	every := uint64(interval)
	if how == Step || !t.points.empty() {
		every = watchedInterval
		t.m.Observe(b)
		defer t.m.Ignore(b)
	}
	const piece = 1_000_000 // instructions between two looks at gdb
	for {
		if t.m.Steps()-t.history.last().Steps >= every && t.history.last().Steps <= t.m.Steps() {
			if err := t.history.mark(false); err != nil {
				return Stop{}, err
			}
		}
		outcome := t.m.Run(piece)
		if t.Flush != nil {
			t.Flush()
		}
		switch outcome.Reason {
		case machine.Stopped:
			return b.stop, nil
		case machine.Finished:
			stop := Stop{Reason: Ended, Hart: n, Status: outcome.Status}
			if t.m.Steps() == t.began {
				stop.Reason = Exited
			}
			return stop, nil
		case machine.Hung:
			return Stop{Reason: Hung, Hart: n}, nil
		}
		if interrupted() {
			return Stop{Reason: Interrupted, Hart: t.running(n)}, nil
		}
	}
}

// running is a hart that runs: the one that is looked at, if it does.
func (t *Machine) running(n int) int {
	harts := t.m.Harts()
	if !harts[n].Waiting() {
		return n
	}
	for id, h := range harts {
		if !h.Waiting() {
			return id
		}
	}
	return n
}

// back goes back to the last instruction of a hart, or, where it is nil, to the last
// breakpoint or watchpoint. n is the hart that is looked at.
func (t *Machine) back(h *hart.Hart, n int, interrupted func() bool) (Stop, error) {
	t.hurry = true
	defer func() { t.hurry = false }()
	to := t.m.Steps()
	for from := len(t.history.points) - 1; from >= 0; from-- {
		begin := t.history.points[from].Steps
		if begin >= to {
			continue
		}
		if err := t.history.restore(from); err != nil {
			return Stop{}, err
		}
		f := &finder{points: &t.points, hart: h, done: t.m.Steps}
		t.m.Observe(f)
		stopped := t.runTo(to, interrupted)
		t.m.Ignore(f)
		switch {
		case f.found && f.steps == t.m.Steps(): // right behind a watched access
			return f.last, nil
		case f.found:
			return f.last, t.goTo(f.steps)
		case stopped:
			return Stop{Reason: Interrupted, Hart: n}, t.history.restore(from)
		}
		to = begin
	}
	return Stop{Reason: Beginning, Hart: n}, t.history.restore(0)
}

// runTo lets the machine do again what it has done, until it has run so many
// instructions.
func (t *Machine) runTo(steps uint64, interrupted func() bool) (stopped bool) {
	const piece = 1_000_000
	for t.m.Steps() < steps {
		t.m.Run(min(piece, steps-t.m.Steps()))
		if interrupted != nil && interrupted() {
			return true
		}
	}
	return false
}

// goTo goes back to where the machine had run so many instructions, and to right
// before the next one.
//
// Precondition: it has run more.
func (t *Machine) goTo(steps uint64) error {
	from := len(t.history.points) - 1
	for from > 0 && t.history.points[from].Steps > steps {
		from--
	}
	if err := t.history.restore(from); err != nil {
		return err
	}
	if steps-t.m.Steps() > 2*near {
		t.runTo(steps-near, nil)
		if err := t.history.mark(false); err != nil {
			return err
		}
	}
	t.runTo(steps, nil)
	t.m.Observe(halter{})
	defer t.m.Ignore(halter{})
	for t.m.Run(interval).Reason == machine.LimitReached { // a wait counts, too
	}
	return nil
}

// Monitor implements Target.
func (t *Machine) Monitor(n int, order string, out io.Writer) error {
	words := strings.Fields(order)
	if len(words) == 0 {
		words = []string{"help"}
	}
	for _, o := range orders {
		if o.name == words[0] {
			return o.do(t, n, words[1:], out)
		}
	}
	return fmt.Errorf("there is no order %q: monitor help lists them", words[0])
}
