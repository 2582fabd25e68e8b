// SPDX-License-Identifier: MIT

package guest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"bugo/tools/boot/console"
)

// report is what k210emu writes for a machine of two harts at --limit, in part.
const report = `hart 0: pc 0x0000000080020018, S-mode, 900 instructions retired
 zero 0000000000000000   ra 0000000080020030   sp 0000000080030000   gp 0000000000000000
 mstatus 0000000a00000080      mie 0000000000000008      mip 0000000000000000
    mepc 0000000080000104   mcause 8000000000000007    mtval 0000000000000000
    sepc 0000000080020010   scause 000000000000000d    stval 0000000000000008
hart 1: pc 0x0000000000001000, M-mode, 100 instructions retired
 zero 0000000000000000   ra 0000000000000000   sp 0000000000000000   gp 0000000000000000
    mepc 0000000000000000   mcause 0000000000000000    mtval 0000000000000000
k210emu: the guest has run for the 1000 instructions of --limit and not ended
`

var described = []string{
	"hart 0: pc 0x80020018 bugo/kernel.run+0x8; last M-mode trap: mcause 0x8000000000000007 at 0x80000104, mtval 0x0; last S-mode trap: scause 0xd at 0x80020010 bugo/kernel.run+0x0, stval 0x8",
	"hart 1: pc 0x1000",
}

// explain is Explain with the symbols of a kernel.
func explain(t *testing.T) func([]string) (harts, others []string) {
	programs := []string{kernelELF().File(t, "kernel.elf"), "missing.elf"}
	return func(lines []string) (harts, others []string) { return Explain(lines, programs) }
}

func TestAnEmulatorThatEndsAGuestIsExplained(t *testing.T) {
	f := fail(t, Watch{Console: console.New(expect("ok"), nil), Explain: explain(t)}, "print:up\n", "error:"+report, "exit:2")
	assert.Equal(t, described, f.Inspected)
	assert.Equal(t, []string{"k210emu: the guest has run for the 1000 instructions of --limit and not ended"}, f.Complaints)
	assert.Equal(t, `the emulator ended before the console showed "ok"`, f.Reason)
	assert.False(t, f.Running)
}

func TestAnEmulatorIsAskedToExplainAGuestAtTheDeadline(t *testing.T) {
	w := Watch{Console: console.New(expect("ok"), nil), Timeout: 300 * time.Millisecond, Explain: explain(t)}
	f := fail(t, w, "print:up\n", "last:"+report)
	assert.Equal(t, described, f.Inspected)
	assert.Equal(t, []string{"down"}, f.Tail[1:], "what it prints when it is asked is shown, too")
	assert.Contains(t, f.Reason, "within 300ms")
	assert.True(t, f.Running)
}

func TestAnEmulatorThatIsAskedInVainIsKilled(t *testing.T) {
	w := Watch{Console: console.New(expect("ok"), nil), Timeout: 100 * time.Millisecond, Explain: explain(t)}
	f := fail(t, w, "deaf", "print:up\n", "hang")
	assert.Empty(t, f.Inspected)
	assert.Contains(t, f.Error(), "was still running and has been ended")
}

func TestOnlyAReportIsExplained(t *testing.T) {
	for _, lines := range [][]string{
		nil,
		{"k210emu: no firmware: want --bios FW.bin"},
		{"sp 0000000080030000"}, // of no hart
		{"hart 0: pc 0x80020018, S-mode"},
	} {
		harts, others := Explain(lines, nil)
		assert.Empty(t, harts)
		assert.Equal(t, lines, others)
	}
}
