// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const log = `spacedump v1 kernel
spacedump r 80020000 80020000 20000 r-x-g text
spacedump r 80400000 80400000 200000 rw--g frames
spacedump end
spacedump v1 a
spacedump r 40000000 80020000 1000 r-xu- text
spacedump end
spacedump v1 b
spacedump p 40000000 1000 heap
spacedump end
`

func run(t *testing.T, input string, args ...string) (string, error) {
	t.Helper()
	var out strings.Builder
	command := newCommand()
	command.SetOut(&out)
	command.SetIn(strings.NewReader(input))
	command.SetArgs(args)
	err := command.Execute()
	return out.String(), err
}

func TestSpacesAreNamedOrDrawn(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("BUILD_WORKING_DIRECTORY", dir)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "console.log"), []byte(log), 0o600))
	out, err := run(t, "", "console.log")
	require.NoError(t, err)
	assert.Equal(t, "kernel: 2 ranges\na: 1 ranges\nb: 1 ranges\n", out)
	_, err = run(t, log, "-", "--space", "kernel")
	require.NoError(t, err)
	_, err = run(t, log, "-", "--pair", "a", "--pair", "b", "--title", "Two <apps>", "--svg", "two.svg")
	require.NoError(t, err)
	for name, want := range map[string]string{"kernel.svg": "The address space of kernel", "two.svg": "Two &lt;apps&gt;"} {
		svg, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		assert.Contains(t, string(svg), want)
	}
}

func TestBadInputIsNamed(t *testing.T) {
	t.Setenv("BUILD_WORKING_DIRECTORY", t.TempDir())
	for _, c := range []struct {
		input string
		args  []string
		want  string
	}{
		{"", nil, "want one log"},
		{"", []string{"no.log"}, "cannot read the log"},
		{"", []string{"-", "--space", "kernel"}, "the log has no address spaces"},
		{log, []string{"-", "--space", "c"}, "the log has no space of c, but those of kernel, a, b"},
		{log, []string{"-", "--pair", "a"}, "want two spaces, not 1"},
		{log, []string{"-", "--pair", "a", "--pair", "c"}, "no space of c"},
		{log, []string{"-", "--space", "a", "--pair", "b"}, "ask for one"},
		{"spacedump end\n", []string{"-"}, "-: line 1"},
	} {
		_, err := run(t, c.input, c.args...)
		assert.ErrorContains(t, err, c.want)
	}
}
