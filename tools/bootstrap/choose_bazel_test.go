// SPDX-License-Identifier: MIT

package bootstrap

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The hosts of Bazel's registry and of its releases.
var openNetwork = []string{"bcr.bazel.build", "github.com"}

func TestBazelOnPathOfTheRightVersionIsRun(t *testing.T) {
	m := newMachine(t)
	m.connect(openNetwork...)
	m.installBazel("bazel", wantedBazel)
	got := m.bazelw("test", "//...")
	assert.Equal(t, 0, got.code)
	assert.Equal(t, "bazel 7.7.1\n<test>\n<//...>\n", got.stdout)
	assert.Equal(t, "bazelw: Bazel 7.7.1 ("+filepath.Join(m.bin, "bazel")+")\n", got.stderr)
}

func TestArgumentsAndExitCodePassThrough(t *testing.T) {
	m := newMachine(t)
	m.connect(openNetwork...)
	m.installBazel("bazel", wantedBazel)
	m.set("BAZEL_EXIT", "3")
	got := m.bazelw("--output_base=/x y", "--max_idle_secs", "5", "run", "//:a", "--", "--locked", "", "*")
	assert.Equal(t, 3, got.code)
	assert.Equal(t, "bazel 7.7.1\n<--output_base=/x y>\n<--max_idle_secs>\n<5>\n<run>\n<//:a>\n<-->\n<--locked>\n<>\n<*>\n", got.stdout)
}

func TestOwnOptionsAreTakenOut(t *testing.T) {
	m := newMachine(t)
	m.connect(openNetwork...)
	m.install("bazel", `
if [ "$*" = --version ]; then echo "bazel 7.7.1"; exit; fi
echo "$* locked=${BUGO_LOCKED:-} check=${BUGO_CHECK:-}"`)
	assert.Equal(t, "--batch test //... locked=1 check=1\n", m.bazelw("--locked", "--batch", "--check", "test", "//...").stdout)
	assert.Equal(t, "test //... locked= check=\n", m.bazelw("test", "//...").stdout)
}

func TestBazelOfAnotherVersionIsNotRun(t *testing.T) {
	for _, version := range []string{"7.7.0", "7.7.10", "7.7.1-pre", "development version"} {
		t.Run(version, func(t *testing.T) {
			m := newMachine(t)
			m.installBazel("bazel", version)
			got := m.bazelw("test", "//...")
			assert.Equal(t, 1, got.code)
			assert.Empty(t, got.stdout)
			assert.Equal(t, []string{"bazel --version"}, m.calls("bazel"))
		})
	}
}

func TestNoBazelAnywhereNamesWhatToInstall(t *testing.T) {
	got := newMachine(t).bazelw("test", "//...")
	assert.Equal(t, 1, got.code)
	assert.Equal(t, `bazelw: error: there is no Bazel 7.7.1 here: none on PATH, and no bazelisk whose download works.
  Install bazelisk (or Bazel 7.7.1 itself). On Debian (amd64) this script fetches it without them.
`, got.stderr)
}

// installBazelisk puts a bazelisk on PATH that fetches what it is asked for, or
// fails. As the real one it calls tools/bazel unless it is told not to.
func installBazelisk(m *machine, name string, works bool) {
	m.t.Helper()
	fetch := `exit 1`
	if works {
		fetch = `:`
	}
	real := m.installBazel("bazel-of-bazelisk", wantedBazel)
	m.install(name, `# github.com/bazelbuild/bazelisk
`+fetch+`
if [ "${BAZELISK_SKIP_WRAPPER:-}" != true ] && [ -x tools/bazel ]; then
  BAZELISK_SKIP_WRAPPER=true BAZEL_REAL="`+real+`" tools/bazel "$@"
  exit
fi
"`+real+`" "$@"`)
}

func TestBazeliskIsRunWhereItsDownloadWorks(t *testing.T) {
	// Bazelisk is often installed under the name bazel.
	for _, name := range []string{"bazelisk", "bazel"} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.connect(openNetwork...)
			installBazelisk(m, name, true)
			got := m.bazelw("test", "//...")
			assert.Equal(t, 0, got.code)
			assert.Equal(t, "bazel-of-bazelisk 7.7.1\n<test>\n<//...>\n", got.stdout)
			assert.Equal(t, []string{"bazel-of-bazelisk --version", "bazel-of-bazelisk test //..."}, m.calls("bazel-of-bazelisk"))
		})
	}
}

func TestBazeliskIsNotRunWithoutItsHost(t *testing.T) {
	m := newMachine(t)
	installBazelisk(m, "bazelisk", true)
	got := m.bazelw("test", "//...")
	assert.Equal(t, 1, got.code)
	assert.Empty(t, m.calls("bazelisk"))
}

func TestBazeliskFromAnotherHost(t *testing.T) {
	m := newMachine(t)
	m.connect("bcr.bazel.build", "github.com", "mirror.test")
	installBazelisk(m, "bazelisk", true)
	m.set("BAZELISK_BASE_URL", "https://mirror.test:8443/bazel")
	require.Equal(t, 0, m.bazelw("info").code)
	assert.Contains(t, m.calls("getent"), "getent hosts mirror.test")
}

func TestBazeliskThatKeepsTheVersionNeedsNoNetwork(t *testing.T) {
	m := newMachine(t)
	installBazelisk(m, "bazelisk", true)
	m.set("BAZELISK_HOME", filepath.Join(m.workspace, "kept"))
	m.write("kept/downloads/metadata/bazelbuild/bazel-7.7.1-linux-x86_64", "")
	m.set("BUGO_REGISTRY", "open")
	assert.Equal(t, "bazel-of-bazelisk 7.7.1\n<info>\n", m.bazelw("info").stdout)
}

func TestBazeliskWhoseDownloadFailsIsPassedOver(t *testing.T) {
	m := newMachine(t)
	m.connect(openNetwork...)
	installBazelisk(m, "bazelisk", false)
	got := m.bazelw("info")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "bazelisk cannot fetch Bazel 7.7.1\n")
	assert.Contains(t, got.stderr, "error: there is no Bazel 7.7.1 here")
}

func TestRightBazelGoesBeforeBazelisk(t *testing.T) {
	m := newMachine(t)
	m.connect(openNetwork...)
	installBazelisk(m, "bazelisk", true)
	m.installBazel("bazel", wantedBazel)
	assert.Equal(t, "bazel 7.7.1\n<info>\n", m.bazelw("info").stdout)
	assert.Empty(t, m.calls("bazelisk"))
}
