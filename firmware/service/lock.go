// SPDX-License-Identifier: MIT

package service

import "sync/atomic"

// lock keeps harts out of each other's way. A hart that waits spins: it is in
// M-mode with interrupts off, and so is the holder, for a bounded time.
//
// A hart must not acquire a lock twice. The fatal path takes none, and gives none back:
// where the holder has ended the machine, those who wait halt.
type lock struct {
	held atomic.Uint32
}

func (s *Service) acquire(l *lock) {
	for !l.held.CompareAndSwap(0, 1) {
		if s.records[s.CPU.Hart()].requests.Load()&requestHalt != 0 {
			s.CPU.Halt()
		}
	}
}

func (l *lock) release() { l.held.Store(0) }
