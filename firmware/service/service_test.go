// SPDX-License-Identifier: MIT

package service

import (
	"testing"

	"bugo/arch/sbi"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUnknownExtensionsAreNotSupported(t *testing.T) {
	m, s := newMachine(1)
	for _, extension := range []uint64{9, 0x0f, 0x11, 0x0a000004, 0x504d55, 1 << 32, ^uint64(0)} {
		assert.Equal(t, failed(sbi.ErrNotSupported), call(s, extension, 0, 1, 2, 3), "%#x", extension)
	}
	assert.Empty(t, m.output.String())
	assert.Empty(t, m.log)
}

func TestUnknownFunctionsAreNotSupported(t *testing.T) {
	m, s := newMachine(2)
	for extension, first := range map[uint64]uint64{
		sbi.ExtensionBase: 7, sbi.ExtensionTimer: 1, sbi.ExtensionIPI: 1, sbi.ExtensionRemoteFence: 3,
		sbi.ExtensionHart: 4, sbi.ExtensionReset: 1, sbi.ExtensionDebugConsole: 3,
	} {
		for _, function := range []uint64{first, first + 1, 1 << 32, ^uint64(0)} {
			assert.Equal(t, failed(sbi.ErrNotSupported), call(s, extension, function), "%#x %#x", extension, function)
		}
	}
	assert.Empty(t, m.output.String())
	assert.Empty(t, m.log)
}

func TestBase(t *testing.T) {
	_, s := newMachine(1)
	for _, test := range []struct {
		name            string
		function, value uint64
	}{
		{"specification", sbi.BaseGetSpecVersion, 0x0200_0000},
		{"implementation", sbi.BaseGetImplID, ImplementationID},
		{"version", sbi.BaseGetImplVersion, 0x000100},
		{"mvendorid", sbi.BaseGetMvendorid, 0x4b5},
		{"marchid", sbi.BaseGetMarchid, 1 << 63},
		{"mimpid", sbi.BaseGetMimpid, 7},
	} {
		assert.Equal(t, Answer{A1: test.value}, call(s, sbi.ExtensionBase, test.function), test.name)
	}
}

func TestProbeKnowsWhatIsAnswered(t *testing.T) {
	_, s := newMachine(1)
	for extension, value := range map[uint64]uint64{
		0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 0, 0x0f: 0, // legacy
		sbi.ExtensionBase: 1, sbi.ExtensionTimer: 1, sbi.ExtensionIPI: 1, sbi.ExtensionRemoteFence: 1,
		sbi.ExtensionHart: 1, sbi.ExtensionReset: 1, sbi.ExtensionDebugConsole: 1,
		0x504d55: 0, 0x0a000004: 0, 1 << 32: 0, ^uint64(0): 0,
	} {
		assert.Equal(t, Answer{A1: value}, call(s, sbi.ExtensionBase, sbi.BaseProbeExtension, extension), "%#x", extension)
	}
}

func TestTimerTakesThePendingInterruptBackAndArmsTheNext(t *testing.T) {
	for name, set := range map[string]func(*Service, uint64) Answer{
		"TIME":   func(s *Service, at uint64) Answer { return call(s, sbi.ExtensionTimer, sbi.TimerSet, at) },
		"legacy": func(s *Service, at uint64) Answer { return call(s, sbi.LegacySetTimer, 99, at) },
	} {
		m, s := newMachine(1)
		m.harts[0].supervisorTimer = true
		answer := set(s, 123456)
		assert.Zero(t, answer.A0, name)
		assert.Equal(t, hartRegisters{deadline: 123456, machineTimer: true}, m.harts[0], name)

		s.TimerInterrupt()
		assert.Equal(t, hartRegisters{deadline: 123456, supervisorTimer: true}, m.harts[0], name)
	}
}

func TestTimersOfHartsAreTheirOwn(t *testing.T) {
	m, s := newMachine(2)
	startSecond(m, s)
	call(s, sbi.ExtensionTimer, sbi.TimerSet, 5)
	m.on(1, func() { call(s, sbi.ExtensionTimer, sbi.TimerSet, 6) })
	assert.Equal(t, uint64(5), m.harts[0].deadline)
	assert.Equal(t, uint64(6), m.harts[1].deadline)
	m.on(1, s.TimerInterrupt)
	assert.False(t, m.harts[0].supervisorTimer)
	assert.True(t, m.harts[1].supervisorTimer)
}

func TestReset(t *testing.T) {
	for _, test := range []struct {
		kind, reason uint64
		err          sbi.Error
		log          []string
	}{
		{0, 0, sbi.ErrFailed, []string{"shutdown failed=false"}},
		{0, 1, sbi.ErrFailed, []string{"shutdown failed=true"}},
		{1, 0, sbi.ErrFailed, []string{"reboot"}},
		{1, 1, sbi.ErrFailed, []string{"reboot"}},
		{2, 0, sbi.ErrNotSupported, nil},
		{3, 0, sbi.ErrInvalidParam, nil},
		{0xf000_0000, 0, sbi.ErrInvalidParam, nil},
		{0, 2, sbi.ErrInvalidParam, nil},
		{0, 0xe000_0000, sbi.ErrInvalidParam, nil},
		{1 << 32, 1 << 32, sbi.ErrFailed, []string{"shutdown failed=false"}}, // 32 bits count
	} {
		m, s := newMachine(1)
		answer := call(s, sbi.ExtensionReset, sbi.ResetSystem, test.kind, test.reason)
		assert.Equal(t, failed(test.err), answer, "%#x %#x", test.kind, test.reason)
		assert.Equal(t, test.log, m.log, "%#x %#x", test.kind, test.reason)
	}
}

func TestLegacyShutdown(t *testing.T) {
	m, s := newMachine(1)
	call(s, sbi.LegacyShutdown, 0)
	require.Equal(t, []string{"shutdown failed=false"}, m.log)
}

func TestCallsDoNotAllocate(t *testing.T) {
	m, s := newMachine(1)
	m.output.Grow(1 << 16)
	calls := []Call{
		{Extension: sbi.LegacySetTimer},
		{Extension: sbi.LegacyConsolePutchar},
		{Extension: sbi.LegacyConsoleGetchar},
		{Extension: sbi.LegacyClearIPI},
		{Extension: sbi.LegacySendIPI},
		{Extension: sbi.ExtensionBase},
		{Extension: sbi.ExtensionTimer},
		{Extension: sbi.ExtensionIPI, Args: [6]uint64{1}},
		{Extension: sbi.ExtensionRemoteFence, Args: [6]uint64{1}},
		{Extension: sbi.ExtensionHart, Function: sbi.HartGetStatus},
		{Extension: sbi.ExtensionHart, Function: sbi.HartStart, Args: [6]uint64{0, kernelEntry}},
		{Extension: sbi.ExtensionDebugConsole, Args: [6]uint64{4, kernelEntry}},
	}
	for i := range calls {
		assert.Zero(t, testing.AllocsPerRun(10, func() {
			m.harts[0].fenced = ""
			s.Handle(&calls[i])
		}), "%#x %#x", calls[i].Extension, calls[i].Function)
	}
}
