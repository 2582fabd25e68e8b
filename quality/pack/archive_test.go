// SPDX-License-Identifier: MIT

package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// link writes a file below a folder tree, and returns its path.
func link(t *testing.T, root, name, content string) string {
	t.Helper()
	file := filepath.Join(root, "tree", name)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	return file
}

func TestAnArchiveHoldsTheFilesUnderTheirOwnNames(t *testing.T) {
	root := t.TempDir()
	links := []string{
		link(t, root, "kernel/BUILD.bazel.source", "the kernel's"),
		link(t, root, "BUILD.source", "the root's"),
		link(t, root, "kernel/open.source", "no BUILD file"),
		link(t, root, "README.md", ""),
	}
	var out bytes.Buffer
	require.NoError(t, Write(&out, links))
	r, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	require.NoError(t, err)
	var names []string
	for _, f := range r.File {
		names = append(names, f.Name)
	}
	assert.Equal(t, []string{"BUILD", "README.md", "kernel/BUILD.bazel", "kernel/open.source"}, names)
}

func TestAnArchiveDependsOnContentsAlone(t *testing.T) {
	root := t.TempDir()
	a, b := link(t, root, "a", "1"), link(t, root, "b", "2")
	var first, second bytes.Buffer
	require.NoError(t, Write(&first, []string{a, b}))
	require.NoError(t, os.Chtimes(a, time.Unix(1, 0), time.Unix(1, 0)))
	require.NoError(t, Write(&second, []string{b, a}))
	assert.Equal(t, first.Bytes(), second.Bytes())
}

func TestAFileOutsideOfTheTreeIsRefused(t *testing.T) {
	assert.ErrorContains(t, Write(&bytes.Buffer{}, []string{"elsewhere/a"}), "elsewhere/a is no link of @source_tree")
	assert.ErrorContains(t, Write(&bytes.Buffer{}, []string{"x/tree/gone"}), "cannot read a source file: ")
}
