// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// root is the source tree as seen from here, with plain Go and in Bazel alike.
const root = "../.."

func TestGeneratedFilesAreCurrent(t *testing.T) {
	old, err := stale(root)
	require.NoError(t, err)
	for _, o := range old {
		t.Errorf("%s is not what %s says: ./bazelw run //tools/syscallgen writes it anew", o.name, tableFile)
	}
}

// tree copies what syscallgen reads into a folder of its own.
func tree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{tableFile, documentFile} {
		content, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		write(t, dir, name, content)
	}
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "user/sys"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "kernel/syscalls"), 0o755))
	return dir
}

func write(t *testing.T, dir, name string, content []byte) {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, content, 0o644))
}

func run(dir string) (string, error) {
	var out bytes.Buffer
	c := newCommand()
	c.SetArgs([]string{"--root", dir})
	c.SetOut(&out)
	c.SetErr(io.Discard)
	err := c.Execute()
	return out.String(), err
}

func TestCommandWritesWhatIsStaleAndNothingElse(t *testing.T) {
	dir := tree(t)
	out, err := run(dir)
	require.NoError(t, err)
	assert.Equal(t, "updated user/abi/numbers.go\nupdated user/abi/errors.go\nupdated user/sys/calls_riscv64.go\nupdated kernel/syscalls/table.go\n", out)

	out, err = run(dir)
	require.NoError(t, err)
	assert.Empty(t, out, "a second run has nothing to do")

	write(t, dir, "kernel/syscalls/table.go", []byte("edited"))
	out, err = run(dir)
	require.NoError(t, err)
	assert.Equal(t, "updated kernel/syscalls/table.go\n", out)
}

func TestABadTableWritesNothing(t *testing.T) {
	dir := tree(t)
	write(t, dir, tableFile, []byte("call 5 Read() int\n"))
	_, err := run(dir)
	require.ErrorContains(t, err, `user/abi/syscalls.txt:1: bad name "Read"`)
	assert.NoFileExists(t, filepath.Join(dir, "user/abi/numbers.go"))
}

func TestMissingFilesAreNamed(t *testing.T) {
	_, err := run(t.TempDir())
	require.ErrorContains(t, err, "give the source tree with --root")

	dir := tree(t)
	require.NoError(t, os.Remove(filepath.Join(dir, documentFile)))
	_, err = run(dir)
	require.ErrorContains(t, err, "cannot read the document")
}
