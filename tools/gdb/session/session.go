// SPDX-License-Identifier: MIT

package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"bugo/tools/boot/console"
	"bugo/tools/boot/guest"
	"bugo/tools/boot/spec"
)

// A Session is a spec and where its sources are.
type Session struct {
	Spec    *spec.Spec
	Sources string // the repository's root
}

// script returns gdb's first commands for a server.
func (s *Session) script(at *server) (*Script, error) {
	programs, err := absolute(s.Spec.Programs())
	if err != nil {
		return nil, err
	}
	if len(programs) == 0 {
		return nil, errors.New(`the spec names no program: set "elf"`)
	}
	return &Script{Programs: programs, Sources: s.Sources, Remote: at.remote}, nil
}

// Print starts the emulator stopped on this terminal, says on out how to connect a
// debugger, and returns its status once it has ended. A port of 0 means a
// socket.
func (s *Session) Print(out io.Writer, port int) (int, error) {
	at, err := newServer(s.Spec.Emulator, port)
	if err != nil {
		return 0, err
	}
	defer at.close()
	script, err := s.script(at)
	if err != nil {
		return 0, err
	}
	gdb, err := FindGDB(s.Spec.GDB.Program)
	if err != nil {
		gdb = debuggers[0] // one may be installed until the line is used
	}
	fmt.Fprintf(out, "%s waits before its first instruction. In another terminal:\n\n  %s\n\nCtrl-C here ends it.\n\n", at.emulator, script.Shell(gdb))
	return guest.Attach(append(s.Spec.Command, at.arguments()...))
}

// Interact runs gdb on this terminal with more arguments of its own, and
// returns its status. The machine's console appears among gdb's output.
func (s *Session) Interact(arguments []string) (int, error) {
	gdb, err := FindGDB(s.Spec.GDB.Program)
	if err != nil {
		return 0, err
	}
	at, err := newServer(s.Spec.Emulator, 0)
	if err != nil {
		return 0, err
	}
	defer at.close()
	script, err := s.script(at)
	if err != nil {
		return 0, err
	}
	m, err := startMachine(s.Spec.Command, at, os.Stdout, os.Stderr)
	if err != nil {
		return 0, err
	}
	defer m.stop()

	commands := []string{"-q"}
	for _, c := range script.Commands() {
		commands = append(commands, "-ex", c)
	}
	// Ctrl-C is for gdb, which stops the machine with it; the emulator does not get
	// it, being in a process group of its own.
	return guest.Attend(append([]string{gdb}, append(commands, arguments...)...))
}

// Test runs the spec's script in gdb and returns nil if all that is expected
// appears in gdb's output in order and nothing forbidden does. gdb's output
// and the machine's console go to out.
func (s *Session) Test(ctx context.Context, out io.Writer) error {
	expect, err := expand(s.Spec.GDB.Expect, s.Sources)
	if err != nil {
		return err
	}
	commands, err := expand(s.Spec.GDB.Script, s.Sources)
	if err != nil {
		return err
	}
	gdb, err := FindGDB(s.Spec.GDB.Program)
	if err != nil {
		return err
	}
	at, err := newServer(s.Spec.Emulator, 0)
	if err != nil {
		return err
	}
	defer at.close()
	script, err := s.script(at)
	if err != nil {
		return err
	}
	file, err := writeScript(append(append([]string{"set pagination off", "set width 0"}, script.Commands()...), commands...))
	if err != nil {
		return err
	}
	defer os.RemoveAll(filepath.Dir(file))
	var machineConsole bytes.Buffer
	m, err := startMachine(s.Spec.Command, at, &machineConsole, os.Stderr)
	if err != nil {
		return err
	}
	defer m.stop()

	ctx, cancel := context.WithTimeout(ctx, s.Spec.Timeout())
	defer cancel()
	cmd := exec.CommandContext(ctx, gdb, "-nx", "-q", "-batch", "-x", file)
	cmd.WaitDelay = serverTimeout
	output, err := cmd.CombinedOutput()
	m.stop()
	fmt.Fprintf(out, "--- gdb\n%s--- console of the machine\n%s\n---\n", output, machineConsole.Bytes())
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("gdb did not end within %v: is a breakpoint never reached?", s.Spec.Timeout())
	case err != nil:
		return fmt.Errorf("gdb: %w: a command of the script failed, see its last line above", err)
	}
	return judge(string(output), expect, s.Spec.GDB.Forbid)
}

// judge compares gdb's output with what a test wants of it.
func judge(output string, expect, forbid []string) error {
	var wanted []console.Expectation
	for _, text := range expect {
		wanted = append(wanted, console.Expectation{Text: text})
	}
	c := console.New(wanted, forbid)
	_, _ = c.Write([]byte(output)) // never fails
	c.Advance()
	if text, line, bad := c.Forbidden(); bad {
		return fmt.Errorf("gdb's output shows %q, which is forbidden, in the line %q", text, line)
	}
	if missing, ok := c.Missing(); ok {
		order := ""
		if missing.Previous != "" {
			order = fmt.Sprintf(" behind %q", missing.Previous)
		}
		return fmt.Errorf("gdb's output does not show text %d of %d, %q%s", missing.Position, missing.Total, missing.Text, order)
	}
	return nil
}

// writeScript puts commands into a file in a directory of its own.
func writeScript(commands []string) (string, error) {
	dir, err := os.MkdirTemp("", "gdb-")
	if err != nil {
		return "", fmt.Errorf("cannot make gdb's script: %w", err)
	}
	file := filepath.Join(dir, "script")
	if err := os.WriteFile(file, []byte(strings.Join(commands, "\n")+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("cannot write gdb's script: %w", err)
	}
	return file, nil
}
