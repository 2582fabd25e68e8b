// SPDX-License-Identifier: MIT

package service

import "bugo/arch/sbi"

// hart answers the hart state extension (SBI v2.0 §9).
func (s *Service) hart(call *Call) Answer {
	switch call.Function {
	case sbi.HartStart:
		return outcome(s.startHart(call.Args[0], call.Args[1], call.Args[2]))
	case sbi.HartStop:
		s.stopHart()
		return Answer{Stop: true}
	case sbi.HartGetStatus:
		if call.Args[0] >= uint64(s.Harts) {
			return outcome(sbi.ErrInvalidParam)
		}
		return success(uint64(s.records[call.Args[0]].state()))
	case sbi.HartSuspend:
		return outcome(s.suspendHart(uint32(call.Args[0])))
	}
	return outcome(sbi.ErrNotSupported)
}

// startHart gives a stopped hart its start (SBI v2.0 §9.1).
func (s *Service) startHart(hart, entry, argument uint64) sbi.Error {
	if hart >= uint64(s.Harts) {
		return sbi.ErrInvalidParam
	}
	const shortest = 2 // bytes of the shortest instruction
	if entry%shortest != 0 || !s.open(entry, shortest) {
		return sbi.ErrInvalidAddress
	}
	s.acquire(&s.starting)
	err := s.give(int(hart), entry, argument)
	s.starting.release()
	return err
}

// give writes a stopped hart's start in its record, and wakes it.
//
// Preconditions: the lock starting is held.
func (s *Service) give(hart int, entry, argument uint64) sbi.Error {
	r := &s.records[hart]
	if r.status.Load() != stopped {
		return sbi.ErrAlreadyAvailable
	}
	r.entry, r.argument, r.seen = entry, argument, true
	r.status.Store(startPending)
	s.Board.IPI.Raise(hart)
	return sbi.Success
}

// wake starts those of the harts that never ran where the boot hart started.
// That is how RustSBI on the K210 starts its second hart: by a legacy IPI
// (k210-facts.md §13).
func (s *Service) wake(targets harts) {
	s.acquire(&s.starting)
	for hart := range s.Harts {
		if targets.has(hart) && !s.records[hart].seen {
			s.give(hart, uint64(s.Board.KernelEntry), s.DeviceTree)
		}
	}
	s.starting.release()
}

// Boot says that the running hart enters the kernel without having been started
// by another.
func (s *Service) Boot() {
	r := &s.records[s.CPU.Hart()]
	r.seen = true
	r.status.Store(started)
}

// Start returns where the running hart, which is stopped, shall enter S-mode
// and with which a1, if another hart has started it. It serves requests that
// came too late, too, so that their senders do not wait for ever.
//
// Preconditions: M-mode, interrupts off.
func (s *Service) Start() (entry, argument uint64, ok bool) {
	s.SoftwareInterrupt()
	r := &s.records[s.CPU.Hart()]
	if r.status.Load() != startPending {
		return 0, 0, false
	}
	// Whatever was written while the hart was stopped, it sees.
	s.CPU.FenceInstructions()
	s.CPU.FenceTranslations()
	r.status.Store(started)
	return r.entry, r.argument, true
}

// stopHart marks the running hart stopped (SBI v2.0 §9.2).
func (s *Service) stopHart() { s.records[s.CPU.Hart()].status.Store(stopped) }

// suspendHart lets the calling hart sleep until an interrupt is pending
// (SBI v2.0 §9.4). It keeps its registers: there is no deeper sleep.
func (s *Service) suspendHart(kind uint32) sbi.Error {
	switch kind {
	case sbi.HartSuspendRetentive:
		r := &s.records[s.CPU.Hart()]
		r.status.Store(suspended)
		s.CPU.Wait()
		r.status.Store(started)
		return sbi.Success
	case sbi.HartSuspendNonRetentive:
		return sbi.ErrNotSupported
	}
	return sbi.ErrInvalidParam // reserved, or of a platform that is not this one
}
