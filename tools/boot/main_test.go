// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"bugo/tools/boot/guesttest"
	"bugo/tools/boot/spec"
)

// driverVariable tells the test's binary that it is the driver.
const driverVariable = "BUGO_BOOT_TEST_DRIVER"

func TestMain(m *testing.M) {
	if os.Getenv(driverVariable) != "" {
		os.Unsetenv(driverVariable) // the guest, which is this binary too, must not be a driver
		main()
	}
	guesttest.Main(m)
}

// driver returns the command that runs the driver on a spec.
func driver(t *testing.T, s spec.Spec, args ...string) *exec.Cmd {
	t.Helper()
	data, err := json.Marshal(s)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "spec.json")
	require.NoError(t, os.WriteFile(path, data, 0o600))
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self, append([]string{"--spec=" + path}, args...)...)
	cmd.Env = append(os.Environ(), driverVariable+"=1")
	return cmd
}

// run runs the driver and returns its exit status, output and error output.
func run(t *testing.T, cmd *exec.Cmd) (int, string, string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

// watched is a spec for a test of a guest that takes the steps.
func watched(t *testing.T, steps ...string) spec.Spec {
	return spec.Spec{Command: guesttest.Command(t, steps...), Expect: []string{"Hello OS\n"}, Forbid: []string{"panic:"}, TimeoutSeconds: 60}
}

func TestTextsInWhateverOrderAreLookedForInTheWholeConsole(t *testing.T) {
	s := watched(t, "print:b\r\nHello OS\r\na\r\n", "exit:0")
	s.Anywhere = []string{"a", "b"}
	code, _, stderr := run(t, driver(t, s))
	assert.Zero(t, code, stderr)
	s.Anywhere = []string{"a", "c", "b", "d"}
	code, _, stderr = run(t, driver(t, s))
	assert.Equal(t, failed, code)
	assert.Contains(t, stderr, `the console never showed "c", "d"`)
}

func TestAPassingTestShowsAndKeepsTheConsole(t *testing.T) {
	outputs := t.TempDir()
	t.Setenv("TEST_UNDECLARED_OUTPUTS_DIR", outputs)
	code, stdout, stderr := run(t, driver(t, watched(t, "print:Hello OS\r\n", "exit:0")))
	assert.Zero(t, code, stderr)
	assert.Equal(t, "Hello OS\r\n", stdout)
	log, err := os.ReadFile(filepath.Join(outputs, "console.log"))
	require.NoError(t, err)
	assert.Equal(t, stdout, string(log))
}

func TestAFailingTestSaysWhyAndWhereTheLogIs(t *testing.T) {
	outputs := t.TempDir()
	t.Setenv("TEST_UNDECLARED_OUTPUTS_DIR", outputs)
	code, _, stderr := run(t, driver(t, watched(t, "print:Hello moon\n", "exit:0")))
	assert.Equal(t, failed, code)
	assert.Contains(t, stderr, `boot: FAILED after`)
	assert.Contains(t, stderr, `the emulator ended before the console showed "Hello OS\n"`)
	assert.Contains(t, stderr, "| Hello moon")
	assert.Contains(t, stderr, "whole console: "+filepath.Join(outputs, "console.log"))
}

func TestTheEmulatorsArgumentsMayBeExtended(t *testing.T) {
	code, _, stderr := run(t, driver(t, watched(t), "--", "print:Hello OS\n"))
	assert.Zero(t, code, stderr)
	code, _, stderr = run(t, driver(t, watched(t), "print:Hello OS\n"))
	assert.Zero(t, code, stderr)
}

func TestATestThatWantsAFailure(t *testing.T) {
	for _, test := range []struct {
		name  string
		steps []string
		want  []string
		code  int
		text  string
	}{
		{"fails as wanted", []string{"print:panic: x\n", "exit:1"}, []string{"forbidden", "status 1", "| panic: x"}, 0, ""},
		{"fails in another way", []string{"print:panic: x\n", "exit:1"}, []string{"hung"}, failed, `its report does not say "hung"`},
		{"passes", []string{"print:Hello OS\n"}, []string{"hung"}, failed, `the run went well, but this test wants it to fail with ["hung"]`},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := watched(t, test.steps...)
			s.WantFailure = test.want
			code, _, stderr := run(t, driver(t, s))
			assert.Equal(t, test.code, code)
			assert.Contains(t, stderr, test.text)
		})
	}
}

func TestNoRunIsNotAFailedRun(t *testing.T) {
	missing := watched(t)
	missing.Command = []string{"external/qemu/bin/qemu-system-riscv64"}
	code, _, stderr := run(t, driver(t, missing))
	assert.Equal(t, noRun, code)
	assert.Contains(t, stderr, "the emulator is missing: there is no file external/qemu/bin/qemu-system-riscv64 in ")
	assert.Contains(t, stderr, "./bazelw clean --expunge")

	missing.Interactive = true
	code, _, stderr = run(t, driver(t, missing))
	assert.Equal(t, noRun, code)
	assert.Contains(t, stderr, "the emulator is missing")

	missing.MinVersion = "7.0"
	code, _, stderr = run(t, driver(t, missing))
	assert.Equal(t, noRun, code)
	assert.Contains(t, stderr, "the emulator is missing")

	code, _, stderr = run(t, driver(t, spec.Spec{}))
	assert.Equal(t, noRun, code)
	assert.Contains(t, stderr, `"command" is empty`)
}

func TestAnOldEmulatorIsNotRun(t *testing.T) {
	old := watched(t, "print:QEMU emulator version 6.2.0\n")
	old.MinVersion = "7.0"
	// (The guest prints nothing for --version itself, so that this also shows
	// that an emulator of unknown version is not run.)
	code, stdout, stderr := run(t, driver(t, old))
	assert.Equal(t, noRun, code)
	assert.Empty(t, stdout)
	assert.Contains(t, stderr, "does not say its version, want QEMU 7.0 or newer")
}

func TestBazelsOwnTimeoutIsReported(t *testing.T) {
	cmd := driver(t, watched(t, "print:booting\n", "hang"))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	buffer := make([]byte, len("booting\n"))
	_, err = stdout.Read(buffer)
	require.NoError(t, err)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.Error(t, cmd.Wait())
	assert.Equal(t, failed, cmd.ProcessState.ExitCode())
	assert.Contains(t, stderr.String(), "interrupted by a signal")
	assert.Contains(t, stderr.String(), "| booting")
}

// A session is a driver on a terminal of its own.
type session struct {
	t       *testing.T
	cmd     *exec.Cmd
	keys    *os.File // the terminal's other end
	tty     *os.File
	termios unix.Termios // as it was at the start
	mu      sync.Mutex   // protects screen
	screen  bytes.Buffer
}

func attach(t *testing.T, steps ...string) *session {
	t.Helper()
	keys, tty, err := pty.Open()
	require.NoError(t, err)
	t.Cleanup(func() { _ = tty.Close(); _ = keys.Close() })
	s := &session{t: t, keys: keys, tty: tty}
	s.termios = s.settings()
	require.NoError(t, unix.SetNonblock(int(tty.Fd()), false))

	s.cmd = driver(t, spec.Spec{Command: guesttest.Command(t, steps...), Interactive: true})
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = tty, tty, tty
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, s.cmd.Start())
	t.Cleanup(func() { _ = s.cmd.Process.Kill() })
	go func() {
		buffer := make([]byte, 1024)
		for {
			n, err := keys.Read(buffer)
			s.mu.Lock()
			s.screen.Write(buffer[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s
}

func (s *session) settings() unix.Termios {
	s.t.Helper()
	settings, err := unix.IoctlGetTermios(int(s.tty.Fd()), unix.TCGETS)
	require.NoError(s.t, err)
	return *settings
}

// waitFor waits until the screen shows a text.
func (s *session) waitFor(text string) {
	s.t.Helper()
	require.Eventually(s.t, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return strings.Contains(s.screen.String(), text)
	}, 30*time.Second, 5*time.Millisecond, "the screen does not show %q", text)
}

// press types on the keyboard.
func (s *session) press(keys string) {
	s.t.Helper()
	_, err := s.keys.WriteString(keys)
	require.NoError(s.t, err)
}

// end waits for the driver, checks that the terminal is as it was, and returns
// the exit status.
func (s *session) end() int {
	s.t.Helper()
	done := make(chan struct{})
	go func() {
		_ = s.cmd.Wait() // the status is read below
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		require.Fail(s.t, "the driver does not end")
	}
	assert.Equal(s.t, s.termios, s.settings(), "the terminal's settings")
	flags, err := unix.FcntlInt(s.tty.Fd(), unix.F_GETFL, 0)
	require.NoError(s.t, err)
	assert.Zero(s.t, flags&unix.O_NONBLOCK, "the terminal's input is left non-blocking")
	return s.cmd.ProcessState.ExitCode()
}

const ctrlC = "\x03"

func TestOnATerminalTheGuestsStatusIsPassedOn(t *testing.T) {
	for _, code := range []int{0, 1, 7} {
		s := attach(t, "print:booted\n", "exit:"+strconv.Itoa(code))
		s.waitFor("booted")
		assert.Equal(t, code, s.end())
	}
}

func TestKeysReachTheGuest(t *testing.T) {
	s := attach(t, "print:ready\n", "read", "exit:0")
	s.waitFor("ready")
	s.press("hello\n")
	s.waitFor(`read "hello"`)
	assert.Zero(t, s.end())
}

func TestCtrlCEndsTheGuest(t *testing.T) {
	s := attach(t, "print:ready\n", "hang")
	s.waitFor("ready")
	s.press(ctrlC)
	assert.Equal(t, 130, s.end())
}

func TestASecondCtrlCKillsAGuestThatIgnoresTheFirst(t *testing.T) {
	id := filepath.Join(t.TempDir(), "id")
	s := attach(t, "deaf", "id:"+id, "print:ready\n", "hang")
	s.waitFor("ready")
	s.press(ctrlC)
	s.waitFor("^C")
	s.press(ctrlC)
	assert.Equal(t, 130, s.end())
	gone(t, id)
}

func TestATerminatedDriverLeavesTheTerminalSane(t *testing.T) {
	id := filepath.Join(t.TempDir(), "id")
	s := attach(t, "id:"+id, "raw", "hang")
	s.waitFor("raw")
	require.NotEqual(t, s.termios, s.settings(), "the guest changed the terminal")
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGTERM))
	assert.Equal(t, 143, s.end())
	gone(t, id)
}

func TestAKilledGuestLeavesTheTerminalSane(t *testing.T) {
	id := filepath.Join(t.TempDir(), "id")
	s := attach(t, "id:"+id, "raw", "hang")
	s.waitFor("raw")
	require.NoError(t, syscall.Kill(read(t, id), syscall.SIGKILL))
	assert.Equal(t, 137, s.end())
}

func TestAGuestThatLeavesTheTerminalRawIsTidiedUpAfter(t *testing.T) {
	s := attach(t, "raw", "exit:3")
	s.waitFor("raw")
	assert.Equal(t, 3, s.end())
}

func TestAGuestDoesNotOutliveItsDriver(t *testing.T) {
	for _, interactive := range []bool{false, true} {
		id := filepath.Join(t.TempDir(), "id")
		s := watched(t, "deaf", "id:"+id, "print:ready\n", "hang")
		s.Interactive = interactive
		cmd := driver(t, s)
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		_, err = stdout.Read(make([]byte, 1))
		require.NoError(t, err)
		require.NoError(t, cmd.Process.Kill())
		require.Error(t, cmd.Wait())
		gone(t, id)
	}
}

// read returns the process id in a file.
func read(t *testing.T, path string) int {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	id, err := strconv.Atoi(string(text))
	require.NoError(t, err)
	return id
}

// gone waits until the process whose id is in a file has ended.
func gone(t *testing.T, path string) {
	t.Helper()
	id := read(t, path)
	require.Eventually(t, func() bool {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(id) + "/stat")
		return err != nil || strings.Contains(string(stat), ") Z ") // ended, perhaps not yet waited for
	}, 10*time.Second, 5*time.Millisecond, "process %d is still there", id)
}

func TestOurEmulatorLeavesCoverageWhereBazelWantsIt(t *testing.T) {
	assert.Empty(t, coverage(""), "without `bazel coverage`")
	assert.Equal(t, []string{"--coverage=/dir/guest.dat"}, coverage("/dir"))

	// An emulator that says its last argument.
	dir := t.TempDir()
	emulator := filepath.Join(dir, "emulator")
	require.NoError(t, os.WriteFile(emulator, []byte("#!/bin/sh\nfor last; do :; done\necho \"Hello OS\"\necho \"last: $last\"\n"), 0o755))
	for _, kind := range []spec.Emulator{spec.K210emu, spec.QEMU} {
		cmd := driver(t, spec.Spec{Command: []string{emulator, "--given"}, Emulator: kind, Expect: []string{"Hello OS\n"}, TimeoutSeconds: 60})
		cmd.Env = append(cmd.Env, "COVERAGE_DIR="+dir)
		code, stdout, stderr := run(t, cmd)
		require.Zero(t, code, stderr)
		want := "last: --coverage=" + dir + "/guest.dat\n"
		if kind == spec.QEMU {
			want = "last: --given\n"
		}
		assert.Contains(t, stdout, want)
	}
}
