// SPDX-License-Identifier: MIT

package service

import "sync/atomic"

// lock keeps harts out of each other's way. A hart that waits spins: it is in
// M-mode with interrupts off, and so is the holder, for a bounded time.
//
// A hart must not acquire a lock twice. The fatal path takes none.
type lock struct {
	held atomic.Uint32
}

func (l *lock) acquire() {
	for !l.held.CompareAndSwap(0, 1) {
	}
}

func (l *lock) release() { l.held.Store(0) }
