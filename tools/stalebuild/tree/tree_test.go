// SPDX-License-Identifier: MIT

//go:build bazel

// Package tree holds the test that looks at the whole tree: see stalebuild.
package tree

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/quality/tree"
	"bugo/tools/stalebuild"
)

func TestBuildFilesAreWhatGazelleWrites(t *testing.T) {
	// Both are paths relative to the test's working directory, the runfiles.
	sources, err := tree.Open(os.Getenv("TREE"))
	require.NoError(t, err)
	workspace := t.TempDir()
	require.NoError(t, sources.Extract(workspace, func(string) bool { return true }))
	if err := stalebuild.Check(os.Getenv("GAZELLE"), workspace); err != nil {
		t.Fatal(err) // not testify's frame around it: the diff is long enough
	}
}
