// SPDX-License-Identifier: MIT

package bootstrap

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newPins returns a Debian with pins of every part, for each of which there is
// something newer.
func newPins(t *testing.T) *machine {
	m := newMachine(t)
	m.makeDebian()
	m.lock("tool", "bookworm", "tool=2.40-*", "*", tool("2.40-2"))
	m.publish("bookworm", tool("2.40-3"))
	m.write("MODULE.bazel", `bazel_dep(name = "rules_go", version = "0.62.0")
bazel_dep(name = "gazelle", version = "0.47.0")

go_module_sdk(
    name = "go_toolchain",
    sums = {"linux-amd64": "h1:old="},
    version = "1.26.8",
)

go_sdk.wrap(
    version = "1.26.8",
)
`)
	m.write("tools/bootstrap/go_modules.sum", "github.com/bazelbuild/rules_go v0.62.0 h1:old=\ngithub.com/bazelbuild/bazel-gazelle v0.47.0 h1:old=\n")
	m.write("go.mod", "module made.up\nrequire a.test v1.0.0\n")
	m.install("go", `
case "$*" in
  version) echo go version go1.26.8 linux/amd64 ;;
  'list -m -versions golang.org/toolchain')
    echo golang.org/toolchain v0.0.1-go1.26.9.linux-amd64 v0.0.1-go1.26.10.linux-amd64 v0.0.1-go1.26.11.darwin-arm64 v0.0.1-go1.26rc1.linux-amd64 v0.0.1-go1.27.0.linux-amd64 ;;
  'list -m -f {{.Version}} '*rules_go@latest) echo v0.63.0 ;;
  'list -m -f {{.Version}} '*bazel-gazelle@latest) echo v0.47.0 ;;
  'mod download -json '*)
    [ ! -e "$ARCHIVE/no-proxy" ] || exit 1
    printf '{\n\t"Sum": "h1:of-%s="\n}\n' "${4##*@}" ;;
  'get -u -t ./...') sed -i 's/v1.0.0/v1.2.0/' go.mod ;;
  'mod tidy') ;;
  *) echo "no $*"; exit 1 ;;
esac`)
	return m
}

func (m *machine) content(name string) string {
	m.t.Helper()
	content, err := os.ReadFile(filepath.Join(m.workspace, name))
	require.NoError(m.t, err)
	return string(content)
}

func TestUpdatePinsUpdatesEveryPartAndSaysWhatChanged(t *testing.T) {
	m := newPins(t)
	got := m.run("tools/bootstrap/update_pins.sh")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Contains(t, got.stdout, `MODULE.bazel
  - bazel_dep(name = "rules_go", version = "0.62.0")
  + bazel_dep(name = "rules_go", version = "0.63.0")
  - sums = {"linux-amd64": "h1:old="},
  - version = "1.26.8",
  + sums = {"linux-amd64": "h1:of-v0.0.1-go1.26.10.linux-amd64="},
  + version = "1.26.10",
  - version = "1.26.8",
  + version = "1.26.10",
go.mod
  - require a.test v1.0.0
  + require a.test v1.2.0
tools/bootstrap/go_modules.sum
`)
	assert.Contains(t, got.stdout, "tools/bootstrap/tool.lock\n  - tool 2.40-2\n  + tool 2.40-3\n")
	assert.Contains(t, got.stderr, "bazelw: 4 files have changed: run ./bazelw test //... before you commit them\n")
	assert.Contains(t, m.content("tools/bootstrap/go_modules.sum"), "github.com/bazelbuild/rules_go v0.63.0 h1:of-v0.63.0=\n")

	again := m.run("tools/bootstrap/update_pins.sh", "debian", "rules", "modules")
	require.Equal(t, 0, again.code, again.stderr)
	assert.Contains(t, again.stderr, "bazelw: every pin is up to date\n")
}

func TestUpdatePinsTakesOnePart(t *testing.T) {
	m := newPins(t)
	got := m.run("tools/bootstrap/update_pins.sh", "modules")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Equal(t, "go.mod\n  - require a.test v1.0.0\n  + require a.test v1.2.0\n", got.stdout)
	assert.Contains(t, m.content("MODULE.bazel"), "1.26.8")
}

func TestUpdatePinsChangesNothingInADryRunOrWhereAPartFails(t *testing.T) {
	for name, prepare := range map[string]func(*machine) ([]string, int){
		"a dry run": func(*machine) ([]string, int) { return []string{"--dry_run"}, 0 },
		"no proxy": func(m *machine) ([]string, int) {
			require.NoError(t, os.WriteFile(filepath.Join(m.archive, "no-proxy"), nil, 0o644))
			return nil, 1
		},
		"no such part": func(*machine) ([]string, int) { return []string{"kernel"}, 1 },
	} {
		t.Run(name, func(t *testing.T) {
			m := newPins(t)
			files := []string{"MODULE.bazel", "go.mod", "tools/bootstrap/go_modules.sum", "tools/bootstrap/tool.lock"}
			before := map[string]string{}
			for _, file := range files {
				before[file] = m.content(file)
			}
			arguments, code := prepare(m)
			got := m.run("tools/bootstrap/update_pins.sh", arguments...)
			assert.Equal(t, code, got.code, got.stderr)
			for _, file := range files {
				assert.Equal(t, before[file], m.content(file), file)
			}
			left, err := filepath.Glob(filepath.Join(m.cache, "pins.*"))
			require.NoError(t, err)
			assert.Empty(t, left)
		})
	}
}
