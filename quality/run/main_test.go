// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// workspace writes a tree of one badly formatted file of each kind.
func workspace(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range map[string]string{
		"a.go":                "// SPDX-License-Identifier: MIT\n\npackage  a\n",
		"BUILD.bazel":         "exports_files([ \"a.go\" ])\n",
		"sub/testdata/bad.go": "package  bad\n",
	} {
		file := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	}
	return root
}

func TestFindingsFailTheRunAndAreListed(t *testing.T) {
	var out bytes.Buffer
	err := run(&out, workspace(t), []string{"gofmt"})
	assert.ErrorContains(t, err, "1 findings: quality/README.md tells")
	assert.Equal(t, "a.go:3: gofmt would change this line: run ./bazelw run //quality:fix\n", out.String())

	assert.ErrorContains(t, run(&out, workspace(t), []string{"gone"}), "there is no check")
	assert.ErrorContains(t, run(&out, "", nil), "--tree=.")
	assert.ErrorContains(t, run(&out, filepath.Join(t.TempDir(), "gone"), nil), "cannot open the source tree")
}

func TestFixFormatsWhatTheChecksFind(t *testing.T) {
	root := workspace(t)
	var out bytes.Buffer
	require.NoError(t, format(&out, root))
	assert.Equal(t, "BUILD.bazel\na.go\n", out.String())
	out.Reset()
	require.NoError(t, run(&out, root, []string{"gofmt", "licences"}))
	assert.Equal(t, "3 files, nothing found\n", out.String())
	build, err := os.ReadFile(filepath.Join(root, "BUILD.bazel"))
	require.NoError(t, err)
	assert.Equal(t, "# SPDX-License-Identifier: MIT\n\nexports_files([\"a.go\"])\n", string(build))
	bad, err := os.ReadFile(filepath.Join(root, "sub/testdata/bad.go"))
	require.NoError(t, err)
	assert.Equal(t, "package  bad\n", string(bad), "testdata is left alone")
}
