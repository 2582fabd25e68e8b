// SPDX-License-Identifier: MIT

//go:build bazel

package board

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/tools/k210emu/machine"
	"bugo/tools/mkimage/flashimage"
)

// runfile returns the bytes of a file that Bazel passes in an environment variable.
func runfile(t *testing.T, variable string) []byte {
	t.Helper()
	path := os.Getenv(variable)
	require.NotEmpty(t, path, "BUILD.bazel sets %s", variable)
	data, err := os.ReadFile(filepath.Join(os.Getenv("TEST_SRCDIR"), path))
	require.NoError(t, err)
	return data
}

// line keeps what the guest sends. Nobody types.
type line struct{ strings.Builder }

func (l *line) Send(b byte) { l.WriteByte(b) }

func (*line) Receive() (b byte, ok bool) { return 0, false }

// result is all that a run leaves.
type result struct {
	outcome machine.Outcome
	console string
	leds    []machine.LEDs // one after the other
	remarks []string
	retired uint64
}

// newBoard returns a board whose flash has the firmware and a kernel.
func newBoard(t *testing.T, kernel []byte, board machine.Board) *machine.K210 {
	t.Helper()
	image := make([]byte, k210.FirmwareSize, k210.FirmwareSize+len(kernel))
	firmware := runfile(t, "FIRMWARE")
	require.Equal(t, len(firmware), copy(image, firmware))
	flash, err := flashimage.Encode(append(image, kernel...))
	require.NoError(t, err)
	board.Flash = flash
	m, err := machine.NewK210(board)
	require.NoError(t, err)
	return m
}

// boot lets such a board run.
func boot(t *testing.T, kernel []byte) (r result) {
	t.Helper()
	l := &line{}
	m := newBoard(t, kernel, machine.Board{
		Line:   l,
		LEDs:   func(leds machine.LEDs) { r.leds = append(r.leds, leds) },
		Remark: func(text string) { r.remarks = append(r.remarks, text) },
	})
	const limit = 2_000_000_000
	r.outcome = m.Run(limit)
	r.console, r.retired = l.String(), m.Retired()
	return r
}

// program returns instructions as a kernel.
func program(instructions ...uint32) (kernel []byte) {
	for _, instruction := range instructions {
		kernel = binary.LittleEndian.AppendUint32(kernel, instruction)
	}
	return kernel
}

// Instructions of the programs (RISC-V unpriv. 20191213 §24).
const (
	a0, a1, a2, a6, a7 = 10, 11, 12, 16, 17

	ecall = 0x0000_0073
	spin  = 0x0000_006f // j .
)

// li loads a constant of 31 bits. It is two instructions.
func li(register, value uint32) []uint32 {
	return []uint32{
		(value+0x800)&^0xfff | register<<7 | 0x37,     // lui
		value<<20 | register<<15 | register<<7 | 0x1b, // addiw
	}
}

// call calls the firmware.
func call(extension, function, argument0, argument1, argument2 uint32) (all []uint32) {
	for _, set := range [...]struct{ register, value uint32 }{
		{a7, extension}, {a6, function}, {a0, argument0}, {a1, argument1}, {a2, argument2},
	} {
		all = append(all, li(set.register, set.value)...)
	}
	return append(all, ecall)
}

// shutdown is SBI v2.0 §10.
func shutdown(reason uint32) []uint32 { return call(0x5352_5354, 0, 0, reason, 0) }

func finished(status int) machine.Outcome {
	return machine.Outcome{Reason: machine.Finished, Status: status}
}

func TestAllThatIsEmulatedWorks(t *testing.T) {
	kernel := runfile(t, "K210TEST")
	r := boot(t, kernel)
	assert.Equal(t, finished(0), r.outcome, r.console)
	assert.Contains(t, r.console, "Platform: Kendryte K210, 2 harts, timer 7800000 Hz\n")
	assert.Contains(t, r.console, "medeleg: 0x1ab\n")
	assert.Contains(t, r.console, "k210test: 49 passed, 0 failed\n")
	assert.NotContains(t, r.console, "FAIL")
	assert.Empty(t, r.remarks, "the firmware does nothing that the chip would not bear")
	assert.Equal(t, r, boot(t, kernel), "two runs are the same")
}

func TestLEDsShowThatTheMachineRunsAndHowItEnds(t *testing.T) {
	for reason, want := range map[uint32]result{
		0: {outcome: finished(0), leds: []machine.LEDs{{Green: true}, {}}},
		1: {outcome: finished(1), leds: []machine.LEDs{{Green: true}, {}, {Red: true}}},
	} {
		r := boot(t, program(shutdown(reason)...))
		assert.Equal(t, want.outcome, r.outcome)
		assert.Equal(t, want.leds, r.leds)
		assert.Empty(t, r.remarks)
	}
}

func TestShutdownEndsAHartThatNeverStops(t *testing.T) {
	const entry = k210.KernelBase + 0x100
	code := call(0x0048_534d, 0, 1, entry, 0) // hart_start, SBI v2.0 §9.1
	code = append(append(code, li(a2, 0x10_0000)...),
		0xfff6_0613, // addi a2, a2, -1: wait until it runs
		0xfe06_1ee3, // bne a2, x0, -4
	)
	code = append(code, shutdown(0)...)
	require.LessOrEqual(t, 4*len(code), 0x100)
	kernel := append(program(code...), make([]byte, 0x100-4*len(code))...)
	r := boot(t, append(kernel, program(spin)...))
	assert.Equal(t, finished(0), r.outcome)
}
