// SPDX-License-Identifier: MIT

package service

import (
	"sync/atomic"

	"bugo/arch/sbi"
	"bugo/firmware/board"
)

// Service answers the calls of all harts. The zero value with Board and CPU is
// ready, and all harts are stopped.
type Service struct {
	Board *board.Board
	CPU   CPU
	// Harts is how many harts there are, at most board.MaxHarts.
	Harts int
	// DeviceTree is what a hart that an IPI starts gets in a1: the address of the
	// device tree.
	DeviceTree uint64

	console  lock          // held while bytes of one call go to the console
	starting lock          // held while a stopped hart is being given its start
	growing  lock          // held while more memory is being enabled
	grown    atomic.Uint64 // bytes of memory that have been enabled
	faulting atomic.Bool   // whether page faults were asked for
	records  [board.MaxHarts]record
}

// Call is an ECALL from S-mode: a7, a6, and a0 to a5.
type Call struct {
	Extension, Function uint64
	Args                [6]uint64
}

// Answer is what the caller finds afterwards.
type Answer struct {
	A0, A1 uint64
	// KeepA1 leaves a1 as it was, as legacy calls do (SBI v2.0 §5).
	KeepA1 bool
	// Stop says that the calling hart does not go on: it has stopped.
	Stop bool
}

func (a *Answer) setError(err sbi.Error) { a.A0 = uint64(err) }

// outcome is the answer of a call that has no value, or failed.
func outcome(err sbi.Error) Answer { return Answer{A0: uint64(err)} }

// success is the answer of a call that did what it should.
func success(value uint64) Answer { return Answer{A1: value} }

// Handle does what a call asks for, on behalf of the running hart.
//
// Preconditions: M-mode, interrupts off.
func (s *Service) Handle(call *Call) Answer {
	switch call.Extension {
	case sbi.ExtensionDebugConsole:
		return s.debugConsole(call)
	case sbi.ExtensionTimer:
		return s.timer(call)
	case sbi.ExtensionIPI:
		return s.ipi(call)
	case sbi.ExtensionRemoteFence:
		return s.remoteFence(call)
	case sbi.ExtensionHart:
		return s.hart(call)
	case sbi.ExtensionReset:
		return s.reset(call)
	case sbi.ExtensionBase:
		return s.base(call)
	case sbi.ExtensionK210:
		return s.k210(call)
	}
	if sbi.IsLegacy(call.Extension) {
		return s.legacy(call)
	}
	return outcome(sbi.ErrNotSupported)
}

// available reports whether Handle knows an extension.
func (s *Service) available(extension uint64) bool {
	switch extension {
	case sbi.ExtensionBase, sbi.ExtensionTimer, sbi.ExtensionIPI, sbi.ExtensionRemoteFence,
		sbi.ExtensionHart, sbi.ExtensionReset, sbi.ExtensionDebugConsole:
		return true
	case sbi.ExtensionK210:
		return s.Board.Extra.Size != 0
	}
	return sbi.IsLegacy(extension)
}
