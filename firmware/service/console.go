// SPDX-License-Identifier: MIT

package service

import "bugo/arch/sbi"

// debugConsole answers the debug console extension (SBI v2.0 §12).
func (s *Service) debugConsole(call *Call) Answer {
	switch call.Function {
	case sbi.DebugConsoleWrite:
		return s.consoleWrite(call.Args[0], call.Args[1], call.Args[2])
	case sbi.DebugConsoleRead:
		return s.consoleRead(call.Args[0], call.Args[1], call.Args[2])
	case sbi.DebugConsoleWriteByte:
		s.putchar(byte(call.Args[0]))
		return success(0)
	}
	return outcome(sbi.ErrNotSupported)
}

// open reports whether physical memory belongs to the kernel: all that there is, but
// not the firmware's.
func (s *Service) open(base, size uint64) bool {
	memory := s.Memory()
	return memory.Contains(uintptr(base), uintptr(size)) &&
		!s.Board.Firmware.Overlaps(uintptr(base), uintptr(size))
}

// consoleWrite sends n bytes of memory (SBI v2.0 §12.1). The address is given
// by its low and high half, and a 64-bit address has no high half
// (SBI v2.0 §3.2).
func (s *Service) consoleWrite(n, low, high uint64) Answer {
	if high != 0 || !s.open(low, n) {
		return outcome(sbi.ErrInvalidParam)
	}
	s.acquire(&s.console)
	for i := range n {
		s.Board.Console.Tx(s.CPU.LoadByte(uintptr(low + i)))
	}
	s.console.release()
	return success(n)
}

// consoleRead stores the bytes that wait at the console, but at most n, and
// answers how many (SBI v2.0 §12.2).
func (s *Service) consoleRead(n, low, high uint64) Answer {
	if high != 0 || !s.open(low, n) {
		return outcome(sbi.ErrInvalidParam)
	}
	s.acquire(&s.console)
	count := uint64(0)
	for ; count < n; count++ {
		value, ok := s.Board.Console.Rx()
		if !ok {
			break
		}
		s.CPU.StoreByte(uintptr(low+count), value)
	}
	s.console.release()
	return success(count)
}

// putchar sends one byte.
func (s *Service) putchar(value byte) {
	s.acquire(&s.console)
	s.Board.Console.Tx(value)
	s.console.release()
}

// getchar returns the byte that waits at the console, if there is one.
func (s *Service) getchar() (value byte, ok bool) {
	s.acquire(&s.console)
	value, ok = s.Board.Console.Rx()
	s.console.release()
	return value, ok
}
