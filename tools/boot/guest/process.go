// SPDX-License-Identifier: MIT

// Package guest runs the emulator: under watch, for tests, or attached to the
// terminal, for people.
//
// A guest never outlives its driver. It has a process group of its own, which
// is killed as a whole, and on Linux the kernel kills it where the driver dies
// without the chance to (Pdeathsig).
package guest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// drainDelay is how long output may still arrive after the guest has ended,
// where something else holds its end of the pipe open.
const drainDelay = time.Second

// A Status is how a guest ended.
type Status struct {
	Code   int            // exit status; -1 where a signal ended it
	Signal syscall.Signal // 0 where it exited by itself
}

// String says it for a report.
func (s Status) String() string {
	if s.Signal != 0 {
		return fmt.Sprintf("was ended by signal %d (%v)", int(s.Signal), s.Signal)
	}
	return fmt.Sprintf("exited with status %d", s.Code)
}

// A Process is a running guest whose console and error output are pipes.
type Process struct {
	Stdin  io.WriteCloser
	Output <-chan []byte // console, in order; closed when the guest has ended
	errors tail          // last lines of error output
	cmd    *exec.Cmd
	status Status
	err    error
}

// Start starts the command. Its error output, where the emulator complains, goes to
// stderr as it comes.
func Start(command []string, stderr io.Writer) (*Process, error) {
	if err := checkProgram(command[0]); err != nil {
		return nil, err
	}
	chunks := make(chan []byte, 64)
	p := &Process{Output: chunks, cmd: exec.Command(command[0], command[1:]...)}
	p.cmd.Stdout = chunkWriter(chunks)
	p.cmd.Stderr = io.MultiWriter(stderr, &p.errors)
	p.cmd.SysProcAttr = ownGroup()
	p.cmd.WaitDelay = drainDelay
	var err error
	if p.Stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("cannot start the emulator: %w", err)
	}
	go func() {
		p.status, p.err = statusOf(p.cmd.Wait(), p.cmd)
		close(chunks)
	}()
	return p, nil
}

// Kill ends the guest and all it started.
func (p *Process) Kill() {
	// The error is that the group has gone already, which is what is wanted.
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
}

// Ask asks the emulator to end by itself: SIGTERM.
func (p *Process) Ask() {
	// The error is that it has ended already, which is what is wanted.
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
}

// Wait returns how the guest ended. Call it after Output was closed.
func (p *Process) Wait() (Status, error) {
	for range p.Output {
	}
	return p.status, p.err
}

// Complaints returns the end of the emulator's error output, by lines.
func (p *Process) Complaints() []string { return p.errors.lines() }

// checkProgram gives a missing emulator a better message than execve's.
func checkProgram(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		here, _ := os.Getwd()
		return fmt.Errorf("the emulator is missing: there is no file %s in %s: ./bazelw run and ./bazelw test get it; if they already have, ./bazelw clean --expunge makes them get it anew",
			path, here)
	case err != nil:
		return fmt.Errorf("the emulator cannot be used: %w", err)
	case info.IsDir() || info.Mode()&0o111 == 0:
		return fmt.Errorf("the emulator cannot be used: %s is not an executable file: ./bazelw clean --expunge makes the build get it anew", path)
	}
	return nil
}

// statusOf turns what exec.Cmd.Wait returned into a Status.
func statusOf(err error, cmd *exec.Cmd) (Status, error) {
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		return Status{Code: -1}, fmt.Errorf("cannot wait for the emulator: %w", err)
	}
	state := cmd.ProcessState
	status := Status{Code: state.ExitCode()}
	if ws, ok := state.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		status.Signal = ws.Signal()
	}
	return status, nil
}

// A chunkWriter hands what is written to it to a channel.
type chunkWriter chan<- []byte

func (w chunkWriter) Write(b []byte) (int, error) {
	w <- append([]byte(nil), b...)
	return len(b), nil
}

// tailSize is how much of the error output a tail keeps, at least: all registers
// of some harts.
const tailSize = 16 << 10

// A tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex // protects text, which a copying goroutine writes
	text []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, b...)
	if len(t.text) > 2*tailSize {
		t.text = append([]byte(nil), t.text[len(t.text)-tailSize:]...)
	}
	return len(b), nil
}

func (t *tail) lines() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var lines []string
	for line := range strings.Lines(string(t.text)) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
