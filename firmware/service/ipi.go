// SPDX-License-Identifier: MIT

package service

import "bugo/arch/sbi"

// ipi answers the IPI extension (SBI v2.0 §7).
func (s *Service) ipi(call *Call) Answer {
	if call.Function != sbi.IPISend {
		return outcome(sbi.ErrNotSupported)
	}
	targets, err := s.listed(call.Args[0], call.Args[1])
	if err == sbi.Success {
		s.interrupt(targets)
	}
	return outcome(err)
}

// interrupt makes the supervisor software interrupt pending on the targets that
// run. A hart that is stopped has no supervisor to interrupt.
func (s *Service) interrupt(targets harts) {
	self := s.CPU.Hart()
	for hart := range s.Harts {
		switch {
		case !targets.has(hart):
		case hart == self:
			s.CPU.SetSupervisorSoftware(true)
		case s.records[hart].running():
			s.request(hart, requestSoftware)
		}
	}
}
