// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/boot/guesttest"
	"bugo/tools/boot/spec"
)

// programVariable tells the test's binary that it is the program.
const programVariable = "BUGO_GDB_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(programVariable) != "" {
		os.Unsetenv(programVariable) // the guest, which is this binary too, must not be the program
		main()
	}
	guesttest.Main(m)
}

func TestFlagsEndWhereGDBsBegin(t *testing.T) {
	for _, test := range []struct {
		args []string
		want options
		err  string
	}{
		{nil, options{}, ""},
		{[]string{"--spec=a", "-ex", "--print"}, options{spec: "a", arguments: []string{"-ex", "--print"}}, ""},
		{[]string{"--spec=a", "--", "--print"}, options{spec: "a", arguments: []string{"--print"}}, ""},
		{[]string{"--print", "--port=1234"}, options{print: true, port: 1234}, ""},
		{[]string{"--print", "--port=0"}, options{}, "--port=0: want a port of 1 to 65535"},
		{[]string{"--print", "--port"}, options{}, "--port: want a port of 1 to 65535"},
		{[]string{"--port=1234"}, options{}, "--port is for --print"},
		{[]string{"--print", "-ex", "continue"}, options{}, "--print starts no gdb"},
	} {
		got, err := parse(test.args)
		if test.err != "" {
			assert.ErrorContains(t, err, test.err)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, test.want, got)
	}
}

// command returns the program on a spec whose gdb is a shell script.
func command(t *testing.T, s spec.Spec, script string, args ...string) *exec.Cmd {
	t.Helper()
	dir := t.TempDir()
	if s.GDB != nil {
		s.GDB.Program = filepath.Join(dir, "gdb-multiarch")
		require.NoError(t, os.WriteFile(s.GDB.Program, []byte("#!/bin/sh\n"+script+"\n"), 0o700))
	}
	data, err := json.Marshal(s)
	require.NoError(t, err)
	path := filepath.Join(dir, "spec.json")
	require.NoError(t, os.WriteFile(path, data, 0o600))
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self, append([]string{"--spec=" + path}, args...)...)
	cmd.Env = append(os.Environ(), programVariable+"=1", "BUILD_WORKSPACE_DIRECTORY=/home/me/bugo")
	return cmd
}

func output(t *testing.T, cmd *exec.Cmd) (int, string) {
	t.Helper()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return cmd.ProcessState.ExitCode(), out.String()
}

func onTerminal(t *testing.T, steps ...string) spec.Spec {
	return spec.Spec{Command: guesttest.Command(t, steps...), Interactive: true, ELF: "/out/kernel.elf", GDB: &spec.GDB{}}
}

func TestGDBGetsSymbolsSourcesAndItsArguments(t *testing.T) {
	code, out := output(t, command(t, onTerminal(t, "print:booted\n", "gdbstub", "hang"), `for a; do echo "[$a]"; done; exit 5`, "-ex", "break main.main"))
	assert.Equal(t, 5, code, "gdb's status is passed on")
	for _, want := range []string{"[file /out/kernel.elf]", "[directory /home/me/bugo]", "[target remote /", "[-ex]\n[break main.main]\n"} {
		assert.Contains(t, out, want)
	}
}

func TestTheEmulatorFindsItsFiles(t *testing.T) {
	code, out := output(t, command(t, onTerminal(t, "print:at {root}/image.bin\n", "exit:0"), "", "--print"))
	assert.Zero(t, code)
	assert.Contains(t, out, "at /")
	assert.Contains(t, out, "/image.bin")
	assert.NotContains(t, out, "{root}")
}

func TestCtrlCIsForGDB(t *testing.T) {
	keys, tty, err := pty.Open()
	require.NoError(t, err)
	defer keys.Close()
	defer tty.Close()
	cmd := command(t, onTerminal(t, "gdbstub", "hang"), `trap 'echo interrupted; exit 0' INT; echo ready; while :; do sleep 0.05; done`)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, cmd.Start())
	screen := make(chan string)
	go func() {
		defer close(screen)
		for {
			buffer := make([]byte, 1000)
			n, err := keys.Read(buffer)
			if err != nil {
				return
			}
			screen <- string(buffer[:n])
		}
	}()
	seen := ""
	waitFor := func(text string) {
		for !strings.Contains(seen, text) {
			select {
			case s := <-screen:
				seen += s
			case <-time.After(30 * time.Second):
				require.Fail(t, "the screen does not show "+text, seen)
			}
		}
	}
	waitFor("ready")
	_, err = keys.WriteString("\x03")
	require.NoError(t, err)
	waitFor("interrupted")
	require.NoError(t, cmd.Wait(), "gdb ended by itself, with 0")
}

func TestPrintSaysHowToConnect(t *testing.T) {
	for _, args := range [][]string{{"--print"}, {"--print", "--port=1234"}} {
		code, out := output(t, command(t, onTerminal(t, "print:booted\n", "exit:3"), "", args...))
		assert.Equal(t, 3, code, "QEMU's status is passed on")
		assert.Contains(t, out, "In another terminal:\n\n  ")
		assert.Contains(t, out, "gdb-multiarch -q -ex 'set confirm off' -ex 'file /out/kernel.elf'")
		assert.Contains(t, out, "booted")
		if len(args) == 2 {
			assert.Contains(t, out, "-ex 'target remote 127.0.0.1:1234'")
		}
	}
}

func TestATestsVerdictIsTheExitStatus(t *testing.T) {
	s := onTerminal(t, "gdbstub", "hang")
	s.Interactive, s.TimeoutSeconds = false, 60
	s.GDB = &spec.GDB{Script: []string{"backtrace"}, Expect: []string{"#0  main.main"}}
	code, out := output(t, command(t, s, "echo '#0  main.main () at kernel/main.go:7'"))
	assert.Zero(t, code, out)
	code, out = output(t, command(t, s, "echo 'No stack.'"))
	assert.Equal(t, failed, code)
	assert.Contains(t, out, `gdb: gdb's output does not show text 1 of 1, "#0  main.main"`)
}

func TestNoSession(t *testing.T) {
	missing := onTerminal(t)
	missing.Command = []string{"gone/qemu"}
	old := onTerminal(t)
	old.MinVersion = "7.0"
	boot := onTerminal(t)
	boot.GDB = nil
	for _, test := range []struct {
		spec spec.Spec
		args []string
		want string
	}{
		{missing, nil, "the emulator is missing"},
		{missing, []string{"--print"}, "the emulator is missing"},
		{old, nil, "does not say its version"},
		{boot, nil, `has no "gdb": it describes a boot`},
		{spec.Spec{}, nil, `"command" is empty`},
		{onTerminal(t), []string{"--port=1"}, "--port is for --print"},
		{onTerminal(t, "exit:0"), nil, "QEMU exited with status 0 before a debugger could connect"},
	} {
		code, out := output(t, command(t, test.spec, "", test.args...))
		assert.Equal(t, noSession, code)
		assert.Contains(t, out, test.want)
	}
}
