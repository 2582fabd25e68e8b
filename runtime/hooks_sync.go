// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	_ "internal/runtime/atomic" // what sync/atomic jumps to, without an import
	"unsafe"
)

// What the stock packages sync, sync/atomic and internal/sync want. With one
// thread of execution nothing is ever contended: who would have to wait for
// another goroutine would wait for ever.

const deadlock = "all goroutines are asleep - deadlock!"

//go:linkname sync_throw sync.throw
func sync_throw(s string) { throw(s) }

//go:linkname sync_fatal sync.fatal
func sync_fatal(s string) { throw(s) }

//go:linkname internal_sync_throw internal/sync.throw
func internal_sync_throw(s string) { throw(s) }

//go:linkname internal_sync_fatal internal/sync.fatal
func internal_sync_fatal(s string) { throw(s) }

//go:linkname sync_semacquireMutex internal/sync.runtime_SemacquireMutex
func sync_semacquireMutex(addr *uint32, lifo bool, skip int) { acquire(addr) }

//go:linkname sync_semacquireRWMutex sync.runtime_SemacquireRWMutex
func sync_semacquireRWMutex(addr *uint32, lifo bool, skip int) { acquire(addr) }

//go:linkname sync_semacquireRWMutexR sync.runtime_SemacquireRWMutexR
func sync_semacquireRWMutexR(addr *uint32, lifo bool, skip int) { acquire(addr) }

//go:linkname sync_semacquireWaitGroup sync.runtime_SemacquireWaitGroup
func sync_semacquireWaitGroup(addr *uint32, synctest bool) { acquire(addr) }

//go:linkname sync_semacquire sync.runtime_Semacquire
func sync_semacquire(addr *uint32) { acquire(addr) }

//go:linkname sync_semrelease sync.runtime_Semrelease
func sync_semrelease(addr *uint32, handoff bool, skip int) { *addr++ }

//go:linkname internal_sync_semrelease internal/sync.runtime_Semrelease
func internal_sync_semrelease(addr *uint32, handoff bool, skip int) { *addr++ }

// acquire takes one from a semaphore.
func acquire(addr *uint32) {
	if *addr == 0 {
		throw(deadlock)
	}
	*addr--
}

//go:linkname internal_sync_canSpin internal/sync.runtime_canSpin
func internal_sync_canSpin(int) bool { return false }

//go:linkname internal_sync_doSpin internal/sync.runtime_doSpin
func internal_sync_doSpin() {}

// internal_sync_nanotime is asked how long somebody has waited: nobody does.
//
//go:linkname internal_sync_nanotime internal/sync.runtime_nanotime
func internal_sync_nanotime() int64 { return 0 }

// notifyList has the size that sync.Cond expects of its list of waiters.
type notifyList struct {
	wait, notify uint32
	lock         uintptr
	head, tail   unsafe.Pointer
}

//go:linkname sync_notifyListCheck sync.runtime_notifyListCheck
func sync_notifyListCheck(size uintptr) {
	if size != unsafe.Sizeof(notifyList{}) {
		throw("sync.Cond is not what this runtime was written for")
	}
}

//go:linkname sync_notifyListAdd sync.runtime_notifyListAdd
func sync_notifyListAdd(l *notifyList) uint32 { return 0 }

//go:linkname sync_notifyListWait sync.runtime_notifyListWait
func sync_notifyListWait(l *notifyList, ticket uint32) { throw(deadlock) }

//go:linkname sync_notifyListNotifyAll sync.runtime_notifyListNotifyAll
func sync_notifyListNotifyAll(l *notifyList) {}

//go:linkname sync_notifyListNotifyOne sync.runtime_notifyListNotifyOne
func sync_notifyListNotifyOne(l *notifyList) {}

// sync.Pool keeps one list per processor, of which there is one.

//go:linkname sync_procPin sync.runtime_procPin
func sync_procPin() int { return 0 }

//go:linkname sync_procUnpin sync.runtime_procUnpin
func sync_procUnpin() {}

//go:linkname sync_registerPoolCleanup sync.runtime_registerPoolCleanup
func sync_registerPoolCleanup(func()) {}

//go:linkname atomic_procPin sync/atomic.runtime_procPin
func atomic_procPin() int { return 0 }

//go:linkname atomic_procUnpin sync/atomic.runtime_procUnpin
func atomic_procUnpin() {}

// Stores of pointers, which a write barrier would have to see.

//go:linkname runtime_storePointer internal/runtime/atomic.storePointer
func runtime_storePointer(p *unsafe.Pointer, v unsafe.Pointer) { *p = v }

//go:linkname runtime_casPointer internal/runtime/atomic.casPointer
func runtime_casPointer(p *unsafe.Pointer, old, new unsafe.Pointer) bool {
	if *p != old {
		return false
	}
	*p = new
	return true
}

//go:linkname atomic_storePointer sync/atomic.StorePointer
func atomic_storePointer(p *unsafe.Pointer, v unsafe.Pointer) { *p = v }

//go:linkname atomic_swapPointer sync/atomic.SwapPointer
func atomic_swapPointer(p *unsafe.Pointer, v unsafe.Pointer) unsafe.Pointer {
	old := *p
	*p = v
	return old
}

//go:linkname atomic_casPointer sync/atomic.CompareAndSwapPointer
func atomic_casPointer(p *unsafe.Pointer, old, new unsafe.Pointer) bool {
	return runtime_casPointer(p, old, new)
}

// Nothing runs in a bubble of testing/synctest, of which sync.WaitGroup asks.

//go:linkname synctest_isInBubble internal/synctest.IsInBubble
func synctest_isInBubble() bool { return false }

//go:linkname synctest_associate internal/synctest.associate
func synctest_associate(unsafe.Pointer) int { return 0 }

//go:linkname synctest_disassociate internal/synctest.disassociate
func synctest_disassociate(unsafe.Pointer) {}

//go:linkname synctest_isAssociated internal/synctest.isAssociated
func synctest_isAssociated(unsafe.Pointer) bool { return false }
