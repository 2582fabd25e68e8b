// SPDX-License-Identifier: MIT

package gdb

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/platforms/virt"
	"bugo/tools/k210emu/machine"
	"bugo/tools/mkimage/flashimage"
)

// terminal is a line on which keys come when the test says.
type terminal struct{ sent, input []byte }

func (l *terminal) Send(b byte) { l.sent = append(l.sent, b) }

func (l *terminal) Receive() (b byte, ok bool) {
	if len(l.input) == 0 {
		return 0, false
	}
	b, l.input = l.input[0], l.input[1:]
	return b, true
}

// Addresses of the test's guest.
const (
	loop    = virt.RAMBase + 0x28 // its main loop
	handler = virt.RAMBase + 0x60 // its timer interrupt
	count   = virt.RAMBase + 0x1000
)

// guest counts in memory and in s1, echoes what is typed, and is interrupted by the
// timer, whose handler counts in s2.
func guest(t testing.TB, harts int) (*Machine, *terminal) {
	line := &terminal{}
	recorder := NewRecorder(line)
	var code []byte
	for _, bits := range []uint32{
		0x00000297, 0x06028293, 0x30529073, // auipc t0, 0; addi t0, t0, 96; csrw mtvec, t0
		0x08000293, 0x30429073, 0x30046073, // li t0, 128; csrw mie, t0; csrsi mstatus, 8
		0x10000337,             // lui t1, UART
		0x00001397, 0xfe438393, // auipc t2, 1; addi t2, t2, -28: count
		0x00000013,
		// 0x28: the loop
		0x00148493, 0x0093b023, // addi s1, s1, 1; sd s1, 0(t2)
		0x00534e03, 0x001e7e13, // lbu t3, 5(t1); andi t3, t3, 1
		0xfe0e08e3,             // beqz t3, loop
		0x00034e03, 0x01c30023, // lbu t3, 0(t1); sb t3, 0(t1)
		0xfe5ff06f, // j loop
		0, 0, 0, 0, 0, 0,
		// 0x60: the handler
		0x00190913, 0x0200cf37, 0xff8f3e83, // addi s2, s2, 1; lui t5, 0x200c; ld t4, -8(t5): mtime
		0x002e8e93, 0xf1402573, 0x00351513, // addi t4, t4, 2; csrr a0, mhartid; slli a0, a0, 3
		0x02004f37, 0x00af0f33, 0x01df3023, // lui t5, 0x2004; add t5, t5, a0; sd t4, 0(t5)
		0x30200073, // mret
	} {
		code = binary.LittleEndian.AppendUint32(code, bits)
	}
	m, err := machine.NewVirt(harts, recorder, []machine.Image{{Name: "guest", Address: virt.RAMBase, Bytes: code}})
	require.NoError(t, err)
	for _, h := range m.Harts() { // the first alarm
		m.Harts()[0].Bus.Store(virt.CLINTBase+0x4000+8*h.ID, 8, 10)
	}
	target, err := NewMachine(m, recorder)
	require.NoError(t, err)
	return target, line
}

func never() bool { return false }

// after is an interrupt that comes when it is asked for so many times.
func after(n int) func() bool {
	return func() bool {
		n--
		return n <= 0
	}
}

func resume(t *testing.T, target Target, how How, hart int) Stop {
	t.Helper()
	stop, err := target.Resume(how, hart, never)
	require.NoError(t, err)
	return stop
}

// state is what gdb sees of a hart, but for what changes while another one runs.
func state(target *Machine, hart int) string {
	var b strings.Builder
	for n := range registerPrivilege + 1 {
		switch n {
		case registerCSR0 + 0xc01, registerCSR0 + 0x344, registerCSR0 + 0x144: // time, mip, sip
			continue
		}
		if value, ok := target.Register(hart, n); ok && value != 0 {
			fmt.Fprintf(&b, "%d=%x ", n, value)
		}
	}
	return b.String()
}

func TestABreakpointStopsBeforeItsInstructionOncePerPass(t *testing.T) {
	target, _ := guest(t, 1)
	p := Point{Kind: SoftwareBreakpoint, Address: loop}
	target.Insert(p)
	target.Insert(p)
	for n := range uint64(5) {
		assert.Equal(t, Stop{Reason: Trapped}, resume(t, target, Continue, 0))
		pc, _ := target.Register(0, registerPC)
		assert.Equal(t, uint64(loop), pc)
		s1, _ := target.Register(0, 9)
		assert.Equal(t, n, s1)
	}
	target.Remove(p)
	target.Remove(p)
	stop, err := target.Resume(Continue, 0, after(1))
	require.NoError(t, err)
	assert.Equal(t, Stop{Reason: Interrupted}, stop)
}

func TestWatchpointsStopBeforeTheAccess(t *testing.T) {
	target, _ := guest(t, 1)
	target.Insert(Point{WriteWatchpoint, count + 4, 1})
	stop := resume(t, target, Continue, 0)
	assert.Equal(t, Stop{Reason: Watched, Point: Point{WriteWatchpoint, count + 4, 1}, At: count + 4}, stop)
	pc, _ := target.Register(0, registerPC)
	assert.Equal(t, uint64(loop+4), pc)
	resume(t, target, Step, 0)
	pc, _ = target.Register(0, registerPC)
	assert.Equal(t, uint64(loop+8), pc)
	target.Remove(Point{WriteWatchpoint, count + 4, 1})

	target.Insert(Point{ReadWatchpoint, virt.CLINTBase + 0xbff8, 8})
	stop = resume(t, target, Continue, 0)
	assert.Equal(t, Watched, stop.Reason)
	pc, _ = target.Register(0, registerPC)
	assert.Equal(t, uint64(handler+8), pc, "the handler reads the time")
	resume(t, target, Step, 0)
	target.Insert(Point{AccessWatchpoint, virt.UARTBase + 5, 1})
	assert.Equal(t, uint64(virt.UARTBase+5), resume(t, target, Continue, 0).At)
}

func TestAStepGoesOverInterrupts(t *testing.T) {
	target, _ := guest(t, 1)
	ticks := uint64(0)
	for range 2000 {
		assert.Equal(t, Stop{Reason: Trapped}, resume(t, target, Step, 0))
		pc, _ := target.Register(0, registerPC)
		require.Less(t, pc, uint64(handler))
		ticks, _ = target.Register(0, 18)
	}
	assert.Greater(t, ticks, uint64(5), "there were interrupts")

	// A breakpoint in the handler stops, though.
	target.Insert(Point{HardwareBreakpoint, handler + 4, 4})
	for {
		resume(t, target, Step, 0)
		if pc, _ := target.Register(0, registerPC); pc == handler+4 {
			break
		}
	}
}

func TestStepsBackAreStepsForthBackwards(t *testing.T) {
	for _, harts := range []int{1, 2} {
		target, line := guest(t, harts)
		// Where interrupts come, there are two places before an instruction: before and
		// behind the interrupt. Steps back go to the second one, and so do breakpoints.
		target.Insert(Point{SoftwareBreakpoint, handler, 4})
		line.input = []byte("hello")
		random := rand.New(rand.NewPCG(uint64(harts), 2))
		hart := harts - 1
		forth := map[string]bool{state(target, hart): true}
		for range 400 {
			resume(t, target, Step, hart)
			forth[state(target, hart)] = true
			if random.IntN(100) == 0 {
				line.input = append(line.input, 'x')
			}
		}
		ran, sent := target.m.Harts()[hart].Steps(), string(line.sent)
		assert.NotEmpty(t, sent)
		line.input = []byte("typed while nobody looks")
		for left := ran; left > 0; left-- {
			require.Equal(t, Stop{Reason: Trapped, Hart: hart}, resume(t, target, ReverseStep, hart))
			require.Equal(t, left-1, target.m.Harts()[hart].Steps())
			require.True(t, forth[state(target, hart)], "%d harts, after %d steps: %s", harts, left-1, state(target, hart))
		}
		assert.Equal(t, sent, string(line.sent), "nothing is sent again")
		assert.Equal(t, Stop{Reason: Beginning, Hart: hart}, resume(t, target, ReverseStep, hart))
	}
}

func TestGoingBackEndsAtTheLastBreakpoint(t *testing.T) {
	target, line := guest(t, 1)
	line.input = []byte("ab")
	stop, err := target.Resume(Continue, 0, after(5))
	require.NoError(t, err)
	require.Equal(t, Interrupted, stop.Reason)
	s1, _ := target.Register(0, 9)
	target.Insert(Point{SoftwareBreakpoint, loop, 4})
	for n := range uint64(4) {
		assert.Equal(t, Stop{Reason: Trapped}, resume(t, target, ReverseContinue, 0))
		now, _ := target.Register(0, 9)
		pc, _ := target.Register(0, registerPC)
		assert.Equal(t, uint64(loop), pc)
		if n > 0 {
			assert.Equal(t, s1-1, now)
		}
		s1 = now
	}
	assert.Equal(t, Stop{Reason: Trapped}, resume(t, target, Continue, 0))
	now, _ := target.Register(0, 9)
	assert.Equal(t, s1+1, now, "and forth again")

	// A watchpoint is met right behind the access, and a step back is before it.
	target.Remove(Point{SoftwareBreakpoint, loop, 4})
	target.Insert(Point{WriteWatchpoint, virt.UARTBase, 1})
	for _, want := range []uint64{'b', 'a'} {
		stop := resume(t, target, ReverseContinue, 0)
		assert.Equal(t, Watched, stop.Reason)
		assert.Equal(t, uint64(virt.UARTBase), stop.At)
		t3, _ := target.Register(0, 28)
		assert.Equal(t, want, t3, "what was typed is typed again")
		pc, _ := target.Register(0, registerPC)
		assert.Equal(t, uint64(loop+0x1c), pc)
		assert.Equal(t, stop, resume(t, target, ReverseContinue, 0), "without a step")
		assert.Equal(t, Stop{Reason: Trapped}, resume(t, target, ReverseStep, 0))
		pc, _ = target.Register(0, registerPC)
		assert.Equal(t, uint64(loop+0x18), pc)
	}
	assert.Equal(t, Stop{Reason: Beginning}, resume(t, target, ReverseContinue, 0))
	pc, _ := target.Register(0, registerPC)
	assert.Equal(t, uint64(virt.RAMBase), pc)
	assert.Equal(t, "ab", string(line.sent))

	// Forth over all of it, and what is typed now comes at its end.
	target.Insert(Point{WriteWatchpoint, virt.UARTBase, 1})
	line.input = []byte("c")
	for range 3 {
		assert.Equal(t, Watched, resume(t, target, Continue, 0).Reason)
	}
	assert.Equal(t, "ab", string(line.sent))
	resume(t, target, Step, 0)
	assert.Equal(t, "abc", string(line.sent))
}

func TestWhoChangesSomethingMakesAnotherHistory(t *testing.T) {
	target, line := guest(t, 1)
	target.Insert(Point{SoftwareBreakpoint, loop, 4})
	for range 5 {
		resume(t, target, Continue, 0)
	}
	before := state(target, 0)
	line.input = []byte("x")
	assert.True(t, target.SetRegister(0, 9, 1000))
	assert.True(t, target.Write(0, count+8, []byte{1, 2, 3}))
	for range 3 {
		resume(t, target, Continue, 0)
	}
	s1, _ := target.Register(0, 9)
	assert.Equal(t, uint64(1003), s1)
	assert.Equal(t, "x", string(line.sent))
	for range 3 {
		resume(t, target, ReverseContinue, 0)
	}
	s1, _ = target.Register(0, 9)
	assert.Equal(t, uint64(1000), s1, "the change is part of it")
	resume(t, target, ReverseContinue, 0)
	s1, _ = target.Register(0, 9)
	assert.Equal(t, uint64(3), s1, "and before it is what was")
	line.input = []byte("y")
	resume(t, target, Continue, 0)
	assert.Equal(t, before, state(target, 0), "the change is undone")
	for range 3 {
		resume(t, target, Continue, 0)
	}
	assert.Equal(t, "xy", string(line.sent))
}

func TestCodeThatTheDebuggerWritesRuns(t *testing.T) {
	target, _ := guest(t, 1)
	target.Insert(Point{SoftwareBreakpoint, loop, 4})
	resume(t, target, Continue, 0)
	resume(t, target, Continue, 0)
	assert.True(t, target.Write(0, loop, []byte{0x93, 0x84, 0x54, 0x00})) // addi s1, s1, 5
	resume(t, target, Continue, 0)
	s1, _ := target.Register(0, 9)
	assert.Equal(t, uint64(6), s1)
}

func TestMemoryIsWhatTheHartSees(t *testing.T) {
	target, _ := guest(t, 1)
	b := make([]byte, 16)
	assert.Equal(t, 4, target.Read(0, virt.RAMBase+virt.RAMSize-4, b), "up to the end")
	assert.Zero(t, target.Read(0, virt.UARTBase, b), "a device is no memory")
	assert.False(t, target.Write(0, virt.UARTBase, b))
	assert.False(t, target.Write(0, virt.RAMBase+virt.RAMSize-4, b))

	// In S-mode with a page table that maps one gibibyte elsewhere, the rest is physical.
	const table = virt.RAMBase + 0x10000
	require.True(t, target.Write(0, table, binary.LittleEndian.AppendUint64(nil, virt.RAMBase>>2|0xcf)))
	require.True(t, target.Write(0, count, []byte("counted")))
	require.True(t, target.SetRegister(0, registerCSR0+0x180, 8<<60|table>>12))
	require.True(t, target.SetRegister(0, registerPrivilege, 1))
	require.Equal(t, 16, target.Read(0, 0x1000, b))
	assert.Equal(t, "counted", string(b[:7]))
	require.Equal(t, 16, target.Read(0, count, b))
	assert.Equal(t, "counted", string(b[:7]))
	assert.True(t, target.Write(0, 0x1000, []byte("C")))
	assert.False(t, target.SetRegister(0, registerPrivilege, 2))
	assert.False(t, target.SetRegister(0, registerPrivilege, 1<<32|1))
	assert.False(t, target.SetRegister(0, registerCSR0+0x7c0, 1))
	assert.False(t, target.SetRegister(0, 0, 1))
	_, there := target.Register(0, -1)
	assert.False(t, there)
}

func TestRegistersHaveTheirNamesInBothVersions(t *testing.T) {
	names := func(target Target) (all []string) {
		for _, c := range target.CSRs() {
			all = append(all, c.Name)
			assert.False(t, strings.HasPrefix(c.Name, "csr"), c.Name)
		}
		return all
	}
	target, _ := guest(t, 1)
	assert.Subset(t, names(target), []string{"fflags", "fcsr", "mstatus", "mtval", "satp", "pmpcfg2", "pmpaddr15", "mhpmcounter31", "hpmcounter3", "mhpmevent3", "time"})
	assert.Subset(t, names(board(t)), []string{"mbadaddr", "sbadaddr", "sptbr", "mucounteren", "mscounteren", "minstret"})
	assert.NotContains(t, names(board(t)), "satp")
}

// board is a K210 that lights its green LED.
func board(t *testing.T) *Machine {
	var code []byte
	for _, bits := range []uint32{
		0x504402b7, 0x00100337, 0x0262a623, // lui t0, SYSCTL; lui t1, 1<<20; sw t1, 0x2c(t0): FPIOA's clock
		0x502b02b7, 0x01f00313, 0x00831313, // lui t0, FPIOA; li t1, 0x1f; slli t1, t1, 8
		0x01830313, 0x0262a823, // addi t1, t1, GPIOHS0; sw t1, 48(t0): IO12
		0x380012b7, 0x00100313, 0x0062a423, // lui t0, GPIOHS; li t1, 1; sw t1, 8(t0): output_en
		0x0000006f,
	} {
		code = binary.LittleEndian.AppendUint32(code, bits)
	}
	flash, err := flashimage.Encode(code)
	require.NoError(t, err)
	recorder := NewRecorder(&terminal{})
	m, err := machine.NewK210(machine.Board{Line: recorder, Flash: flash})
	require.NoError(t, err)
	target, err := NewMachine(m, recorder)
	require.NoError(t, err)
	return target
}

func monitor(t *testing.T, target Target, order string) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, target.Monitor(0, order, &b))
	return b.String()
}

func TestOrders(t *testing.T) {
	target := board(t)
	assert.Contains(t, monitor(t, target, "help"), "monitor snapshot save|load FILE")
	assert.Equal(t, monitor(t, target, "help"), monitor(t, target, ""))
	assert.Equal(t, "red   off\ngreen off\nblue  off\n", monitor(t, target, "leds"))
	for range 20 {
		resume(t, target, Step, 0)
	}
	assert.Equal(t, "red   off\ngreen on\nblue  off\n", monitor(t, target, "leds"))
	assert.Equal(t, "0x38001008: 0x00000001\n", monitor(t, target, "peek 0x38001008"))
	assert.Contains(t, monitor(t, target, "registers"), "hart 1: pc 0x000000008000")
	assert.Contains(t, monitor(t, target, "time"), "20 instructions")

	path := filepath.Join(t.TempDir(), "snapshot")
	saved := state(target, 0)
	monitor(t, target, "snapshot save "+path)
	assert.Contains(t, monitor(t, target, "reset"), "is reset")
	pc, _ := target.Register(0, registerPC)
	assert.Equal(t, uint64(k210.SRAMBase), pc)
	monitor(t, target, "snapshot load "+path)
	assert.Equal(t, saved, state(target, 0))
	assert.Equal(t, Stop{Reason: Beginning}, resume(t, target, ReverseStep, 0), "there is no history")

	virtual, _ := guest(t, 1)
	for order, want := range map[string]string{
		"dance":                 `there is no order "dance": monitor help lists them`,
		"peek":                  "want peek ADDRESS [SIZE]",
		"peek x":                `"x" is no address`,
		"peek 0x1000 3":         `"3" is no size`,
		"peek 0x1000":           "no device answers a load of 4 bytes at 0x1000",
		"snapshot":              "want snapshot save FILE",
		"snapshot eat x":        "there is no snapshot eat",
		"snapshot load /x/":     "cannot read the snapshot",
		"snapshot save /x/":     "cannot write the snapshot",
		"snapshot load " + path: "the snapshot is of another machine",
		"leds":                  "this machine has no LEDs",
	} {
		assert.ErrorContains(t, virtual.Monitor(0, order, &strings.Builder{}), want, order)
	}
}

func TestHartsAreThreads(t *testing.T) {
	target, _ := guest(t, 2)
	assert.Equal(t, 2, target.Harts())
	assert.Equal(t, "hart 1, M-mode", target.HartInfo(1))
	target.Insert(Point{SoftwareBreakpoint, loop, 4})
	assert.Equal(t, Stop{Reason: Trapped, Hart: 0}, resume(t, target, Continue, 0))
	for {
		if resume(t, target, Continue, 0).Hart == 1 {
			break
		}
	}
}

func TestTheEndOfTheGuestIsAStop(t *testing.T) {
	end := func(bits ...uint32) (Stop, *Machine) {
		var code []byte
		for _, b := range bits {
			code = binary.LittleEndian.AppendUint32(code, b)
		}
		recorder := NewRecorder(&terminal{})
		m, err := machine.NewVirt(1, recorder, []machine.Image{{Name: "guest", Address: virt.RAMBase, Bytes: code}})
		require.NoError(t, err)
		target, err := NewMachine(m, recorder)
		require.NoError(t, err)
		return resume(t, target, Continue, 0), target
	}
	stop, _ := end(0x10500073)
	assert.Equal(t, Stop{Reason: Hung}, stop)
	stop, target := end(0x001002b7, 0x00033337, 0x33330313, 0x0062a023, 0x0000006f) // lui t0, finisher; t1 = 3<<16 | 0x3333; sw
	assert.Equal(t, Stop{Reason: Ended, Status: 3}, stop)
	assert.Equal(t, Stop{Reason: Trapped}, resume(t, target, ReverseStep, 0))
	pc, _ := target.Register(0, registerPC)
	assert.Equal(t, uint64(virt.RAMBase+12), pc)
	assert.Equal(t, Stop{Reason: Ended, Status: 3}, resume(t, target, Continue, 0))
	assert.Equal(t, Stop{Reason: Exited, Status: 3}, resume(t, target, Continue, 0))
}

func TestCheckpointsAreThinnedOut(t *testing.T) {
	target, _ := guest(t, 1)
	for range most + 20 {
		target.m.Run(500)
		require.NoError(t, target.history.mark(false))
	}
	assert.LessOrEqual(t, len(target.history.points), most)
	for n := 1; n < len(target.history.points); n++ {
		assert.Less(t, target.history.points[n-1].Steps, target.history.points[n].Steps)
	}
	want, last := state(target, 0), target.m.Steps()
	assert.Equal(t, Stop{Reason: Beginning}, resume(t, target, ReverseContinue, 0))
	target.runTo(last, nil)
	assert.Equal(t, want, state(target, 0))
}
