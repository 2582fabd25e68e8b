// SPDX-License-Identifier: MIT

package spec

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestASpecIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "boot.json")
	require.NoError(t, os.WriteFile(path, []byte(`{
		"command": ["../qemu/bin/qemu-system-riscv64", "-machine", "virt"],
		"emulator": "QEMU",
		"expect": ["Hello", "send:x"],
		"forbid": ["panic"],
		"exit_status": 1,
		"timeout_seconds": 1.5,
		"elf": "kernel.elf",
		"symbols": ["firmware.elf", "kernel.elf"]
	}`), 0o600))
	s, err := Load(path)
	require.NoError(t, err)
	assert.Equal(t, &Spec{
		Command: []string{"../qemu/bin/qemu-system-riscv64", "-machine", "virt"}, Emulator: QEMU,
		Expect: []string{"Hello", "send:x"}, Forbid: []string{"panic"}, ExitStatus: 1, TimeoutSeconds: 1.5,
		ELF: "kernel.elf", Symbols: []string{"firmware.elf", "kernel.elf"},
	}, s)
	assert.Equal(t, 1500*time.Millisecond, s.Timeout())
	assert.Equal(t, []string{"kernel.elf", "firmware.elf"}, s.Programs())
	assert.Equal(t, []string{"a"}, (&Spec{Symbols: []string{"a"}}).Programs())
}

func TestTheRootStandsInTheCommand(t *testing.T) {
	s, err := Parse([]byte(`{"command": ["./k210emu", "--image", "{root}/image.bin", "--symbols={root}/kernel.elf", "x"], "interactive": true}`))
	require.NoError(t, err)
	s.Resolve("/run files")
	assert.Equal(t, []string{"./k210emu", "--image", "/run files/image.bin", "--symbols=/run files/kernel.elf", "x"}, s.Command)
}

func TestAnInteractiveSpecNeedsACommandOnly(t *testing.T) {
	for _, text := range []string{
		`{"command": ["./qemu"], "interactive": true}`,
		`{"command": ["./qemu"], "interactive": true, "gdb": {"program": "./gdb"}}`,
	} {
		_, err := Parse([]byte(text))
		require.NoError(t, err)
	}
}

func TestADebuggersTestHasExpectationsOfItsOwn(t *testing.T) {
	s, err := Parse([]byte(`{"command": ["./qemu"], "timeout_seconds": 1, "gdb": {"script": ["bt"], "expect": ["#0"], "forbid": ["??"]}}`))
	require.NoError(t, err)
	assert.Equal(t, &GDB{Script: []string{"bt"}, Expect: []string{"#0"}, Forbid: []string{"??"}}, s.GDB)
}

func TestASpecThatCannotBeMeantIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		``:                      "EOF",
		`[]`:                    "cannot unmarshal array",
		`{"comand": ["./q"]}`:   `unknown field "comand"`,
		`{"command": []}`:       `"command" is empty`,
		`{"command": [""]}`:     `"command" is empty`,
		`{"command": ["qemu"]}`: `"command" starts with "qemu": want a path, since nothing is looked up in PATH`,
		`{"command": ["./q"]}`:  `"timeout_seconds" is 0: want more than 0`,
		`{"command": ["./q"], "timeout_seconds": 1}`:                                             `"expect" names no text: a run that prints nothing would pass`,
		`{"command": ["./q"], "timeout_seconds": 1, "expect": ["send:x"]}`:                       `"expect" names no text`,
		`{"command": ["./q"], "timeout_seconds": 1, "expect": [""]}`:                             `"expect" holds an empty text`,
		`{"command": ["./q"], "timeout_seconds": 1, "expect": ["x", "send:"]}`:                   `"expect" holds an empty text`,
		`{"command": ["./q"], "timeout_seconds": 1, "expect": ["x"], "forbid": [""]}`:            `"forbid" holds an empty text`,
		`{"command": ["./q"], "emulator": "qemu"}`:                                               `"emulator" is "qemu": want "QEMU" or "k210emu"`,
		`{"command": ["./q"], "gdb": {}}`:                                                        `"gdb" has no "script" and the session is not "interactive"`,
		`{"command": ["./q"], "gdb": {"script": ["bt"]}, "interactive": true}`:                   `"gdb" has a "script" and the session is "interactive"`,
		`{"command": ["./q"], "gdb": {"script": ["bt"], "expect": ["x"]}}`:                       `"timeout_seconds" is 0`,
		`{"command": ["./q"], "gdb": {"script": ["bt"]}, "expect": ["x"], "timeout_seconds": 1}`: `"expect" names no text`,
		`{"command": ["./q"], "timeout_seconds": 1, "expect": ["x"]} {}`:                         "something follows the JSON object",
	} {
		_, err := Parse([]byte(text))
		assert.ErrorContains(t, err, want, text)
	}
	_, err := Load("/nowhere/boot.json")
	assert.ErrorContains(t, err, "cannot read the boot spec: open /nowhere/boot.json")
	bad := filepath.Join(t.TempDir(), "bad.json")
	require.NoError(t, os.WriteFile(bad, []byte("{"), 0o600))
	_, err = Load(bad)
	assert.ErrorContains(t, err, "boot spec "+bad+": ")
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"command": ["./q"], "timeout_seconds": 1, "expect": ["x", "send:y"], "gdb": {"script": ["bt"]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse(data)
		if err != nil {
			return
		}
		again, err := json.Marshal(s)
		require.NoError(t, err)
		back, err := Parse(again)
		require.NoError(t, err)
		require.Equal(t, s.Command, back.Command)
		require.Equal(t, s.Expect, back.Expect)
	})
}
