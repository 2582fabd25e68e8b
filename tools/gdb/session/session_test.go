// SPDX-License-Identifier: MIT

package session

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/boot/guesttest"
	"bugo/tools/boot/spec"
)

func TestMain(m *testing.M) { guesttest.Main(m) }

func TestScriptLoadsAllProgramsAndConnects(t *testing.T) {
	s := Script{
		Programs: []string{"/out/kernel.elf", "/out/firm ware.elf", "/out/hello.elf"},
		Sources:  "/home/me/bugo",
		Remote:   "/tmp/socket",
	}
	assert.Equal(t, []string{
		"set confirm off",
		"file /out/kernel.elf",
		`add-symbol-file "/out/firm ware.elf"`,
		"add-symbol-file /out/hello.elf",
		"directory /home/me/bugo",
		"set substitute-path $GOROOT/src/runtime /home/me/bugo/runtime",
		"set substitute-path src/runtime /home/me/bugo/runtime",
		"target remote /tmp/socket",
		"set confirm on",
	}, s.Commands())
	assert.Equal(t, `/bin/gdb -q -ex 'set confirm off' -ex 'file /out/kernel.elf' -ex 'add-symbol-file "/out/firm ware.elf"' -ex 'add-symbol-file /out/hello.elf'`+
		` -ex 'directory /home/me/bugo' -ex 'set substitute-path $GOROOT/src/runtime /home/me/bugo/runtime' -ex 'set substitute-path src/runtime /home/me/bugo/runtime' -ex 'target remote /tmp/socket' -ex 'set confirm on'`,
		s.Shell("/bin/gdb"))
}

func TestWordsAreQuoted(t *testing.T) {
	for word, want := range map[string]string{"": "''", "a-b_c/d.e:1": "a-b_c/d.e:1", "it's": `'it'\''s'`, "$x": "'$x'"} {
		assert.Equal(t, want, shellQuote(word))
	}
	for path, want := range map[string]string{"/a": "/a", `/a "b"\`: `"/a \"b\"\\"`} {
		assert.Equal(t, want, quote(path))
	}
}

func TestLinesAreNamedByTheirText(t *testing.T) {
	sources := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(sources, "main.go"), []byte("one\ntwo\nthree\nto two\n"), 0o600))
	got, err := expand([]string{`break main.go:{{line "main.go" "three"}}`, "continue"}, sources)
	require.NoError(t, err)
	assert.Equal(t, []string{"break main.go:3", "continue"}, got)

	for text, want := range map[string]string{
		`{{line "main.go" "four"}}`: `main.go holds "four" in no line: has the code moved?`,
		`{{line "main.go" "two"}}`:  `main.go holds "two" in lines 2 and 4: give a text that only one line holds`,
		`{{line "gone.go" "two"}}`:  "no such file or directory: name it in the test's sources",
		`{{line "main.go"`:          "unclosed action",
	} {
		_, err := expand([]string{text}, sources)
		assert.ErrorContains(t, err, want)
	}
}

// program writes an executable shell script.
func program(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gdb-multiarch")
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700))
	return path
}

// showScript is a gdb that prints the script it is given, the last argument.
const showScript = `while [ $# -gt 1 ]; do shift; done; cat "$1"`

// batch is a session with a test, a fake QEMU and a fake gdb.
func batch(t *testing.T, gdb string, steps ...string) *Session {
	t.Helper()
	sources := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(sources, "main.go"), []byte("package main\n\nfunc main() {}\n"), 0o600))
	return &Session{
		Sources: sources,
		Spec: &spec.Spec{
			Command: guesttest.Command(t, steps...), ELF: "kernel.elf", Symbols: []string{"hello.elf"}, TimeoutSeconds: 60,
			GDB: &spec.GDB{
				Program: program(t, gdb),
				Script:  []string{`break main.go:{{line "main.go" "func main"}}`, "backtrace"},
				Expect:  []string{"set confirm off", "/kernel.elf", "/hello.elf", "target remote /", `break main.go:{{line "main.go" "func main"}}`, "backtrace"},
				Forbid:  []string{"No symbol table"},
			},
		},
	}
}

func TestATestRunsItsScriptBehindTheSymbols(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, batch(t, showScript, "print:booted\n", "gdbstub", "hang").Test(context.Background(), &out))
	assert.Contains(t, out.String(), "break main.go:3\n")
	assert.Contains(t, out.String(), "--- console of the machine\nbooted\n")
}

func TestATestFails(t *testing.T) {
	for _, test := range []struct {
		name   string
		gdb    string
		change func(*Session)
		want   string
	}{
		{"without the output", "echo file kernel.elf", nil, `gdb's output does not show text 1 of 6, "set confirm off"`},
		{"with half of the output", showScript, func(s *Session) { s.Spec.GDB.Expect = []string{"backtrace", "#0"} }, `does not show text 2 of 2, "#0" behind "backtrace"`},
		{"with a forbidden output", showScript, func(s *Session) { s.Spec.GDB.Forbid = []string{"confirm"} }, `gdb's output shows "confirm", which is forbidden, in the line "set confirm off"`},
		{"with a command that fails", showScript + "; exit 1", nil, "gdb: exit status 1: a command of the script failed"},
		{"with a breakpoint never reached", "exec sleep 1000", func(s *Session) { s.Spec.TimeoutSeconds = 0.2 }, "gdb did not end within 200ms: is a breakpoint never reached?"},
		{"without gdb", "", func(s *Session) { s.Spec.GDB.Program = "gone/gdb" }, "gdb is missing: "},
		{"without programs", "", func(s *Session) { s.Spec.ELF, s.Spec.Symbols = "", nil }, `the spec names no program: set "elf"`},
		{"without QEMU", "", func(s *Session) { s.Spec.Command[0] = "gone/qemu" }, "the emulator is missing: "},
		{"with code that moved", "", func(s *Session) { s.Spec.GDB.Script = []string{`{{line "main.go" "gone"}}`} }, "in no line: has the code moved?"},
		{"with an expectation of code that moved", "", func(s *Session) { s.Spec.GDB.Expect = []string{`{{line "main.go" "gone"}}`} }, "in no line: has the code moved?"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := batch(t, test.gdb, "gdbstub", "hang")
			if test.change != nil {
				test.change(s)
			}
			assert.ErrorContains(t, s.Test(context.Background(), &bytes.Buffer{}), test.want)
		})
	}
}

func TestEachEmulatorIsToldWhereToListenInItsWay(t *testing.T) {
	for _, c := range []struct {
		emulator spec.Emulator
		port     int
		want     []string // SOCKET is the socket
	}{
		{"", 0, []string{"-S", "-gdb", "unix:SOCKET,server=on,wait=off"}},
		{spec.QEMU, 1234, []string{"-S", "-gdb", "tcp:127.0.0.1:1234"}},
		{spec.K210emu, 0, []string{"--gdb=SOCKET"}},
		{spec.K210emu, 1234, []string{"--gdb=127.0.0.1:1234"}},
	} {
		s, err := newServer(c.emulator, c.port)
		require.NoError(t, err)
		defer s.close()
		got := s.arguments()
		for n := range got {
			if c.port == 0 {
				got[n] = strings.ReplaceAll(got[n], s.remote, "SOCKET")
			}
		}
		assert.Equal(t, c.want, got)
	}
}

func TestAQEMUThatEndsAtOnceIsReported(t *testing.T) {
	err := batch(t, showScript, "error:qemu: no such machine\n", "exit:1").Test(context.Background(), &bytes.Buffer{})
	assert.ErrorContains(t, err, "QEMU exited with status 1 before a debugger could connect")
}

func TestGDBIsTakenFromPATHWhereNoneIsGiven(t *testing.T) {
	gdb := program(t, "")
	t.Setenv("PATH", filepath.Dir(gdb))
	got, err := FindGDB("")
	require.NoError(t, err)
	assert.Equal(t, gdb, got)

	t.Setenv("PATH", t.TempDir())
	_, err = FindGDB("")
	assert.ErrorContains(t, err, "no debugger for RISC-V on PATH (looked for [gdb-multiarch ")
	assert.ErrorContains(t, err, "--print")
}

func TestASocketIsForThisUserAloneAndAPortForThisMachineAlone(t *testing.T) {
	at, err := newServer("", 0)
	require.NoError(t, err)
	info, err := os.Stat(at.dir)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	assert.Equal(t, []string{"-S", "-gdb", "unix:" + at.remote + ",server=on,wait=off"}, at.arguments())
	assert.Less(t, len(at.remote), 108, "sun_path, unix(7)")
	at.close()
	assert.NoDirExists(t, at.dir)

	at, err = newServer("", 1234)
	require.NoError(t, err)
	assert.Equal(t, []string{"-S", "-gdb", "tcp:127.0.0.1:1234"}, at.arguments())
	assert.Equal(t, "127.0.0.1:1234", at.remote)
	at.close()
}
