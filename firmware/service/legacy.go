// SPDX-License-Identifier: MIT

package service

import "bugo/arch/sbi"

// legacy answers the legacy extensions (SBI v2.0 §5): a value in a0, and a1 as
// it was.
//
// RustSBI on the K210 leaves a0 as it was, too, where there is nothing to say
// (k210-facts.md §13); we answer 0, as the specification has it. Kernels of
// either kind look at a0 only after getchar. Its getchar waits for a byte; ours
// answers -1, as the specification has it. What it lacks it answers with -2 in
// a0 and 0 in a1, like a call of SBI v0.2 and later, and so do we.
func (s *Service) legacy(call *Call) Answer {
	answer := Answer{KeepA1: true}
	switch call.Extension {
	case sbi.LegacySetTimer:
		s.setTimer(call.Args[0])
	case sbi.LegacyConsolePutchar:
		s.putchar(byte(call.Args[0]))
	case sbi.LegacyConsoleGetchar:
		answer.setError(sbi.ErrFailed) // -1: no byte waits
		if value, ok := s.getchar(); ok {
			answer.A0 = uint64(value)
		}
	case sbi.LegacyClearIPI:
		if s.CPU.SetSupervisorSoftware(false) {
			answer.A0 = 1
		}
	case sbi.LegacySendIPI:
		targets, err := s.legacyMask(call.Args[0])
		if err == sbi.Success {
			s.wake(targets)
			s.interrupt(targets)
		}
		answer.setError(err)
	case sbi.LegacyRemoteFenceI:
		answer.setError(s.legacyFence(call.Args[0], requestFenceInstructions))
	case sbi.LegacyRemoteSfenceVMA, sbi.LegacyRemoteSfenceVMAASID:
		answer.setError(s.legacyFence(call.Args[0], requestFenceTranslations))
	case sbi.LegacyShutdown:
		s.Shutdown(false)
		answer.setError(sbi.ErrFailed) // the machine is still there
	default:
		return outcome(sbi.ErrNotSupported)
	}
	return answer
}

// legacyMask loads the set of harts at an address of the caller
// (SBI v2.0 §5.5). Harts that are not there are left out: the legacy calls have
// no error for them. Where the caller could not load them itself, the call fails;
// the specification would have its fault sent to the caller, who made it.
func (s *Service) legacyMask(address uint64) (harts, sbi.Error) {
	const size = 8 // of unsigned long
	if address%size != 0 {
		return 0, sbi.ErrInvalidAddress
	}
	mask, ok := s.CPU.LoadCaller(uintptr(address))
	if !ok {
		return 0, sbi.ErrInvalidAddress
	}
	return harts(mask) & s.all(), sbi.Success
}

// legacyFence fences the harts whose set is at an address of the caller.
func (s *Service) legacyFence(address uint64, wants uint32) sbi.Error {
	targets, err := s.legacyMask(address)
	if err == sbi.Success {
		s.fence(targets, wants)
	}
	return err
}
