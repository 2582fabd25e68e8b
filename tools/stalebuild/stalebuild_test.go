// SPDX-License-Identifier: MIT

package stalebuild

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// gazelle writes a program that stands for gazelle.
func gazelle(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gazelle")
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700))
	return path
}

func TestFreshBuildFilesPass(t *testing.T) {
	workspace := t.TempDir()
	// Warnings alone do not fail.
	require.NoError(t, Check(gazelle(t, `test "$BUILD_WORKSPACE_DIRECTORY" = '`+workspace+`' && echo gazelle: a warning >&2`), workspace))
}

func TestStaleBuildFilesFailWithTheDiffAndTheRemedy(t *testing.T) {
	for _, status := range []string{"0", "1"} {
		err := Check(gazelle(t, "echo '+    name = \"new\",'; exit "+status), "/")
		require.ErrorContains(t, err, "BUILD files are stale")
		assert.ErrorContains(t, err, "  ./bazelw run //:gazelle\n")
		assert.ErrorContains(t, err, `+    name = "new",`)
	}
}

func TestAGazelleThatFailsIsNotAStaleFile(t *testing.T) {
	err := Check(gazelle(t, "echo 'gazelle: cannot parse heap/BUILD.bazel' >&2; exit 1"), "/")
	require.ErrorContains(t, err, "gazelle failed: exit status 1:\ngazelle: cannot parse heap/BUILD.bazel")
	assert.NotContains(t, err.Error(), "stale")

	assert.ErrorContains(t, Check("gone/gazelle", "/"), "cannot run gazelle: ")
}
