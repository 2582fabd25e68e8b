// SPDX-License-Identifier: MIT

package bootstrap

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// installLauncher puts a bazel on PATH that does what Bazel's packaged launcher
// does: it looks for a workspace, chooses a Bazel installed beside itself, and
// runs the workspace's tools/bazel in its place, if there is one. With forks it
// starts that as a child, else it becomes it.
func installLauncher(m *machine, version string, forks bool) {
	m.t.Helper()
	real := m.installBazel("bazel-real", version)
	become := "exec"
	if forks {
		become = ""
	}
	m.install("bazel", `
export BAZEL_REAL="`+real+`"
if [ -e WORKSPACE ] && [ -x tools/bazel ]; then `+become+` tools/bazel "$@"; exit; fi
`+become+` "$BAZEL_REAL" "$@"`)
}

func TestPackagedLauncherDoesNotLoop(t *testing.T) {
	for name, forks := range map[string]bool{"that becomes the hook": false, "that forks": true} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.connect(openNetwork...)
			installLauncher(m, wantedBazel, forks)
			// Through ./bazelw the launcher is found on PATH and calls the hook.
			got := m.bazelw("test", "//...")
			require.Equal(t, 0, got.code, got.stderr)
			assert.Equal(t, "bazel-real 7.7.1\n<test>\n<//...>\n", got.stdout)
			assert.Len(t, m.calls("bazel"), 2, "asked for its version, and run")
		})
	}
}

func TestPlainBazelIsTheSameAsBazelw(t *testing.T) {
	m := newMachine(t)
	m.connect(openNetwork...)
	installLauncher(m, wantedBazel, false)
	// The user's shell runs the launcher, that runs the hook, that runs bazelw.
	require.NoError(t, os.Symlink(filepath.Join(m.bin, "bazel"), filepath.Join(m.workspace, "bazel-on-path")))
	got := m.run("bazel-on-path", "test", "//...")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Equal(t, "bazel-real 7.7.1\n<test>\n<//...>\n", got.stdout)
	assert.Contains(t, got.stderr, "bazelw: Bazel 7.7.1 (")
	assert.Equal(t, []string{"bazel-real --version", "bazel-real test //..."}, m.calls("bazel-real"))
}

func TestBazeliskCallsTheHookOnce(t *testing.T) {
	m := newMachine(t)
	m.connect(openNetwork...)
	installBazelisk(m, "bazel", true)
	require.NoError(t, os.Symlink(filepath.Join(m.bin, "bazel"), filepath.Join(m.workspace, "bazel-on-path")))
	got := m.run("bazel-on-path", "test", "//...")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Equal(t, "bazel-of-bazelisk 7.7.1\n<test>\n<//...>\n", got.stdout)
}

func TestLauncherOfAnotherVersionDoesNotLoop(t *testing.T) {
	m := newMachine(t)
	installLauncher(m, "6.0.0", false)
	require.NoError(t, os.Symlink(filepath.Join(m.bin, "bazel"), filepath.Join(m.workspace, "bazel-on-path")))
	got := m.run("bazel-on-path", "test", "//...")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "error: there is no Bazel 7.7.1 here")
	for _, call := range m.calls("bazel-real") {
		assert.Equal(t, "bazel-real --version", call)
	}
}

func TestProgramRunByBazelMayCallBazelAgain(t *testing.T) {
	// What `bazel run` starts inherits our environment and becomes the process
	// that bazelw was; its own `bazel` is no loop.
	for _, outer := range []string{"bazelw", "bazel-on-path"} {
		t.Run(outer, func(t *testing.T) {
			m := newMachine(t)
			m.connect(openNetwork...)
			installLauncher(m, wantedBazel, false)
			require.NoError(t, os.Symlink(filepath.Join(m.bin, "bazel"), filepath.Join(m.workspace, "bazel-on-path")))
			m.install("bazel-real", `
if [ "$*" = --version ]; then echo "bazel 7.7.1"; exit; fi
if [ "$1" = run ]; then bazel build //inner; exit; fi
echo "$*"`)
			got := m.run(outer, "run", "//:outer")
			require.Equal(t, 0, got.code, got.stderr)
			assert.Equal(t, "build //inner\n", got.stdout)
			assert.Regexp(t, `^(bazelw: Bazel 7\.7\.1 [^\n]*\n){2}$`, got.stderr, "once for the outer call, once for the inner one")
		})
	}
}

func TestHookWithoutARealBazelSaysSo(t *testing.T) {
	m := newMachine(t)
	m.set("BUGO_BAZELW", "asking")
	got := m.run("tools/bazel", "--version")
	assert.Equal(t, 1, got.code)
	assert.Equal(t, "tools/bazel: error: the launcher that called names no Bazel in BAZEL_REAL; use ./bazelw\n", got.stderr)
}
