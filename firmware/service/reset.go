// SPDX-License-Identifier: MIT

package service

import "bugo/arch/sbi"

// reset answers the system reset extension (SBI v2.0 §10). Both arguments are
// 32 bits wide there. An answer means that the machine did not do it.
func (s *Service) reset(call *Call) Answer {
	if call.Function != sbi.ResetSystem {
		return outcome(sbi.ErrNotSupported)
	}
	reason := sbi.ResetReason(call.Args[1])
	if reason > sbi.ResetReasonSystemFailure { // reserved, or someone else's
		return outcome(sbi.ErrInvalidParam)
	}
	switch sbi.ResetType(call.Args[0]) {
	case sbi.ResetShutdown:
		s.Shutdown(reason == sbi.ResetReasonSystemFailure)
		return outcome(sbi.ErrFailed)
	case sbi.ResetColdReboot:
		s.Board.Power.Reboot()
		return outcome(sbi.ErrFailed)
	case sbi.ResetWarmReboot: // memory would have to survive
		return outcome(sbi.ErrNotSupported)
	}
	return outcome(sbi.ErrInvalidParam)
}

// Shutdown ends the machine: see board.Power. It returns only if that failed. The
// other harts are told to halt, since a machine without a switch of its own, as the
// K210, goes on while one of them does. It may be called from the fatal path.
func (s *Service) Shutdown(failed bool) {
	self := s.CPU.Hart()
	for hart := range s.Harts {
		if hart != self && s.records[hart].running() {
			s.request(hart, requestHalt)
		}
	}
	s.Board.Power.Shutdown(failed)
}
