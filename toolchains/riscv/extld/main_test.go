// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheObjectIsCopiedWithATimeOfItsOwn(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "go.o"), filepath.Join(dir, "out.o")
	require.NoError(t, os.WriteFile(in, []byte("object"), 0o666))
	// As the Go linker leaves it.
	require.NoError(t, os.Chtimes(in, time.Unix(0, 0), time.Unix(0, 0)))

	require.NoError(t, run([]string{"-m64", "-o", out, "-no-pie", in, "-lpthread"}))
	copied, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.Equal(t, "object", string(copied))
	info, err := os.Stat(out)
	require.NoError(t, err)
	assert.Greater(t, info.ModTime().Unix(), int64(0), "or Bazel takes one object for another of the same size")
}

func TestATrialOfFlagsSucceeds(t *testing.T) {
	require.NoError(t, run([]string{"-o", "nowhere", "-no-pie", "trivial.c"}))
}

func TestMistakesAreErrors(t *testing.T) {
	require.ErrorContains(t, run([]string{"/x/go.o"}), "no -o among the arguments")
	require.ErrorContains(t, run([]string{"-o", "out", "/missing/go.o"}), "/missing/go.o")
}
