// SPDX-License-Identifier: MIT

//go:build bazel

package strict

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/platforms/virt"
	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/machine"
	"bugo/tools/k210emu/symbols"
	"bugo/tools/mkimage/flashimage"
)

// image reads an image that Bazel passes in an environment variable.
func image(t *testing.T, variable string, address uint64) machine.Image {
	t.Helper()
	image, err := machine.ReadImage(path(t, variable), address)
	require.NoError(t, err)
	return image
}

func path(t *testing.T, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	require.NotEmpty(t, path, "BUILD.bazel sets %s", variable)
	return filepath.Join(os.Getenv("TEST_SRCDIR"), path)
}

// console keeps what the guest sends.
type console struct{ strings.Builder }

func (c *console) Send(b byte)                { c.WriteByte(b) }
func (c *console) Receive() (b byte, ok bool) { return 0, false }

// result is all that a run leaves.
type result struct {
	outcome machine.Outcome
	console string
	retired uint64
	cycles  uint64
}

// limit is in the midst of what many apps do. All others end.
const limit = 50_000_000

// onVirt and onBoard boot a firmware and a kernel. The machine that was has reports.
func onVirt(t *testing.T, firmware, kernel machine.Image, options ...machine.Option) (result, *hart.Strict) {
	t.Helper()
	var c console
	m, err := machine.NewVirt(1, &c, []machine.Image{firmware, kernel}, options...)
	require.NoError(t, err)
	outcome := m.Run(limit)
	return result{outcome, c.String(), m.Retired(), m.Cycles()}, m.Strict()
}

func onBoard(t *testing.T, firmware, kernel machine.Image, options ...machine.Option) (result, *hart.Strict) {
	t.Helper()
	flat := make([]byte, k210.FirmwareSize)
	require.LessOrEqual(t, copy(flat, firmware.Bytes), k210.FirmwareSize)
	flash, err := flashimage.Encode(append(flat, kernel.Bytes...))
	require.NoError(t, err)
	var c console
	m, err := machine.NewK210(machine.Board{Line: &c, Flash: flash}, options...)
	require.NoError(t, err)
	outcome := m.Run(limit)
	return result{outcome, c.String(), m.Retired(), m.Cycles()}, m.Strict()
}

// table has the symbols of programs, which are beside their images.
func table(t *testing.T, variables ...string) *symbols.Table {
	t.Helper()
	var paths []string
	for _, variable := range variables {
		paths = append(paths, strings.TrimSuffix(path(t, variable), ".bin")+".elf")
	}
	table, err := symbols.Open(paths)
	require.NoError(t, err)
	return table
}

func TestAStrictRunIsTheSameRun(t *testing.T) {
	for _, kernel := range []string{"HELLO", "APPS"} {
		for firmware, boot := range map[string]func(*testing.T, machine.Image, machine.Image, ...machine.Option) (result, *hart.Strict){
			"FIRMWARE": onVirt, "BOARD_FIRMWARE": onBoard,
		} {
			firmware, kernel := image(t, firmware, virt.RAMBase), image(t, kernel, k210.KernelBase)
			fast, none := boot(t, firmware, kernel)
			assert.Nil(t, none)
			strict, _ := boot(t, firmware, kernel, machine.Strictly(nil, nil))
			assert.Contains(t, fast.console, "Hello OS from app")
			assert.Equal(t, fast, strict)
		}
	}
}

// What strict mode is for: a kernel that goes over to another address space without
// SFENCE.VMA runs in all emulators that keep no translations, and on the board only
// while the hart happens to have forgotten the old ones.
func TestAKernelWithoutSfenceIsFound(t *testing.T) {
	fence, nop := []byte{0x73, 0, 0, 0x12}, []byte{0x13, 0, 0, 0}
	kernel := image(t, "HELLO", k210.KernelBase)
	scanners := []hart.Range{}
	fences := 0
	for _, f := range table(t, "HELLO").Functions("bugo/trap.switchStacks", "bugo/heap.(*TLSF).Init") {
		if !strings.HasPrefix(f.Name, "bugo/trap.switchStacks") {
			scanners = append(scanners, hart.Range{First: f.Start, Last: f.End - 1})
			continue
		}
		code := kernel.Bytes[f.Start-k210.KernelBase : f.End-k210.KernelBase]
		if at := bytes.Index(code, fence); at >= 0 {
			copy(code[at:], nop)
			fences++
		}
	}
	require.Equal(t, 1, fences)
	r, strict := onVirt(t, image(t, "FIRMWARE", virt.RAMBase), kernel, machine.Strictly(scanners, nil))
	assert.Equal(t, machine.Outcome{Reason: machine.Finished}, r.outcome)
	assert.Contains(t, r.console, "Hello OS from app")
	found := 0
	for _, report := range strict.Reports() {
		if !report.Kind.Note() {
			assert.Equal(t, hart.MissingSfence, report.Kind, report.Text(nil))
			found++
		}
	}
	assert.NotZero(t, found)
}

// A test of what firmware emulates does on purpose some of what strict mode
// reports: it asks what is left of satp, sets bit 18, and leaves out a fence.
func TestWhatIsWrongOnPurposeIsFound(t *testing.T) {
	symbols := table(t, "BOARD_FIRMWARE", "K210TEST")
	r, strict := onBoard(t, image(t, "BOARD_FIRMWARE", k210.FirmwareBase), image(t, "K210TEST", k210.KernelBase),
		machine.Strictly(nil, nil))
	assert.Equal(t, machine.Outcome{Reason: machine.Finished}, r.outcome, r.console)
	found := map[string]hart.Kind{}
	for _, report := range strict.Reports() {
		if report.Kind.Note() {
			continue
		}
		at := report.PC
		if report.Kind == hart.MissingSfence {
			at = report.Cause
		}
		f, _ := symbols.Function(at)
		assert.NotContains(t, found, f.Name, report.Text(symbols.Name))
		found[f.Name] = report.Kind
	}
	assert.Equal(t, map[string]hart.Kind{
		"main.checkPaging":     hart.SatpReadBack,
		"main.checkSecondHart": hart.SatpReadBack,
		"main.run":             hart.Bit18,
		"main.staleFault":      hart.MissingSfence,
	}, found)
}
