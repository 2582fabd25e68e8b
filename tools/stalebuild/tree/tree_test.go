// SPDX-License-Identifier: MIT

//go:build bazel

// Package tree holds the test that looks at the whole tree: see stalebuild.
package tree

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/tools/stalebuild"
)

func TestBuildFilesAreWhatGazelleWrites(t *testing.T) {
	// Both are paths relative to the test's working directory, the runfiles.
	workspace, err := stalebuild.Workspace(os.Getenv("MODULE_FILE"))
	require.NoError(t, err)
	if err := stalebuild.Check(os.Getenv("GAZELLE"), workspace); err != nil {
		t.Fatal(err) // not testify's frame around it: the diff is long enough
	}
}
