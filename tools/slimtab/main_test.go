// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestErrorsNameTheFileAndLeaveNoOutput(t *testing.T) {
	directory := t.TempDir()
	in, out := filepath.Join(directory, "go.o"), filepath.Join(directory, "slim.o")
	require.NoError(t, os.WriteFile(in, []byte("not an object"), 0o600))
	c := newCommand()
	c.SetArgs([]string{"--in=" + in, "--out=" + out})
	err := c.Execute()
	require.Error(t, err)
	assert.Contains(t, err.Error(), in+": not a sound ELF file")
	assert.NoFileExists(t, out)
}

func TestBothFlagsAreRequired(t *testing.T) {
	c := newCommand()
	c.SetArgs([]string{"--in=go.o"})
	assert.ErrorContains(t, c.Execute(), `"out" not set`)
}

func TestAMissingObjectIsAnError(t *testing.T) {
	c := newCommand()
	c.SetArgs([]string{"--in=" + filepath.Join(t.TempDir(), "none.o"), "--out=slim.o"})
	assert.ErrorContains(t, c.Execute(), "cannot read the object")
}
