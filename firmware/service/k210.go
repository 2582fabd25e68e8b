// SPDX-License-Identifier: MIT

package service

import (
	"bugo/arch/sbi"
	"bugo/firmware/board"
)

// k210 answers the extension of the K210 alone, which is the board with extra
// memory.
func (s *Service) k210(call *Call) Answer {
	if s.Board.Extra.Size == 0 {
		return outcome(sbi.ErrNotSupported)
	}
	switch call.Function {
	case sbi.K210EnableAISRAM:
		return s.enableMemory()
	case sbi.K210AISRAMSize:
		return success(s.grown.Load())
	case sbi.K210SetPageFaults:
		return outcome(s.setPageFaults(call.Args[0]))
	}
	return outcome(sbi.ErrNotSupported)
}

// Memory returns where there is memory now: RAM, and what has been enabled.
func (s *Service) Memory() board.Region {
	memory := s.Board.RAM
	memory.Size += uintptr(s.grown.Load())
	return memory
}

// enableMemory enables the extra memory and answers its address.
func (s *Service) enableMemory() Answer {
	s.acquire(&s.growing)
	enabled := s.Board.EnableExtra()
	if enabled {
		s.grown.Store(uint64(s.Board.Extra.Size))
	}
	s.growing.release()
	if !enabled {
		return outcome(sbi.ErrFailed)
	}
	return success(uint64(s.Board.Extra.Base))
}

// setPageFaults says on all harts whether faults of address translation are page
// faults. A hart that starts later is told at its start.
func (s *Service) setPageFaults(on uint64) sbi.Error {
	if on > 1 {
		return sbi.ErrInvalidParam
	}
	s.faulting.Store(on != 0)
	s.fence(s.all(), requestPageFaults)
	return sbi.Success
}

// PageFaults reports whether faults of address translation shall be page faults.
func (s *Service) PageFaults() bool { return s.faulting.Load() }
