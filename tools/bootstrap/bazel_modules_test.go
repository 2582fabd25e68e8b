// SPDX-License-Identifier: MIT

package bootstrap

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newClosed returns a Debian with the right Bazel and a go command, but no
// registry of Bazel modules. The go command serves made-up modules.
func newClosed(t *testing.T) *machine {
	t.Helper()
	m := newMachine(t)
	m.makeDebian()
	m.installBazel("bazel", wantedBazel)
	modules := debianPackage{"bazel-skylib", "1.9.1-2", map[string]string{"usr/share/bazel/tools/skylib/MODULE.bazel": ""}}
	m.publish("forky", modules)
	m.lock("bazel_modules", "forky", "bazel-skylib", "*", modules)
	m.write("tools/bootstrap/go_modules.sum", "github.com/bazelbuild/rules_go v0.62.0 h1:one=\ngithub.com/bazelbuild/bazel-gazelle v0.47.0 h1:two=\n")
	served := filepath.Join(m.archive, "go")
	for _, name := range []string{"rules_go", "bazel-gazelle"} {
		directory := filepath.Join(served, name)
		require.NoError(t, os.MkdirAll(filepath.Join(directory, "tests"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(directory, "run.sh"), nil, 0o444))
		require.NoError(t, os.WriteFile(filepath.Join(directory, "MODULE.bazel"),
			[]byte("module()\ngo_sdk.from_file(\n    name = \"go_default_sdk\",\n)\nuse_repo(go_sdk)\n"), 0o444))
	}
	m.install("go", `
if [ -e "$ARCHIVE/offline" ] && [ "$1" != version ]; then echo "dial tcp: no route to host" >&2; exit 1; fi
sum_one=h1:one=
[ ! -e "$ARCHIVE/forged" ] || sum_one=h1:forged=
case "$*" in
  version) echo go version go1.26.8 linux/amd64 ;;
  "mod download -json github.com/bazelbuild/rules_go@v0.62.0") printf '{\n\t"Dir": "%s",\n\t"Sum": "%s",\n\t"GoModSum": "h1:mod="\n}\n' "$ARCHIVE/go/rules_go" $sum_one ;;
  "mod download -json github.com/bazelbuild/bazel-gazelle@v0.47.0") printf '{\n\t"Dir": "%s",\n\t"Sum": "h1:two="\n}\n' "$ARCHIVE/go/bazel-gazelle" ;;
  "mod vendor") mkdir vendor; echo "$GOTOOLCHAIN" > vendor/made_by ;;
  *) exit 9 ;;
esac`)
	return m
}

func TestClosedNetworkTakesModulesFromTheCache(t *testing.T) {
	m := newClosed(t)
	got := m.bazelw("--batch", "test", "//...")
	require.Equal(t, 0, got.code, got.stderr)
	tree := m.cached("modules-*/tree")
	assert.Equal(t, "bazel 7.7.1\n<--bazelrc="+tree+"/bazelrc>\n<--batch>\n<test>\n<//...>\n", got.stdout)
	assert.True(t, strings.HasSuffix(got.stderr, "bazelw: Bazel 7.7.1 ("+m.bin+"/bazel), modules from the cache: no registry can be reached\n"), got.stderr)

	rc, err := os.ReadFile(filepath.Join(tree, "bazelrc"))
	require.NoError(t, err)
	for _, line := range []string{
		"common --lockfile_mode=off",
		`common --override_module=rules_go="` + tree + `/rules_go"`,
		`common --override_module=gazelle="` + tree + `/gazelle"`,
		`common --override_module=bazel_skylib="` + tree + `/debian/usr/share/bazel/tools/skylib"`,
		`common --override_module=zlib="` + tree + `/zlib"`,
		// (A test's directories are below /tmp, which a sandbox does not show.)
		`build --sandbox_add_mount_pair="` + tree + `"`,
	} {
		assert.Contains(t, string(rc), line+"\n")
	}
	state, err := os.Stat(filepath.Join(tree, "rules_go/run.sh"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o755), state.Mode().Perm()|0o111, "module zips keep no mode bits")
	assert.NoDirExists(t, filepath.Join(tree, "gazelle/tests"))
	vendor, err := os.ReadFile(filepath.Join(tree, "gazelle/vendor/made_by"))
	require.NoError(t, err)
	assert.Equal(t, "go1.26.8\n", string(vendor), "the Go of MODULE.bazel")
	module, err := os.ReadFile(filepath.Join(tree, "rules_go/MODULE.bazel"))
	require.NoError(t, err)
	assert.Equal(t, "module()\nuse_repo(go_sdk)\n", string(module))

	// The second time nothing is fetched, and no network is needed.
	m.offline(true)
	calls := len(m.calls("go"))
	got = m.bazelw("info")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Len(t, m.calls("go"), calls)
}

func TestOpenNetworkNeedsNoOverrides(t *testing.T) {
	m := newClosed(t)
	m.connect(openNetwork...)
	assert.Equal(t, "bazel 7.7.1\n<info>\n", m.bazelw("info").stdout)
	assert.Empty(t, m.calls("go"))
}

func TestRegistryWithoutItsFilesIsNotOpen(t *testing.T) {
	// The registry answers, but the files that it names are elsewhere.
	m := newClosed(t)
	m.connect("bcr.bazel.build")
	assert.Contains(t, m.bazelw("info").stdout, "<--bazelrc=")
}

func TestMachineThatLeftTheNetworkTrustsWhatBazelHas(t *testing.T) {
	m := newClosed(t)
	m.connect(openNetwork...)
	require.Equal(t, 0, m.bazelw("info").code)
	m.connect()
	m.offline(true)
	got := m.bazelw("info")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Equal(t, "bazel 7.7.1\n<info>\n", got.stdout)
	assert.Contains(t, got.stderr, "its registry is out of reach: what it fetched before must do\n")
}

func TestRegistryCanBeDecidedByHand(t *testing.T) {
	m := newClosed(t)
	m.set("BUGO_REGISTRY", "open")
	assert.Equal(t, "bazel 7.7.1\n<info>\n", m.bazelw("info").stdout)
	m.connect(openNetwork...)
	m.set("BUGO_REGISTRY", "closed")
	assert.Contains(t, m.bazelw("info").stdout, "<--bazelrc=")
	m.set("BUGO_REGISTRY", "shut")
	got := m.bazelw("info")
	assert.Equal(t, 1, got.code)
	assert.Equal(t, "bazelw: error: BUGO_REGISTRY is shut.\n  It may be open or closed, or unset to find out.\n", got.stderr)
}

func TestModuleOfAnotherSumIsRefused(t *testing.T) {
	m := newClosed(t)
	require.NoError(t, os.WriteFile(filepath.Join(m.archive, "forged"), nil, 0o644))
	got := m.bazelw("info")
	assert.Equal(t, 1, got.code)
	assert.Empty(t, got.stdout)
	assert.Contains(t, got.stderr, "error: the Go module github.com/bazelbuild/rules_go v0.62.0 has the sum h1:forged=; ")
	assert.Contains(t, got.stderr, "go_modules.sum wants h1:one=.\n")
}

func TestModuleWithoutASumIsRefused(t *testing.T) {
	m := newClosed(t)
	m.write("tools/bootstrap/go_modules.sum", "github.com/bazelbuild/rules_go v0.61.0 h1:old=\n")
	got := m.bazelw("info")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "go_modules.sum has no line for github.com/bazelbuild/rules_go v0.62.0, which MODULE.bazel asks for.\n")
}

func TestModulesWithoutNetworkNameTheRemedy(t *testing.T) {
	m := newClosed(t)
	m.offline(true)
	got := m.bazelw("info")
	assert.Equal(t, 1, got.code)
	assert.Empty(t, got.stdout)
	assert.Contains(t, got.stderr, "bazelw: error: cannot fetch ")
	assert.Contains(t, got.stderr, "Connect this machine to ")
}

func TestDamagedModulesAreRepaired(t *testing.T) {
	m := newClosed(t)
	require.Equal(t, 0, m.bazelw("info").code)
	require.NoError(t, os.Remove(m.cached("modules-*/tree/rules_go/run.sh")))
	got := m.bazelw("info")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Contains(t, got.stderr, "is damaged: making it anew\n")
	assert.FileExists(t, m.cached("modules-*/tree/rules_go/run.sh"))
}
