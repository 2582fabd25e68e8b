// SPDX-License-Identifier: MIT

package clone

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func write(t *testing.T, name string, mode fs.FileMode) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(filepath.Base(name)), 0o600))
	require.NoError(t, os.Chmod(name, mode))
}

// all lists what is below a directory, directories aside.
func all(t *testing.T, directory string) []string {
	t.Helper()
	var names []string
	require.NoError(t, filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(directory, path)
			names = append(names, name)
		}
		return err
	}))
	return names
}

func TestACopyIsTheTreeWithoutWhatIsKeptInIt(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "deep", "copy")
	write(t, filepath.Join(from, "bazelw"), 0o755)
	write(t, filepath.Join(from, "a", "b.go"), 0o644)
	write(t, filepath.Join(from, "a", "bazel-notes.md"), 0o644)
	write(t, filepath.Join(from, "a", ".git"), 0o644)
	write(t, filepath.Join(from, ".git", "HEAD"), 0o644)
	write(t, filepath.Join(from, "user.bazelrc"), 0o644)
	require.NoError(t, os.Symlink("/nowhere", filepath.Join(from, "bazel-bin")))
	require.NoError(t, os.Symlink("a/b.go", filepath.Join(from, "link")))

	require.NoError(t, Copy(from, to, "user.bazelrc"))
	assert.Equal(t, []string{"a/.git", "a/b.go", "a/bazel-notes.md", "bazelw", "link"}, all(t, to))
	info, err := os.Stat(filepath.Join(to, "bazelw"))
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o755), info.Mode().Perm())
	target, err := os.Readlink(filepath.Join(to, "link"))
	require.NoError(t, err)
	assert.Equal(t, "a/b.go", target)

	assert.ErrorContains(t, Copy(filepath.Join(from, "gone"), to), "cannot copy the tree")
}

func TestWhatMayNotBeWrittenIsRemoved(t *testing.T) {
	root := filepath.Join(t.TempDir(), "output_base")
	write(t, filepath.Join(root, "external", "file"), 0o444)
	require.NoError(t, os.Chmod(filepath.Join(root, "external"), 0o555))
	require.NoError(t, Remove(root))
	assert.NoDirExists(t, root)
	assert.NoError(t, Remove(root), "what is gone already")
}

func TestTheCacheIsWhereBazelwHasIt(t *testing.T) {
	t.Setenv("HOME", "/people/ada")
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("BUGO_CACHE", "")
	for _, c := range []struct{ variable, value, want string }{
		{"HOME", "/people/ada", "/people/ada/.cache/bugo"},
		{"XDG_CACHE_HOME", "/cache", "/cache/bugo"},
		{"BUGO_CACHE", "/elsewhere", "/elsewhere"},
	} {
		t.Setenv(c.variable, c.value)
		got, err := CacheDir()
		require.NoError(t, err)
		assert.Equal(t, c.want, got)
	}
}

func TestWhatBazelRunHasSetIsNotHandedOn(t *testing.T) {
	t.Setenv("BUILD_WORKSPACE_DIRECTORY", "/somewhere")
	t.Setenv("RUNFILES_DIR", "/somewhere")
	t.Setenv("BUGO_CACHE", "/elsewhere")
	assert.Contains(t, Environment(), "BUGO_CACHE=/elsewhere")
	for _, variable := range Environment() {
		assert.NotContains(t, variable, "/somewhere")
	}
}
