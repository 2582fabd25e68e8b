// SPDX-License-Identifier: MIT

package service

import (
	"sync/atomic"

	"bugo/arch/sbi"
)

// record is what is known of a hart.
type record struct {
	// status holds stopped, startPending or started.
	status atomic.Uint32
	// requests are what other harts want of this one: request bits.
	requests atomic.Uint32
	// entry and argument are what the hart starts with: pc and a1. They are
	// written before status becomes startPending, and read after.
	entry, argument uint64
	// seen tells a hart that ran before from one that never did. Under the
	// lock Service.starting, but for the boot hart, which is alone.
	seen bool
}

// States of a hart. They differ from sbi.HartState so that the zero value of a
// record is a stopped hart.
const (
	stopped      = 0
	startPending = 1
	started      = 2
	suspended    = 3
)

// state returns what SBI calls the state of a record (SBI v2.0 §9).
func (r *record) state() sbi.HartState {
	switch r.status.Load() {
	case started:
		return sbi.HartStarted
	case startPending:
		return sbi.HartStartPending
	case suspended:
		return sbi.HartSuspended
	}
	return sbi.HartStopped
}

// running reports whether the hart is in a kernel's hands: it will look at its
// requests.
func (r *record) running() bool {
	status := r.status.Load()
	return status == started || status == suspended
}

// Requests from one hart to another.
const (
	requestSoftware          = 1 << 0 // make the supervisor software interrupt pending
	requestFenceInstructions = 1 << 1
	requestFenceTranslations = 1 << 2
	requestPageFaults        = 1 << 3 // look at Service.faulting
	requestHalt              = 1 << 4 // end

	requestFences = requestFenceInstructions | requestFenceTranslations
)

// want adds requests to what r has, and done takes them away.

func (r *record) want(requests uint32) { r.change(0, requests) }
func (r *record) done(requests uint32) { r.change(requests, 0) }

// change clears and sets bits of r's requests at once.
func (r *record) change(clear, set uint32) {
	for {
		old := r.requests.Load()
		if r.requests.CompareAndSwap(old, old&^clear|set) {
			return
		}
	}
}

// request notes wants in the record of a hart and interrupts it.
func (s *Service) request(hart int, wants uint32) {
	s.records[hart].want(wants)
	s.Board.IPI.Raise(hart)
}

// SoftwareInterrupt does what other harts requested of the running one.
//
// Preconditions: M-mode, interrupts off.
func (s *Service) SoftwareInterrupt() {
	hart := s.CPU.Hart()
	// The interrupt is cleared before the requests are read: one that comes in
	// between raises it again, and finds nothing to do.
	s.Board.IPI.Clear(hart)
	s.serve(&s.records[hart])
}

// serve does the requests of the running hart, whose record is r. The bits of
// fences go only when the fences are done: their sender waits for that.
func (s *Service) serve(r *record) {
	wants := r.requests.Load()
	if wants&requestSoftware != 0 {
		s.CPU.SetSupervisorSoftware(true)
	}
	if wants&requestFenceInstructions != 0 {
		s.CPU.FenceInstructions()
	}
	if wants&requestFenceTranslations != 0 {
		s.CPU.FenceTranslations()
	}
	if wants&requestPageFaults != 0 {
		s.CPU.SetPageFaults(s.PageFaults())
	}
	r.done(wants)
	if wants&requestHalt != 0 {
		s.CPU.Halt()
	}
}
