// SPDX-License-Identifier: MIT

package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// write makes a file in a directory.
func write(t *testing.T, dir, name, text string) (path string) {
	path = filepath.Join(dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func generate(arguments ...string) error {
	c := newCommand(io.Discard)
	c.SetArgs(arguments)
	return c.Execute()
}

func readFile(t *testing.T, path string) string {
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

func TestWhatATestHasLeftIsMerged(t *testing.T) {
	dir := t.TempDir()
	output := write(t, dir, "coverage.dat", "what a run before has left: not read") // collect_coverage.sh touches it
	write(t, dir, "go_coverage.1.dat", "SF:heap/bump.go\nDA:1,1\nDA:2,0\nend_of_record\n")
	write(t, dir, "sub/go_coverage.2.dat", "SF:heap/bump.go\nDA:2,3\nend_of_record\nSF:external/x/x.go\nDA:1,1\nend_of_record\n")
	write(t, dir, "guest.dat", "TN:guest\nSF:trap/entry_riscv64.s\nDA:7,1\nend_of_record\nTN:guest\nSF:/usr/include/x.h\nDA:7,1\nend_of_record\n")
	write(t, dir, "other.txt", "not read")
	manifest := write(t, dir, "manifest", "heap/bump.go\nheap/slab.go\n")
	require.NoError(t, generate("--coverage_dir="+dir, "--output_file="+output, "--source_file_manifest="+manifest,
		"--filter_sources=/usr/bin/.+", "--filter_sources=/usr/include.+"))
	assert.Equal(t, "TN:\nSF:heap/bump.go\nDA:1,1\nDA:2,3\nLH:2\nLF:2\nend_of_record\n"+
		"TN:guest\nSF:trap/entry_riscv64.s\nDA:7,1\nLH:1\nLF:1\nend_of_record\n", readFile(t, output))
}

func TestSourcesGetTheNamesThatBazelKnows(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.dat", "SF:generated.go\nDA:1,1\nend_of_record\n")
	replace := write(t, dir, "replace", "generated.go:real.go\nother.go:another.go\n")
	output := filepath.Join(dir, "out")
	require.NoError(t, generate("--coverage_dir="+dir, "--output_file="+output, "--sources_to_replace_file="+replace))
	assert.Contains(t, readFile(t, output), "SF:real.go\n")
	assert.ErrorContains(t, generate("--coverage_dir="+dir, "--output_file="+output,
		"--sources_to_replace_file="+write(t, dir, "replace", "generated.go\n")), `"generated.go" is not NAME:SOURCE`)
}

func TestTheReportOfAllTestsIsSettled(t *testing.T) {
	dir := t.TempDir()
	a := write(t, dir, "a", "SF:heap/bump.go\nDA:1,1\nDA:2,0\nend_of_record\n")
	b := write(t, dir, "b", "TN:guest\nSF:heap/bump.go\nDA:2,1\nDA:3,1\nend_of_record\n")
	baseline := write(t, dir, "c", "SF:heap/bump.go\nend_of_record\n")
	output := filepath.Join(dir, "out")
	require.NoError(t, generate("--reports_file="+write(t, dir, "reports", a+"\n"+b+"\n"+baseline+"\n"), "--output_file="+output))
	assert.Equal(t, "TN:\nSF:heap/bump.go\nDA:1,1\nDA:2,0\nLH:1\nLF:2\nend_of_record\n"+
		"TN:guest\nSF:heap/bump.go\nDA:2,1\nLH:1\nLF:1\nend_of_record\n", readFile(t, output))
}

func TestErrorsSayWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	output := "--output_file=" + filepath.Join(dir, "out")
	bad := write(t, dir, "bad", "no tracefile")
	for want, arguments := range map[string][]string{
		"no --output_file":                           {"--coverage_dir=" + dir},
		"want one of --coverage_dir":                 {output},
		"want one of":                                {output, "--coverage_dir=" + dir, "--reports_file=" + bad},
		bad + `: line 1: "no tracefile"`:             {output, "--reports_file=" + write(t, dir, "reports", bad)},
		"nowhere: no such file":                      {output, "--reports_file=" + filepath.Join(dir, "nowhere")},
		"manifest: no such file":                     {output, "--coverage_dir=" + dir, "--source_file_manifest=manifest"},
		"--filter_sources: error parsing regexp":     {output, "--coverage_dir=" + dir, "--filter_sources=("},
		"cannot write the report: open " + dir + ":": {"--output_file=" + dir, "--coverage_dir=" + t.TempDir()},
	} {
		assert.ErrorContains(t, generate(arguments...), want)
	}
}
