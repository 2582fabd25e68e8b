// SPDX-License-Identifier: MIT

package service

import "bugo/arch/sbi"

// remoteFence answers the remote fence extension (SBI v2.0 §8). A fence of some
// addresses or one address space is done as one of all, which is always
// allowed, and all that the K210 can (k210-facts.md §2.7).
func (s *Service) remoteFence(call *Call) Answer {
	var wants uint32
	switch call.Function {
	case sbi.RemoteFenceI:
		wants = requestFenceInstructions
	case sbi.RemoteSfenceVMA, sbi.RemoteSfenceVMAASID:
		wants = requestFenceTranslations
	default: // for hypervisors
		return outcome(sbi.ErrNotSupported)
	}
	targets, err := s.listed(call.Args[0], call.Args[1])
	if err == sbi.Success {
		s.fence(targets, wants)
	}
	return outcome(err)
}

// fence makes the targets that run execute fences, and returns when they have.
// A hart that starts later needs none: its start fences.
func (s *Service) fence(targets harts, wants uint32) {
	self := s.CPU.Hart()
	for hart := range s.Harts {
		if hart != self && targets.has(hart) && s.records[hart].running() {
			s.request(hart, wants)
		}
	}
	if targets.has(self) {
		s.records[self].want(wants)
		s.serve(&s.records[self])
	}
	for hart := range s.Harts {
		if hart == self || !targets.has(hart) {
			continue
		}
		// Two harts that fence each other must serve while they wait, for
		// interrupts are off. A hart that stops in the meantime serves its
		// requests where it waits for its start.
		for s.records[hart].requests.Load()&wants != 0 {
			s.serve(&s.records[self])
		}
	}
}
