// SPDX-License-Identifier: MIT

//go:build bazel

// Package endtoend flashes the emulator: the command and the emulator as users
// start them, the stub as guest code, and between them a serial line that loses
// and changes frames.
package endtoend

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210/isp"
	"bugo/tools/mkimage/flashimage"
)

// runfile returns the path of a file that the BUILD file names in an environment
// variable.
func runfile(t *testing.T, variable string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("../../..", os.Getenv(variable)))
	require.NoError(t, err)
	return path
}

// elf returns the path of the ELF file that an image was made of.
func elf(t *testing.T, variable string) string {
	t.Helper()
	return strings.TrimSuffix(runfile(t, variable), ".bin") + ".elf"
}

// An emulator is a board in ISP mode. It is strict: what the stub and what it
// writes do that would break on the board ends it with an error.
type emulator struct {
	*exec.Cmd
	port     string
	flash    string // the file with what the flash chip holds at the end
	messages *bytes.Buffer
	ended    chan struct{} // when all messages are there
}

func startEmulator(t *testing.T) *emulator {
	t.Helper()
	e := &emulator{flash: filepath.Join(t.TempDir(), "flash.bin"), messages: &bytes.Buffer{}, ended: make(chan struct{})}
	e.Cmd = exec.Command(runfile(t, "K210EMU"), "--isp", "--serial", "pty", "--save-flash", e.flash, "--statistics",
		"--strict", "--symbols", elf(t, "STUB"), "--symbols", elf(t, "KERNEL"))
	// (Built for coverage, it would ask where to leave that; we read what it says.)
	e.Env = append(os.Environ(), "GOCOVERDIR="+t.TempDir())
	out, err := e.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, e.Start())
	t.Cleanup(func() { _ = e.Process.Kill() })
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	require.NoError(t, err)
	name, ok := strings.CutPrefix(first, "k210emu: the serial line is ")
	require.True(t, ok, first)
	e.port = strings.TrimSpace(name)
	go func() {
		defer close(e.ended)
		_, _ = e.messages.ReadFrom(lines)
	}()
	return e
}

// finish waits for the end of what the board runs, and returns what is in flash.
func (e *emulator) finish(t *testing.T) []byte {
	t.Helper()
	select {
	case <-e.ended:
	case <-time.After(2 * time.Minute):
		require.Fail(t, "the emulator does not end")
	}
	require.NoError(t, e.Wait(), e.messages.String())
	t.Log(strings.TrimSpace(e.messages.String()))
	flash, err := os.ReadFile(e.flash)
	require.NoError(t, err)
	return flash
}

func flash(t *testing.T, arguments ...string) (string, error) {
	t.Helper()
	c := exec.Command(runfile(t, "FLASH"), arguments...)
	out, err := c.CombinedOutput()
	return string(out), err
}

// requireInFlash checks all of the chip: the image, the zeros that fill its last
// write, and behind them what it held before, which was nothing.
func requireInFlash(t *testing.T, image, flash []byte) {
	t.Helper()
	want, err := flashimage.Encode(image)
	require.NoError(t, err)
	for len(want)%isp.MaxFlashWrite != 0 {
		want = append(want, 0)
	}
	want = append(want, bytes.Repeat([]byte{0xff}, flashimage.FlashSize-len(want))...)
	require.True(t, bytes.Equal(want, flash), "flash is not what it should be")
}

func TestAnImageGoesThroughABadLineIntoFlashAndBoots(t *testing.T) {
	t.Parallel() // they wait more than they work
	image, err := os.ReadFile(runfile(t, "IMAGE"))
	require.NoError(t, err)
	e := startEmulator(t)
	l := connect(t, e.port)
	defer l.close()
	l.damage(toBoard, map[key]damage{
		{isp.OpGreet, 1}:        corrupted,
		{isp.OpMemoryWrite, 3}:  dropped,
		{isp.OpMemoryWrite, 7}:  corrupted,
		{isp.OpMemoryWrite, 11}: truncated,
		{isp.OpMemoryBoot, 1}:   dropped,
		{isp.OpStubBaud, 1}:     corrupted,
		{isp.OpFlashInit, 1}:    truncated,
		{isp.OpFlashWrite, 1}:   corrupted,
		{isp.OpFlashWrite, 3}:   truncated,
		{isp.OpFlashWrite, 5}:   dropped,
		{isp.OpReboot, 1}:       corrupted,
	})
	l.damage(toHost, map[key]damage{
		{isp.OpMemoryWrite, 5}: dropped,
		{isp.OpMemoryWrite, 9}: corrupted,
		{isp.OpStubGreet, 1}:   corrupted,
		{isp.OpFlashInit, 2}:   dropped,
		{isp.OpFlashWrite, 2}:  corrupted,
		{isp.OpFlashWrite, 4}:  truncated,
	})
	start := time.Now()
	out, err := flash(t, "--port", l.name(), "--board", "manual")
	require.NoError(t, err, out)
	t.Logf("flashed in %v:\n%s", time.Since(start), out)
	assert.Contains(t, out, "flash chip: JEDEC id 0xc86018, 16777216 bytes\n")
	assert.Contains(t, out, "the board starts anew\n")
	assert.Empty(t, l.missing(), "not all the damage was done")

	// The reset boots what is in flash, to its end.
	requireInFlash(t, image, e.finish(t))
	console := l.console()
	for _, text := range []string{"Kernel entry: 0x80020000", "Hello OS from app"} {
		assert.Contains(t, console, text)
	}
}

// The board is one that a person resets, and nobody does.
func TestARunThatWasBrokenOffIsTakenUpAndTheMonitorFollows(t *testing.T) {
	t.Parallel()
	image, err := os.ReadFile(runfile(t, "IMAGE"))
	require.NoError(t, err)
	e := startEmulator(t)
	first := exec.Command(runfile(t, "FLASH"), "--port", e.port, "--board", "manual")
	out, err := first.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, first.Start())
	// (Which percentages are told depends on the image's size.)
	midst := regexp.MustCompile(`^ *[3-5]\d %`)
	for lines := bufio.NewScanner(out); lines.Scan() && !midst.MatchString(lines.Text()); {
	}
	require.NoError(t, first.Process.Kill())
	require.Error(t, first.Wait())

	// The stub has the fast rate, and the next run begins with the slow one, which is
	// back after some seconds of the guest. A busy computer takes longer for these.
	var text string
	for range 5 {
		text, err = flash(t, "--port", e.port, "--board", "manual", "--monitor")
		require.Error(t, err, "the emulator ends, and with it the line")
		if !strings.Contains(text, "the board is not in ISP mode") {
			break
		}
	}
	assert.Contains(t, text, "the flash stub runs already\n")
	assert.Contains(t, text, "the board starts anew\n")
	assert.Contains(t, text, "Hello OS from app\n")
	assert.Contains(t, text, "flash: the console is lost: ")
	requireInFlash(t, image, e.finish(t))
}

func TestAnImageIsStartedFromSRAM(t *testing.T) {
	t.Parallel()
	e := startEmulator(t)
	text, err := flash(t, "--port", e.port, "--board", "manual", "--sram", "--monitor", runfile(t, "IMAGE"))
	require.Error(t, err, "the emulator ends, and with it the line")
	assert.Contains(t, text, " bytes at 0x80000000\n")
	assert.Contains(t, text, "Hello OS from app\n")
	flash := e.finish(t)
	assert.Equal(t, len(flash), bytes.Count(flash, []byte{0xff}), "flash was left alone")
}
