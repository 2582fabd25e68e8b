// SPDX-License-Identifier: MIT

package session

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"bugo/tools/boot/guest"
	"bugo/tools/boot/spec"
)

// serverTimeout is how long an emulator may take to open its debugger server.
const serverTimeout = 20 * time.Second

// debuggers are the programs that know RISC-V, in order of preference.
var debuggers = []string{"gdb-multiarch", "riscv64-unknown-elf-gdb", "riscv64-elf-gdb", "riscv64-linux-gnu-gdb"}

// FindGDB returns the debugger: the given one, or for interactive use one on
// PATH.
func FindGDB(given string) (string, error) {
	if given != "" {
		path, err := filepath.Abs(given)
		if err != nil {
			return "", err
		}
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("gdb is missing: %w: ./bazelw run and ./bazelw test fetch it; if they already have, ./bazelw clean --expunge makes them fetch it anew", err)
		}
		return path, nil
	}
	for _, name := range debuggers {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no debugger for RISC-V on PATH (looked for %v): install gdb-multiarch, or start with --print and connect another debugger", debuggers)
}

// A server is where the emulator's debugger server listens.
type server struct {
	emulator spec.Emulator
	dir      string // of the socket; "" for a TCP port
	remote   string // gdb's target remote
}

// newServer returns a socket that only this user can reach, or for port != 0 a
// TCP port of this machine, for editors that know nothing else.
func newServer(emulator spec.Emulator, port int) (*server, error) {
	if emulator == "" {
		emulator = spec.QEMU
	}
	if port != 0 {
		return &server{emulator: emulator, remote: fmt.Sprintf("127.0.0.1:%d", port)}, nil
	}
	// Not in TEST_TMPDIR: a socket's path may have 107 bytes only (unix(7)).
	dir, err := os.MkdirTemp("", "gdb-")
	if err != nil {
		return nil, fmt.Errorf("cannot make a directory for the debugger's socket: %w", err)
	}
	return &server{emulator: emulator, dir: dir, remote: filepath.Join(dir, "socket")}, nil
}

// close removes the socket.
func (s *server) close() {
	if s.dir != "" {
		_ = os.RemoveAll(s.dir) // it lies in the system's folder for temporary files
	}
}

// arguments make the emulator listen, and wait before the first instruction.
func (s *server) arguments() []string {
	switch {
	case s.emulator == spec.K210emu:
		return []string{"--gdb=" + s.remote}
	case s.dir == "":
		return []string{"-S", "-gdb", "tcp:" + s.remote}
	default:
		return []string{"-S", "-gdb", "unix:" + s.remote + ",server=on,wait=off"}
	}
}

// A machine is an emulator that a debugger controls.
type machine struct {
	process *guest.Process
	ended   chan struct{}
}

// startMachine starts the emulator and waits for the debugger server, which has to be
// a socket. The console goes to out; nothing reads what the machine's console
// could be typed.
func startMachine(command []string, s *server, out, stderr io.Writer) (*machine, error) {
	process, err := guest.Start(append(append([]string(nil), command...), s.arguments()...), stderr)
	if err != nil {
		return nil, err
	}
	m := &machine{process: process, ended: make(chan struct{})}
	go func() {
		defer close(m.ended)
		for chunk := range process.Output {
			_, _ = out.Write(chunk) // a console that cannot be shown does not end the session
		}
	}()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(serverTimeout)
	for {
		if _, err := os.Stat(s.remote); err == nil {
			return m, nil
		}
		select {
		case <-m.ended:
			status, err := process.Wait()
			return nil, errors.Join(fmt.Errorf("%s %v before a debugger could connect: see its messages above", s.emulator, status), err)
		case <-deadline:
			m.stop()
			return nil, fmt.Errorf("%s did not open its debugger server within %v", s.emulator, serverTimeout)
		case <-tick.C:
		}
	}
}

// stop ends the emulator, if it has not ended.
func (m *machine) stop() {
	select {
	case <-m.ended:
		return
	default:
	}
	m.process.Kill()
	<-m.ended
}
