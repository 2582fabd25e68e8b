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

const log = "noise\n[timeline] begin 1000 4 0\n[timeline] 0 1 a run\n[timeline] 40 1 a preempt\n" +
	"[timeline] 40 2 b run\n[timeline] 100 2 b exit\n[timeline] end\n"

// workspace makes a directory with these files, as the one that timeline was
// called in.
func workspace(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("BUILD_WORKING_DIRECTORY", dir)
	for name, content := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	return dir
}

func run(input string, args ...string) (string, error) {
	command := newCommand()
	var out strings.Builder
	command.SetOut(&out)
	command.SetIn(strings.NewReader(input))
	command.SetArgs(args)
	err := command.Execute()
	return out.String(), err
}

func TestAPictureIsWrittenWhereItWasCalled(t *testing.T) {
	dir := workspace(t, map[string]string{"boot.log": log})
	out, err := run("", "boot.log")
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(dir, "timeline.svg")+"\n", out)
	svg, err := os.ReadFile(filepath.Join(dir, "timeline.svg"))
	require.NoError(t, err)
	assert.Contains(t, string(svg), "<title>boot</title>")
	assert.Contains(t, string(svg), ">40.00 ms · 40.0 %<")

	_, err = run(log, "-", "--png=a.png", "--svg=b.svg", "--theme=dark", "--title=Two", "--from=20", "--to=60")
	require.NoError(t, err)
	png, err := os.ReadFile(filepath.Join(dir, "a.png"))
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(png), "\x89PNG"))
	svg, err = os.ReadFile(filepath.Join(dir, "b.svg"))
	require.NoError(t, err)
	assert.Contains(t, string(svg), "<title>Two</title>")
	assert.Contains(t, string(svg), ">20.00 ms · 50.0 %<")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 4, "nothing else is left behind")
}

func TestTextIsPrintedInsteadOfAPicture(t *testing.T) {
	dir := workspace(t, nil)
	out, err := run(log, "-", "--text", "--columns=20")
	require.NoError(t, err)
	assert.Contains(t, out, "a  │████████············│ 40.00 ms  preempt 1\nb  │        ███████████|│ 60.00 ms  exit 1\n")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, entries)
}

func TestOneOfSeveralRecordingsIsChosen(t *testing.T) {
	workspace(t, nil)
	two := log + strings.ReplaceAll(log, " a ", " c ")
	_, err := run(two, "-", "--text")
	require.EqualError(t, err, "-: the log has 2 recordings: choose one with --recording")
	out, err := run(two, "-", "--text", "--recording=2")
	require.NoError(t, err)
	assert.Contains(t, out, "c  │")
}

func TestBadInputIsNamed(t *testing.T) {
	dir := workspace(t, map[string]string{"bad.log": strings.Replace(log, "40 2 b run", "40 2 b runs", 1), "odd.log": strings.Replace(log, "40 2 b run", "40 1 a exit", 1)})
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "want one log, or - for the standard input, not 0"},
		{[]string{"a", "b"}, "want one log, or - for the standard input, not 2"},
		{[]string{"no.log"}, "cannot read the log: open " + filepath.Join(dir, "no.log")},
		{[]string{"bad.log"}, `bad.log: line 5: event "runs" is none of ready, run,`},
		{[]string{"odd.log"}, `odd.log: line 5: task 1, a: event "exit" at 40: it did not run`},
		{[]string{"-", "--recording=2"}, "--recording 2: the log has recordings 1 to 1"},
		{[]string{"-", "--from=200"}, "the part from 200 ms to +Inf ms lies outside the recording, which goes from 0 ms to 100 ms"},
		{[]string{"-", "--from=50", "--to=40"}, "the part from 50 ms to 40 ms is empty"},
		{[]string{"-", "--width=10"}, "--width 10: a picture is 600 to 20000 pixels wide"},
		{[]string{"-", "--columns=10"}, "--columns 10: a lane has 20 to 1000 characters"},
		{[]string{"-", "--theme=grey"}, `"grey" is none of auto, light and dark`},
		{[]string{"-", "--svg=no/where.svg"}, "cannot write no/where.svg"},
	} {
		_, err := run(log, test.args...)
		assert.ErrorContains(t, err, test.want)
	}
	_, err := run("Hello\n", "-")
	assert.EqualError(t, err, `-: the log has no recording: a line "[timeline] begin ..." starts one`)
}
