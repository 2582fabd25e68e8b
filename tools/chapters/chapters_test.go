// SPDX-License-Identifier: MIT

//go:build bazel

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/tools/boot/spec"
)

// TestTheChaptersShowWhatTheMachinesDo makes all pictures and tables again.
func TestTheChaptersShowWhatTheMachinesDo(t *testing.T) {
	root, err := spec.Root(os.Args[0])
	require.NoError(t, err)
	files, err := build(machines{root})
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(root, f.name))
		require.NoError(t, err)
		want, err := f.update(string(data))
		require.NoError(t, err, f.name)
		if want != string(data) {
			require.Equal(t, strings.Split(want, "\n"), strings.Split(string(data), "\n"),
				"%s is not what the machines do today. If they are right, look at what changes:\n./bazelw run //tools/chapters", f.name)
		}
	}
}

func TestAMachineThatFailsIsAnError(t *testing.T) {
	_, err := machines{t.TempDir()}.boot("kernel/no_test")
	require.ErrorContains(t, err, "kernel/no_test: ")
}
