// SPDX-License-Identifier: MIT

package service

import "bugo/arch/sbi"

// timer answers the timer extension (SBI v2.0 §6).
func (s *Service) timer(call *Call) Answer {
	if call.Function != sbi.TimerSet {
		return outcome(sbi.ErrNotSupported)
	}
	s.setTimer(call.Args[0])
	return success(0)
}

// setTimer takes a pending timer interrupt of the supervisor back and arms the
// next one. A deadline in the past makes it pending at once, by way of the
// machine's interrupt.
func (s *Service) setTimer(deadline uint64) {
	s.Board.Timer.SetDeadline(s.CPU.Hart(), deadline)
	s.CPU.SetSupervisorTimer(false)
	s.CPU.SetMachineTimer(true)
}

// TimerInterrupt passes the machine timer interrupt on to S-mode. The
// machine's stays off, for it remains pending until the kernel sets another
// deadline.
//
// Preconditions: M-mode, interrupts off.
func (s *Service) TimerInterrupt() {
	s.CPU.SetMachineTimer(false)
	s.CPU.SetSupervisorTimer(true)
}
