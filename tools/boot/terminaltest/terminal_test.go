// SPDX-License-Identifier: MIT

//go:build bazel

// Package terminaltest tests `./bazelw run //:qemu` with the real QEMU on a
// terminal: what Ctrl-C does depends on QEMU's arguments as well as on the
// driver. The machine is stopped before its first instruction, so that only a
// signal can end it.
package terminaltest

import (
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A session is QEMU on a terminal of its own.
type session struct {
	cmd   *exec.Cmd
	keys  *os.File // the terminal's other end
	tty   *os.File
	saved unix.Termios // the settings before QEMU changed them
	ended chan struct{}
}

func start(t *testing.T) *session {
	t.Helper()
	keys, tty, err := pty.Open()
	require.NoError(t, err)
	t.Cleanup(func() { _ = tty.Close(); _ = keys.Close() })
	require.NoError(t, unix.SetNonblock(int(tty.Fd()), false))
	s := &session{keys: keys, tty: tty, saved: settings(t, tty)}
	s.cmd = exec.Command("./" + os.Getenv("STOPPED"))
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = tty, tty, tty
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, s.cmd.Start())
	s.ended = make(chan struct{})
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); <-s.ended })
	go func() { _, _ = io.Copy(os.Stderr, keys) }() // into the test's log; it ends with the terminal
	go func() {
		_ = s.cmd.Wait() // its status is what the tests look at
		close(s.ended)
	}()

	// QEMU is up once it has changed the terminal for its console.
	for settings(t, tty) == s.saved {
		select {
		case <-s.ended:
			require.Fail(t, "QEMU ended before it was asked to", "%v", s.cmd.ProcessState)
		case <-time.After(10 * time.Millisecond):
		}
	}
	return s
}

func settings(t *testing.T, tty *os.File) unix.Termios {
	t.Helper()
	settings, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	require.NoError(t, err)
	return *settings
}

// end waits for the driver, checks that the terminal is as it was, and returns
// the driver's status.
func (s *session) end(t *testing.T) int {
	t.Helper()
	<-s.ended
	assert.Equal(t, s.saved, settings(t, s.tty), "the terminal's settings")
	flags, err := unix.FcntlInt(s.tty.Fd(), unix.F_GETFL, 0)
	require.NoError(t, err)
	assert.Zero(t, flags&unix.O_NONBLOCK, "the terminal's input is left non-blocking")
	return s.cmd.ProcessState.ExitCode()
}

func TestCtrlCEndsQEMUAndLeavesTheTerminalSane(t *testing.T) {
	s := start(t)
	_, err := s.keys.WriteString("\x03")
	require.NoError(t, err)
	assert.Equal(t, 128+int(syscall.SIGINT), s.end(t))
}

func TestSIGTERMEndsQEMUAndLeavesTheTerminalSane(t *testing.T) {
	s := start(t)
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGTERM))
	assert.Equal(t, 128+int(syscall.SIGTERM), s.end(t))
}
