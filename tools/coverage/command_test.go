// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/coverage/summary"
)

// workspace has a source, and the coverage of it that Bazel has left: 9 of 10 lines.
func workspace(t *testing.T) string {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "heap/bump.go"), strings.Repeat("x()\n", 10))
	write(t, filepath.Join(dir, ofBazel), "SF:heap/bump.go\nDA:1,1\nDA:2,1\nDA:3,1\nDA:4,1\nDA:5,1\nDA:6,1\nDA:7,1\nDA:8,1\nDA:9,1\nDA:10,0\nend_of_record\n")
	return dir
}

func write(t *testing.T, path, text string) string {
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func execute(t *testing.T, workspace string, arguments ...string) (string, error) {
	t.Setenv("BUILD_WORKING_DIRECTORY", workspace)
	c := newCommand(workspace)
	var out bytes.Buffer
	c.SetOut(&out)
	c.SetArgs(arguments)
	err := c.Execute()
	return out.String(), err
}

func TestThePageAndTheTextAreOfBazelsReport(t *testing.T) {
	dir := workspace(t)
	out, err := execute(t, dir)
	require.NoError(t, err)
	page := filepath.Join(dir, "coverage.html")
	assert.Equal(t, "  lines  run     %  wanted\n     10    9  90.0      90  heap\n     10    9  90.0          all\n"+page+": the lines of each file\n", out)
	data, err := os.ReadFile(page)
	require.NoError(t, err)
	assert.Equal(t, 10, strings.Count(string(data), `>x()</span>`))
	assert.Equal(t, 1, strings.Count(string(data), `<span class="m">x()</span>`))
}

func TestTooLittleFails(t *testing.T) {
	dir := workspace(t)
	thresholds := func(text string) string { return "--thresholds=" + write(t, filepath.Join(dir, "thresholds"), text) }
	out, err := execute(t, dir, "--check", thresholds("heap 90"))
	require.NoError(t, err)
	assert.NotContains(t, out, ".html", "a check writes no page")
	_, err = os.Stat(filepath.Join(dir, "coverage.html"))
	require.ErrorIs(t, err, os.ErrNotExist)

	out, err = execute(t, dir, "--check", thresholds("heap 90.1"))
	require.ErrorIs(t, err, errTooLittle)
	assert.ErrorContains(t, err, "heap has 90.0 % of its lines run, and should have 90.1 %; most is missing in bump.go (1 lines)")
	assert.Contains(t, out, "heap  TOO LITTLE")

	_, err = execute(t, dir, "--check", thresholds("heap 90\ntrap 90"))
	assert.ErrorContains(t, err, "package trap should have 90 % and is not in the coverage", "what did not run is not enough")
	_, err = execute(t, dir, thresholds("heap 95\ntrap 90"))
	require.NoError(t, err, "without --check a part of the tests may be looked at")
}

func TestTheThresholdsOfTheRepositoryCanBeRead(t *testing.T) {
	all, err := summary.ReadThresholds(strings.NewReader(thresholds))
	require.NoError(t, err)
	for _, want := range []string{"heap/...", "memory/...", "task/...", "trap/..."} {
		assert.Contains(t, all, summary.Threshold{Package: want, Percent: 90})
	}
}

func TestErrorsSayWhatToDo(t *testing.T) {
	_, err := execute(t, t.TempDir())
	assert.ErrorContains(t, err, "Run the tests first: ./bazelw coverage //...")
	dir := workspace(t)
	_, err = execute(t, dir, write(t, filepath.Join(dir, "empty"), ""))
	assert.ErrorContains(t, err, "says nothing of any file")
	_, err = execute(t, dir, "heap/bump.go")
	assert.ErrorContains(t, err, "heap/bump.go: line 1:")
	_, err = execute(t, dir, "--thresholds=heap/bump.go")
	assert.ErrorContains(t, err, `heap/bump.go: line 1: "x()" is not PACKAGE PERCENT`)
}
