// SPDX-License-Identifier: MIT

package pinned

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// program writes a shell script, and returns its path.
func program(t *testing.T, path, script string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755))
	return path
}

func TestGoplsIsBuiltOnceAndOutsideOfOurModule(t *testing.T) {
	directory := t.TempDir()
	goCommand := program(t, filepath.Join(directory, "sdk", "go"), `
echo "$* $GOTOOLCHAIN" >> `+directory+`/calls
[ ! -e go.mod ] && mkdir -p "$GOBIN" && echo built > "$GOBIN/gopls"`)
	for range 2 {
		gopls, err := Gopls(goCommand, filepath.Join(directory, "cache"))
		require.NoError(t, err)
		assert.Equal(t, filepath.Join(directory, "cache", "gopls-"+GoplsVersion, "gopls"), gopls)
		assert.FileExists(t, gopls)
	}
	calls, err := os.ReadFile(filepath.Join(directory, "calls"))
	require.NoError(t, err)
	assert.Equal(t, "install golang.org/x/tools/gopls@"+GoplsVersion+" local\n", string(calls))
}

func TestAGoplsThatCannotBeBuiltIsAnErrorWithTheGoCommandsWords(t *testing.T) {
	directory := t.TempDir()
	_, err := Gopls(program(t, filepath.Join(directory, "go"), "echo no such host >&2; exit 1"), directory)
	require.ErrorContains(t, err, "gopls "+GoplsVersion+" cannot be built")
	assert.ErrorContains(t, err, "no such host\nConnect this machine to its Go module proxy")
}

func TestInstalledProgramsStartThePinnedOnes(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "it's here")
	bin := filepath.Join(directory, "bin")
	goCommand := program(t, filepath.Join(directory, "sdk", "go"), `echo "pinned go: $*"`)
	// gopls asks the go command on PATH.
	gopls := program(t, filepath.Join(directory, "gopls"), `go "$@"`)
	other := filepath.Dir(program(t, filepath.Join(directory, "other", "go"), "echo another go"))

	require.NoError(t, Install(bin, filepath.Join(directory, "of", "yesterday"), gopls))
	require.NoError(t, Install(bin, goCommand, gopls))
	for _, name := range Names {
		for _, path := range []string{"", other + ":/usr/bin:/bin"} {
			command := exec.Command(filepath.Join(bin, name), "env", "a b")
			command.Env = []string{"PATH=" + path}
			words, err := command.CombinedOutput()
			require.NoError(t, err, "%s: %s", name, words)
			assert.Equal(t, "pinned go: env a b\n", string(words), name)
		}
	}
	entries, err := os.ReadDir(bin)
	require.NoError(t, err)
	assert.Len(t, entries, len(Names))
}

func TestAnInstalledProgramSaysThatThePinnedOneIsGone(t *testing.T) {
	directory := t.TempDir()
	require.NoError(t, Install(directory, "/nowhere/go", "/nowhere/gopls"))
	words, err := exec.Command(filepath.Join(directory, "gopls")).CombinedOutput()
	assert.ErrorContains(t, err, "127")
	assert.Contains(t, string(words), "/nowhere/gopls is gone: run ./bazelw run //tools/gopackagesdriver/install again")
}

func TestGoIsWhatTheLinkLeadsTo(t *testing.T) {
	directory, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	goCommand := program(t, filepath.Join(directory, "sdk", "bin", "go"), "")
	link := filepath.Join(directory, "link")
	require.NoError(t, os.Symlink(goCommand, link))
	t.Setenv(goVariable, link)
	got, err := Go()
	require.NoError(t, err)
	assert.Equal(t, goCommand, got)

	t.Setenv(goVariable, filepath.Join(directory, "missing"))
	_, err = Go()
	assert.ErrorContains(t, err, "the pinned SDK has no go command")
	t.Setenv(goVariable, "")
	_, err = Go()
	assert.ErrorContains(t, err, "./bazelw run")
}

// Editors and dev containers are told where the programs are, and how they come there.
func TestSettingsNameTheInstalledPrograms(t *testing.T) {
	settings, err := os.ReadFile("../../../.vscode/settings.json")
	require.NoError(t, err)
	for _, name := range Names {
		assert.Contains(t, string(settings), `"`+name+`": "${env:HOME}/.cache/bugo/bin/`+name+`"`)
	}
	container, err := os.ReadFile("../../../.devcontainer/devcontainer.json")
	require.NoError(t, err)
	assert.Contains(t, string(container), "./bazelw run //tools/gopackagesdriver/install")
}
