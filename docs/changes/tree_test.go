// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const small = `diff --git a/a.txt b/a.txt
--- a/a.txt
+++ b/a.txt
@@ -1,2 +1,3 @@
 one
+two
 three
diff --git a/new/b.txt b/new/b.txt
new file mode 100644
--- /dev/null
+++ b/new/b.txt
@@ -0,0 +1 @@
+new
`

func TestAPatchChangesAndAddsFiles(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, "a.txt"), []byte("one\nthree\n"), 0o755))
	require.NoError(t, apply(root, []byte(small)))
	for name, want := range map[string]string{"a.txt": "one\ntwo\nthree\n", "new/b.txt": "new\n"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		assert.Equal(t, want, string(text))
	}
	info, err := os.Stat(filepath.Join(root, "a.txt"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o755), info.Mode().Perm())
}

func TestAPatchFollowsLinesThatHaveMoved(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "a.txt")
	require.NoError(t, os.WriteFile(path, []byte("zero\none\nthree\n4\n5\n6\n7\none\nthree\n"), 0o644))
	require.NoError(t, apply(root, []byte(small)))
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "zero\none\ntwo\nthree\n4\n5\n6\n7\none\nthree\n", string(text))
}

func TestAPatchOfAnotherTreeIsAnError(t *testing.T) {
	for name, text := range map[string]string{"other lines": "one\nfour\n", "lines between": "one\nzero\nthree\n"} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(root, "a.txt"), []byte(text), 0o644))
			require.ErrorContains(t, apply(root, []byte(small)), "a.txt: ")
		})
	}
	require.ErrorIs(t, apply(t.TempDir(), []byte(small)), os.ErrNotExist)
	require.ErrorContains(t, apply(t.TempDir(), nil), "changes no file")
}

func TestACopyHasTheTreeAndNothingOfBazelAndGit(t *testing.T) {
	tr := &tree{root: filepath.Join(t.TempDir(), "copy"), workspace: t.TempDir()}
	for name, mode := range map[string]os.FileMode{"bazelw": 0o755, ".bazelrc": 0o644, "a/b.go": 0o644, ".git/HEAD": 0o644, "bazel-out/x": 0o644} {
		path := filepath.Join(tr.workspace, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(name), mode))
	}
	require.NoError(t, os.MkdirAll(tr.root, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(tr.root, "left"), nil, 0o644))
	require.NoError(t, tr.copy())
	assert.NoFileExists(t, filepath.Join(tr.root, "left"))
	assert.NoFileExists(t, filepath.Join(tr.root, ".git", "HEAD"))
	assert.NoDirExists(t, filepath.Join(tr.root, "bazel-out"))
	assert.FileExists(t, filepath.Join(tr.root, "a", "b.go"))
	info, err := os.Stat(filepath.Join(tr.root, "bazelw"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o755), info.Mode().Perm())
}
