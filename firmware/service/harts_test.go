// SPDX-License-Identifier: MIT

package service

import (
	"testing"

	"bugo/arch/sbi"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func status(s *Service, hart uint64) Answer {
	return call(s, sbi.ExtensionHart, sbi.HartGetStatus, hart)
}

func TestHartGoesFromStoppedToStartedAndBack(t *testing.T) {
	m, s := newMachine(2)
	assert.Equal(t, Answer{A1: uint64(sbi.HartStarted)}, status(s, 0))
	assert.Equal(t, Answer{A1: uint64(sbi.HartStopped)}, status(s, 1))

	m.on(1, func() {
		_, _, ok := s.Start()
		assert.False(t, ok, "nobody started it")
	})

	for range 2 {
		assert.Equal(t, Answer{}, call(s, sbi.ExtensionHart, sbi.HartStart, 1, kernelEntry+0x100, 0xfeed))
		assert.True(t, m.harts[1].softwareInterrupt, "it must wake")
		assert.Equal(t, Answer{A1: uint64(sbi.HartStartPending)}, status(s, 1))
		assert.Equal(t, failed(sbi.ErrAlreadyAvailable), call(s, sbi.ExtensionHart, sbi.HartStart, 1, kernelEntry, 0))

		m.on(1, func() {
			m.harts[1].fenced = ""
			entry, argument, ok := s.Start()
			require.True(t, ok)
			assert.Equal(t, uint64(kernelEntry+0x100), entry)
			assert.Equal(t, uint64(0xfeed), argument)
			assert.Equal(t, "iv", m.harts[1].fenced)
			assert.False(t, m.harts[1].softwareInterrupt)
		})
		assert.Equal(t, Answer{A1: uint64(sbi.HartStarted)}, status(s, 1))
		assert.Equal(t, failed(sbi.ErrAlreadyAvailable), call(s, sbi.ExtensionHart, sbi.HartStart, 1, kernelEntry, 0))

		m.on(1, func() {
			assert.Equal(t, Answer{Stop: true}, call(s, sbi.ExtensionHart, sbi.HartStop))
			_, _, ok := s.Start()
			assert.False(t, ok, "it was started once")
		})
		assert.Equal(t, Answer{A1: uint64(sbi.HartStopped)}, status(s, 1))
	}
}

func TestHartStartRefusesWhatCannotBe(t *testing.T) {
	for _, test := range []struct {
		name        string
		hart, entry uint64
		err         sbi.Error
	}{
		{"itself", 0, kernelEntry, sbi.ErrAlreadyAvailable},
		{"no such hart", 2, kernelEntry, sbi.ErrInvalidParam},
		{"no such hart, far off", ^uint64(0), kernelEntry, sbi.ErrInvalidParam},
		{"in the firmware", 1, ramBase, sbi.ErrInvalidAddress},
		{"at the firmware's end", 1, kernelEntry - 2, sbi.ErrInvalidAddress},
		{"at RAM's end", 1, end, sbi.ErrInvalidAddress},
		{"in a device", 1, 0x1000_0000, sbi.ErrInvalidAddress},
		{"nowhere", 1, 0, sbi.ErrInvalidAddress},
		{"odd", 1, kernelEntry + 1, sbi.ErrInvalidAddress},
	} {
		m, s := newMachine(2)
		assert.Equal(t, failed(test.err), call(s, sbi.ExtensionHart, sbi.HartStart, test.hart, test.entry, 0), test.name)
		assert.False(t, m.harts[1].softwareInterrupt, test.name)
		assert.Equal(t, Answer{A1: uint64(sbi.HartStopped)}, status(s, 1), test.name)
	}
	_, s := newMachine(1)
	assert.Equal(t, failed(sbi.ErrInvalidParam), call(s, sbi.ExtensionHart, sbi.HartStart, 1, kernelEntry, 0))
	assert.Equal(t, failed(sbi.ErrInvalidParam), status(s, 1))
	assert.Equal(t, failed(sbi.ErrInvalidParam), status(s, ^uint64(0)))
}

func TestSuspendedHartReturnsAfterAnInterrupt(t *testing.T) {
	m, s := newMachine(2)
	m.harts[0].onWait = func() {
		m.on(1, func() { assert.Equal(t, Answer{A1: uint64(sbi.HartSuspended)}, status(s, 0)) })
	}
	assert.Equal(t, Answer{}, call(s, sbi.ExtensionHart, sbi.HartSuspend, sbi.HartSuspendRetentive))
	assert.Equal(t, 1, m.harts[0].waits)
	assert.Equal(t, Answer{A1: uint64(sbi.HartStarted)}, status(s, 0))
}

func TestOtherSleepsAreRefused(t *testing.T) {
	m, s := newMachine(1)
	for kind, err := range map[uint64]sbi.Error{
		sbi.HartSuspendNonRetentive: sbi.ErrNotSupported,
		1:                           sbi.ErrInvalidParam,
		0x1000_0000:                 sbi.ErrInvalidParam,
		0x9000_0000:                 sbi.ErrInvalidParam,
	} {
		assert.Equal(t, failed(err), call(s, sbi.ExtensionHart, sbi.HartSuspend, kind, kernelEntry), "%#x", kind)
	}
	assert.Zero(t, m.harts[0].waits)
}

func TestIPIReachesExactlyItsTargets(t *testing.T) {
	const all = ^uint64(0)
	for _, test := range []struct {
		name       string
		mask, base uint64
		err        sbi.Error
		self, peer bool
	}{
		{"itself", 1, 0, sbi.Success, true, false},
		{"the other", 2, 0, sbi.Success, false, true},
		{"both", 3, 0, sbi.Success, true, true},
		{"from a base", 1, 1, sbi.Success, false, true},
		{"all", 0, all, sbi.Success, true, true},
		{"nobody", 0, 0, sbi.Success, false, false},
		{"nobody from a base", 0, 1, sbi.Success, false, false},
		{"one that is not there", 4, 0, sbi.ErrInvalidParam, false, false},
		{"one that is not there, with others", 7, 0, sbi.ErrInvalidParam, false, false},
		{"beyond the last", 2, 1, sbi.ErrInvalidParam, false, false},
		{"the last bit", 1 << 63, 0, sbi.ErrInvalidParam, false, false},
		{"a base that is not there", 0, 2, sbi.ErrInvalidParam, false, false},
		{"a base far off", 1, 1 << 40, sbi.ErrInvalidParam, false, false},
	} {
		m, s := newMachine(2)
		startSecond(m, s)
		assert.Equal(t, failed(test.err), call(s, sbi.ExtensionIPI, sbi.IPISend, test.mask, test.base), test.name)
		assert.Equal(t, test.self, m.harts[0].supervisorSoftware, test.name)
		assert.Equal(t, test.peer, m.harts[1].softwareInterrupt, test.name)
		m.on(1, s.SoftwareInterrupt)
		assert.Equal(t, test.peer, m.harts[1].supervisorSoftware, test.name)
		assert.False(t, m.harts[1].softwareInterrupt, test.name)
	}
}

func TestStoppedHartIsNotInterrupted(t *testing.T) {
	m, s := newMachine(2)
	assert.Equal(t, Answer{}, call(s, sbi.ExtensionIPI, sbi.IPISend, 2, 0))
	assert.False(t, m.harts[1].softwareInterrupt)
	assert.Equal(t, Answer{A1: uint64(sbi.HartStopped)}, status(s, 1))
}

func TestClearIPISaysWhetherThereWasOne(t *testing.T) {
	m, s := newMachine(1)
	assert.Equal(t, Answer{KeepA1: true}, call(s, sbi.LegacyClearIPI, 0))
	call(s, sbi.ExtensionIPI, sbi.IPISend, 1, 0)
	assert.Equal(t, Answer{A0: 1, KeepA1: true}, call(s, sbi.LegacyClearIPI, 0))
	assert.False(t, m.harts[0].supervisorSoftware)
}

const maskAt = 0xffff_ffc0_0000_1000 // an address of the caller, not a physical one

func TestLegacyIPITakesItsMaskFromTheCaller(t *testing.T) {
	m, s := newMachine(2)
	startSecond(m, s)
	m.caller[maskAt] = ^uint64(0) // harts that are not there are left out
	assert.Equal(t, Answer{KeepA1: true}, call(s, sbi.LegacySendIPI, 0, maskAt))
	assert.True(t, m.harts[0].supervisorSoftware)
	assert.True(t, m.harts[1].softwareInterrupt)
}

func TestLegacyMaskThatCannotBeLoaded(t *testing.T) {
	for _, extension := range []uint64{sbi.LegacySendIPI, sbi.LegacyRemoteFenceI, sbi.LegacyRemoteSfenceVMA, sbi.LegacyRemoteSfenceVMAASID} {
		for _, address := range []uint64{0, maskAt + 4, maskAt + 8} {
			m, s := newMachine(2)
			m.caller[maskAt] = 3
			want := failed(sbi.ErrInvalidAddress)
			want.KeepA1 = true
			assert.Equal(t, want, call(s, extension, 0, address), "%d %#x", extension, address)
			assert.Zero(t, m.harts[0], "%d %#x", extension, address)
		}
	}
}

func TestLegacyIPIStartsAHartThatNeverRan(t *testing.T) {
	m, s := newMachine(2)
	m.caller[maskAt] = 2
	assert.Equal(t, Answer{KeepA1: true}, call(s, sbi.LegacySendIPI, 0, maskAt))
	m.on(1, func() {
		entry, argument, ok := s.Start()
		require.True(t, ok)
		assert.Equal(t, uint64(kernelEntry), entry)
		assert.Equal(t, uint64(deviceTree), argument)
		call(s, sbi.ExtensionHart, sbi.HartStop)
	})

	call(s, sbi.LegacySendIPI, 0, maskAt)
	m.on(1, func() {
		_, _, ok := s.Start()
		assert.False(t, ok, "one that has stopped itself stays so")
	})
}

func TestFencesHappenOnAllTargetsBeforeTheCallReturns(t *testing.T) {
	for _, test := range []struct {
		name                string
		extension, function uint64
		fence               string
	}{
		{"FENCE.I", sbi.ExtensionRemoteFence, sbi.RemoteFenceI, "i"},
		{"SFENCE.VMA", sbi.ExtensionRemoteFence, sbi.RemoteSfenceVMA, "v"},
		{"SFENCE.VMA of an address space", sbi.ExtensionRemoteFence, sbi.RemoteSfenceVMAASID, "v"},
		{"legacy FENCE.I", sbi.LegacyRemoteFenceI, 0, "i"},
		{"legacy SFENCE.VMA", sbi.LegacyRemoteSfenceVMA, 0, "v"},
		{"legacy SFENCE.VMA of an address space", sbi.LegacyRemoteSfenceVMAASID, 0, "v"},
	} {
		m, s := newMachine(2)
		startSecond(m, s)
		m.onRaise = func(hart int) { m.on(hart, s.SoftwareInterrupt) } // at once
		argument := uint64(3)
		if test.extension < sbi.ExtensionBase {
			argument = maskAt
			m.caller[maskAt] = 3
		}
		assert.Zero(t, call(s, test.extension, test.function, argument, 0, 0, 0).A0, test.name)
		assert.Equal(t, test.fence, m.harts[0].fenced, test.name)
		assert.Equal(t, test.fence, m.harts[1].fenced, test.name)
		assert.False(t, m.harts[1].supervisorSoftware, test.name)
	}
}

func TestFenceLeavesOthersAlone(t *testing.T) {
	m, s := newMachine(2)
	assert.Equal(t, Answer{}, call(s, sbi.ExtensionRemoteFence, sbi.RemoteFenceI, 3, 0), "hart 1 is stopped")
	assert.Equal(t, "i", m.harts[0].fenced)
	assert.Empty(t, m.harts[1].fenced)
	startSecond(m, s)
	m.onRaise = func(hart int) { m.on(hart, s.SoftwareInterrupt) }
	call(s, sbi.ExtensionRemoteFence, sbi.RemoteFenceI, 1, 1)
	assert.Equal(t, "i", m.harts[0].fenced)
	assert.Equal(t, "i", m.harts[1].fenced)
	assert.Equal(t, failed(sbi.ErrInvalidParam), call(s, sbi.ExtensionRemoteFence, sbi.RemoteFenceI, 4, 0))
}

// The request comes after the target marked itself stopped, but before it
// looked: its wait for a start must serve it, or the sender never returns.
func TestHartThatStopsServesWhatCameTooLate(t *testing.T) {
	m, s := newMachine(2)
	startSecond(m, s)
	m.onRaise = func(hart int) {
		m.on(hart, func() {
			call(s, sbi.ExtensionHart, sbi.HartStop)
			_, _, ok := s.Start()
			assert.False(t, ok)
		})
	}
	assert.Equal(t, Answer{}, call(s, sbi.ExtensionRemoteFence, sbi.RemoteFenceI, 2, 0))
	assert.Equal(t, "i", m.harts[1].fenced)
}
