// SPDX-License-Identifier: MIT

package gdb

import (
	"slices"

	"bugo/tools/k210emu/hart"
)

// points are the breakpoints and watchpoints that are set. To set or remove one
// twice is to do so once (gdb's manual, packet Z).
type points struct {
	breaks  map[uint64]uint8 // bits of the kinds that are set, by address
	watches []Point
}

func (p *points) insert(point Point) {
	if point.wanted() != 0 {
		if !slices.Contains(p.watches, point) {
			p.watches = append(p.watches, point)
		}
		return
	}
	if p.breaks == nil {
		p.breaks = map[uint64]uint8{}
	}
	p.breaks[point.Address] |= 1 << point.Kind
}

func (p *points) remove(point Point) {
	if point.wanted() != 0 {
		p.watches = slices.DeleteFunc(p.watches, func(w Point) bool { return w == point })
		return
	}
	if left := p.breaks[point.Address] &^ (1 << point.Kind); left != 0 {
		p.breaks[point.Address] = left
	} else {
		delete(p.breaks, point.Address)
	}
}

func (p *points) empty() bool { return len(p.breaks) == 0 && len(p.watches) == 0 }

// watched returns the watchpoint that the next instruction of a hart touches.
func (p *points) watched(h *hart.Hart) (stop Stop, ok bool) {
	if len(p.watches) == 0 {
		return Stop{}, false
	}
	address, size, what := accessOf(h)
	if what == 0 {
		return Stop{}, false
	}
	for _, w := range p.watches {
		if at, ok := w.touches(address, size, what); ok {
			return Stop{Reason: Watched, Hart: int(h.ID), Point: w, At: at}, true
		}
	}
	return Stop{}, false
}

// breaker is the observer that stops a machine which goes forward. At a watchpoint it
// stops before the access: gdb expects that of RISC-V, and makes a step to see what
// has changed. Backwards that is behind the access: see finder.
type breaker struct {
	points *points
	began  []place // of harts, which no breakpoint stops there

	stepping    *hart.Hart // if it is to make a step
	interrupted bool       // by an interrupt, whose handler is to come back
	back        place      // to here

	stop Stop // why it has stopped the machine
}

// place is where a hart is.
type place struct {
	pc    uint64
	mode  hart.Privilege
	steps uint64
}

func placeOf(h *hart.Hart) place { return place{h.PC(), h.Privilege(), h.Steps()} }

// Before implements machine.Observer.
func (b *breaker) Before(h *hart.Hart) (stop bool) {
	if h == b.stepping && b.interrupted && h.PC() == b.back.pc && h.Privilege() == b.back.mode {
		b.interrupted = false
	}
	if placeOf(h) == b.began[h.ID] {
		return false
	}
	if b.points.breaks[h.PC()] != 0 {
		b.stop = Stop{Reason: Trapped, Hart: int(h.ID)}
		return true
	}
	watch, stop := b.points.watched(h)
	if stop {
		b.stop = watch
	}
	return stop
}

// After implements machine.Observer.
func (b *breaker) After(h *hart.Hart, _ bool) (stop bool) {
	if h == b.stepping && !b.interrupted {
		b.stop = Stop{Reason: Trapped, Hart: int(h.ID)}
		return true
	}
	return false
}

// Interrupted implements machine.Observer.
func (b *breaker) Interrupted(h *hart.Hart, _, pc uint64, from hart.Privilege) {
	if h == b.stepping && !b.interrupted {
		b.interrupted, b.back = true, place{pc: pc, mode: from}
	}
}

// finder is the observer that looks for the last place to stop at, while a machine
// runs again through what has happened.
type finder struct {
	points *points
	hart   *hart.Hart // whose last instruction it is, or nil: the last point
	done   func() uint64

	watching bool
	watch    Stop
	at       uint64 // where the instruction that runs is

	found bool
	last  Stop
	steps uint64 // of the machine, where to stop
}

// Before implements machine.Observer.
func (f *finder) Before(h *hart.Hart) (stop bool) {
	f.at = f.done()
	switch {
	case f.hart == h:
		f.found, f.last, f.steps = true, Stop{Reason: Trapped, Hart: int(h.ID)}, f.at
	case f.hart == nil && f.points.breaks[h.PC()] != 0:
		f.found, f.last, f.steps = true, Stop{Reason: Trapped, Hart: int(h.ID)}, f.at
	}
	f.watching = false
	if f.hart == nil {
		f.watch, f.watching = f.points.watched(h)
	}
	return false
}

// After implements machine.Observer.
func (f *finder) After(_ *hart.Hart, trapped bool) (stop bool) {
	if f.watching && !trapped {
		f.found, f.last, f.steps = true, f.watch, f.at+1
	}
	return false
}

// Interrupted implements machine.Observer.
func (f *finder) Interrupted(*hart.Hart, uint64, uint64, hart.Privilege) {}

// halter is the observer that stops a machine before its next instruction: behind
// the interrupts, and the waits, that come before it.
type halter struct{}

// Before implements machine.Observer.
func (halter) Before(*hart.Hart) (stop bool) { return true }

// After implements machine.Observer.
func (halter) After(*hart.Hart, bool) (stop bool) { return false }

// Interrupted implements machine.Observer.
func (halter) Interrupted(*hart.Hart, uint64, uint64, hart.Privilege) {}
