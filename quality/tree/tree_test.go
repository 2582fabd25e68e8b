// SPDX-License-Identifier: MIT

package tree

import (
	"archive/zip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAFolderAndAnArchiveAreReadAlike(t *testing.T) {
	root := t.TempDir()
	for name, content := range map[string]string{
		"README.md": "# a\n", "kernel/main.go": "package main\n",
		".git/config": "no", "bazel-bin/x.go": "no", "user.bazelrc": "no", "kernel/.main.go.swp": "no", "kernel/main.go~": "no",
	} {
		file := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	}
	archive := filepath.Join(t.TempDir(), "tree.zip")
	f, err := os.Create(archive)
	require.NoError(t, err)
	w := zip.NewWriter(f)
	for name, content := range map[string]string{"README.md": "# a\n", "kernel/main.go": "package main\n"} {
		entry, err := w.Create(name)
		require.NoError(t, err)
		_, err = entry.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.NoError(t, f.Close())

	for _, name := range []string{root, archive} {
		tree, err := Open(name)
		require.NoError(t, err)
		assert.Equal(t, []string{"README.md", "kernel/main.go"}, tree.Files())
		assert.Equal(t, []string{"package main"}, tree.Lines("kernel/main.go"))
	}
}

func TestSourcesLeaveOutTestdata(t *testing.T) {
	tree := New(map[string][]byte{
		"a.go": nil, "b/c.go": nil, "b/testdata/bad.go": nil, "testdata/bad.go": nil, "b/d.s": nil, "tools/bazel": {0},
	})
	assert.Equal(t, []string{"a.go", "b/c.go"}, tree.Sources("*.go"))
	assert.Equal(t, []string{"a.go", "b/c.go", "b/d.s"}, tree.Sources("*.go", "*.s"))
	assert.True(t, tree.Has("b"))
	assert.True(t, tree.Has("."))
	assert.False(t, tree.Has("b/c"))
	assert.False(t, tree.IsText("tools/bazel"))
	assert.True(t, tree.IsText("a.go"))
}

func TestATreeThatCannotBeReadIsAnError(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "gone"))
	assert.ErrorContains(t, err, "cannot open the source tree")
	bad := filepath.Join(t.TempDir(), "bad.zip")
	require.NoError(t, os.WriteFile(bad, []byte("no archive"), 0o600))
	_, err = Open(bad)
	assert.ErrorContains(t, err, "cannot read the archive")
}

func TestExtractedFilesKeepTheirPlaces(t *testing.T) {
	root := t.TempDir()
	tree := New(map[string][]byte{"a/b.s": []byte("x"), "a/c.go": nil})
	require.NoError(t, tree.Extract(root, func(name string) bool { return name == "a/b.s" }))
	content, err := os.ReadFile(filepath.Join(root, "a", "b.s"))
	require.NoError(t, err)
	assert.Equal(t, "x", string(content))
	assert.NoFileExists(t, filepath.Join(root, "a", "c.go"))
}
