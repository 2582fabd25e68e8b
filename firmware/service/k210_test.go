// SPDX-License-Identifier: MIT

package service

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/arch/sbi"
	"bugo/firmware/board"
)

// bank is memory behind the fake machine's.
type bank struct {
	broken  bool
	enabled int
}

const bankSize = 0x1000

func (b *bank) enable() bool {
	b.enabled++
	return !b.broken
}

// newK210 returns a machine of two harts that run, and extra memory.
func newK210() (*machine, *Service, *bank) {
	m, s := newMachine(2)
	b := &bank{}
	s.Board.Extra, s.Board.EnableExtra = board.Region{Base: end, Size: bankSize}, b.enable
	startSecond(m, s)
	return m, s, b
}

func TestExtraMemoryBelongsToTheKernelOnceItIsEnabled(t *testing.T) {
	_, s, b := newK210()
	write := func() Answer {
		return call(s, sbi.ExtensionHart, sbi.HartStart, 0, end)
	}
	assert.Equal(t, Answer{A1: 1}, call(s, sbi.ExtensionBase, sbi.BaseProbeExtension, sbi.ExtensionK210))
	assert.Equal(t, Answer{}, call(s, sbi.ExtensionK210, sbi.K210AISRAMSize))
	assert.Equal(t, failed(sbi.ErrInvalidAddress), write())
	assert.Zero(t, b.enabled, "nobody has asked for it")

	for range 2 {
		assert.Equal(t, Answer{A1: end}, call(s, sbi.ExtensionK210, sbi.K210EnableAISRAM))
		assert.Equal(t, Answer{A1: bankSize}, call(s, sbi.ExtensionK210, sbi.K210AISRAMSize))
		assert.Equal(t, board.Region{Base: ramBase, Size: ramSize + bankSize}, s.Memory())
		assert.Equal(t, failed(sbi.ErrAlreadyAvailable), write(), "the address is a good one now")
	}
}

func TestExtraMemoryThatDoesNotComeUpStaysClosed(t *testing.T) {
	_, s, b := newK210()
	b.broken = true
	assert.Equal(t, failed(sbi.ErrFailed), call(s, sbi.ExtensionK210, sbi.K210EnableAISRAM))
	assert.Equal(t, Answer{}, call(s, sbi.ExtensionK210, sbi.K210AISRAMSize))
	assert.Equal(t, board.Region{Base: ramBase, Size: ramSize}, s.Memory())
}

func TestPageFaultsAreSetOnAllHartsThatRun(t *testing.T) {
	m, s, _ := newK210()
	m.onRaise = func(hart int) { m.on(hart, s.SoftwareInterrupt) }
	for _, on := range []uint64{1, 0} {
		assert.Equal(t, Answer{}, call(s, sbi.ExtensionK210, sbi.K210SetPageFaults, on))
		assert.Equal(t, on != 0, s.PageFaults())
	}
	for hart := range m.harts {
		assert.Equal(t, "10", m.harts[hart].pageFaults, "hart %d", hart)
	}
	assert.Equal(t, failed(sbi.ErrInvalidParam), call(s, sbi.ExtensionK210, sbi.K210SetPageFaults, 2))
	assert.False(t, s.PageFaults())
	assert.Equal(t, failed(sbi.ErrNotSupported), call(s, sbi.ExtensionK210, 3))
}

func TestOtherMachinesHaveNoExtensionOfTheK210(t *testing.T) {
	m, s := newMachine(1)
	assert.Equal(t, Answer{}, call(s, sbi.ExtensionBase, sbi.BaseProbeExtension, sbi.ExtensionK210))
	for function := range uint64(4) {
		assert.Equal(t, failed(sbi.ErrNotSupported), call(s, sbi.ExtensionK210, function, 1), "%d", function)
	}
	assert.Empty(t, m.harts[0].pageFaults)
}

func TestShutdownHaltsTheOtherHartsFirst(t *testing.T) {
	m, s, _ := newK210()
	var log []string
	m.onRaise = func(hart int) {
		m.on(hart, s.SoftwareInterrupt)
		log = append(log, m.log...)
	}
	call(s, sbi.ExtensionReset, sbi.ResetSystem, uint64(sbi.ResetShutdown), 0)
	assert.True(t, m.harts[1].halted)
	assert.False(t, m.harts[0].halted)
	assert.Empty(t, log, "the machine ends when the others have")
	require.Equal(t, []string{"shutdown failed=false"}, m.log)
}

func TestShutdownLeavesStoppedHartsAlone(t *testing.T) {
	m, s := newMachine(2)
	s.Shutdown(true)
	assert.False(t, m.harts[1].softwareInterrupt)
	assert.Equal(t, []string{"shutdown failed=true"}, m.log)
}

// The other hart has met its end in the middle of a line, say.
func TestAHartThatWaitsForALockHaltsWithTheMachine(t *testing.T) {
	m, s, _ := newK210()
	s.console.held.Store(1)
	s.Shutdown(true)
	m.self().onHalt = func() { t.Fatal("the hart that ends the machine waits for nobody") }
	halted := errors.New("halted")
	m.harts[1].onHalt = func() { panic(halted) }
	m.on(1, func() {
		assert.PanicsWithValue(t, halted, func() { call(s, sbi.LegacyConsolePutchar, 0, 'x') })
	})
	assert.Zero(t, m.output.Len())
}
