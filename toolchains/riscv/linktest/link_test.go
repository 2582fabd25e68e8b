// SPDX-License-Identifier: MIT

//go:build bazel

// Package linktest links with the scripts of //platforms/k210 what does not
// fit, and looks at what the linker says about it.
package linktest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// program is smaller than anything real, but defines what start.S wants.
const program = `
	.text
	.globl	main
main:	j	main
	.bss
	.space	SPACE
`

// runfile returns the path that Bazel passed, relative to the runfiles, in an
// environment variable.
func runfile(t *testing.T, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	require.NotEmpty(t, path, "BUILD.bazel sets %s", variable)
	return filepath.Join(os.Getenv("TEST_SRCDIR"), path)
}

// link assembles the program with so many bytes of .bss and links it with the
// script called name, which edit may have changed.
func link(t *testing.T, name, space string, edit func(string) string, defsyms ...string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	scripts := filepath.Dir(runfile(t, "SCRIPT"))

	source := filepath.Join(dir, "program.s")
	require.NoError(t, os.WriteFile(source, []byte(strings.ReplaceAll(program, "SPACE", space)), 0o666))
	var objects []string
	for _, file := range []string{filepath.Join(scripts, "start.S"), source} {
		object := filepath.Join(dir, filepath.Base(file)+".o")
		output, err := exec.Command(runfile(t, "AS"), "-march=rv64gc", "-o", object, file).CombinedOutput()
		require.NoError(t, err, "%s", output)
		objects = append(objects, object)
	}

	text, err := os.ReadFile(filepath.Join(scripts, name))
	require.NoError(t, err)
	script := filepath.Join(dir, name)
	edited := edit(string(text))
	require.NoError(t, os.WriteFile(script, []byte(edited), 0o666))

	args := []string{"--no-relax", "-static", "-L" + scripts}
	for _, d := range defsyms {
		args = append(args, "--defsym="+d)
	}
	args = append(args, "-T", script, "-o", filepath.Join(dir, "out.elf"))
	output, err := exec.Command(runfile(t, "LD"), append(args, objects...)...).CombinedOutput()
	return string(output), err
}

func unchanged(s string) string { return s }

func TestScriptsLinkWhatFits(t *testing.T) {
	for name, defsyms := range map[string][]string{
		"firmware.ld": nil,
		"kernel.ld":   {"HEAP_SIZE=0x300000"},
		"app.ld":      {"HEAP_SIZE=0", "HEAP_LIMIT=0x20000"},
	} {
		output, err := link(t, name, "4096", unchanged, defsyms...)
		assert.NoError(t, err, "%s: %s", name, output)
	}
}

func TestOverlapsAreNamedWithTheRemedy(t *testing.T) {
	for name, c := range map[string]struct {
		script, space string
		edit          func(string) string
		defsyms       []string
		want          string
	}{
		"firmware grows into the kernel": {
			"firmware.ld", "0x20000", unchanged, nil,
			"firmware.ld: the firmware overlaps the kernel at 0x80020000: make its code, data or stacks smaller",
		},
		"kernel is placed on the firmware": {
			"kernel.ld", "16",
			func(s string) string {
				return strings.Replace(s, "IMAGE_BASE = 0x80020000", "IMAGE_BASE = 0x8001f000", 1)
			},
			[]string{"HEAP_SIZE=0"},
			"kernel.ld: the kernel overlaps the firmware, which ends at 0x80020000: raise IMAGE_BASE",
		},
	} {
		t.Run(name, func(t *testing.T) {
			output, err := link(t, c.script, c.space, c.edit, c.defsyms...)
			require.Error(t, err)
			assert.Contains(t, output, c.want)
		})
	}
}
