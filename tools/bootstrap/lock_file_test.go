// SPDX-License-Identifier: MIT

package bootstrap

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The repository's own lock files and pins, as they are.

func readFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(content)
}

var entryPattern = regexp.MustCompile(`^[a-z-]+ [a-z0-9][a-z0-9+.-]+ [0-9][A-Za-z0-9.+~:-]* (amd64|all) pool/\S+\.deb [1-9][0-9]* [0-9a-f]{64}$`)

func TestLockFilesAreWellFormed(t *testing.T) {
	locks, err := filepath.Glob("*.lock")
	require.NoError(t, err)
	require.NotEmpty(t, locks)
	for _, lock := range locks {
		t.Run(lock, func(t *testing.T) {
			directives := map[string]string{}
			packages := map[string]bool{}
			for _, line := range strings.Split(strings.TrimSuffix(readFile(t, lock), "\n"), "\n") {
				switch {
				case strings.HasPrefix(line, "#"):
				case strings.HasPrefix(line, "@"):
					name, value, _ := strings.Cut(line[1:], " ")
					directives[name] += " " + value
				default:
					require.Regexp(t, entryPattern, line)
					fields := strings.Fields(line)
					assert.Equal(t, strings.TrimSpace(directives["suite"]), fields[0])
					assert.False(t, packages[fields[1]], "%s stands there twice", fields[1])
					packages[fields[1]] = true
				}
			}
			for _, name := range []string{"title", "instead", "suite", "want", "hold"} {
				assert.NotEmpty(t, directives[name], "@%s", name)
			}
			for _, want := range strings.Fields(directives["want"]) {
				name, _, _ := strings.Cut(want, "=")
				assert.True(t, packages[name], "%s is wanted, but has no line", name)
			}
			for _, held := range strings.Fields(directives["hold"]) {
				assert.True(t, held == "*" || packages[held], "%s is held, but has no line", held)
			}
			for _, without := range strings.Fields(directives["without"]) {
				assert.False(t, packages[without], "%s is not wanted, but has a line", without)
			}
		})
	}
}

func TestBazelLockIsForTheWantedVersion(t *testing.T) {
	version := strings.TrimSpace(readFile(t, "../../.bazelversion"))
	lock := readFile(t, "bazel.lock")
	assert.Contains(t, lock, "@title Bazel "+version+"\n")
	assert.Contains(t, lock, "\nforky bazel-bootstrap "+version+"+ds-")
}

func TestGoModulesOfModuleBazelArePinned(t *testing.T) {
	module, sums := readFile(t, "../../MODULE.bazel"), readFile(t, "go_modules.sum")
	for name, path := range map[string]string{"rules_go": "github.com/bazelbuild/rules_go", "gazelle": "github.com/bazelbuild/bazel-gazelle"} {
		found := regexp.MustCompile(`bazel_dep\(name = "` + name + `", version = "([^"]+)"`).FindStringSubmatch(module)
		require.NotNil(t, found, name)
		assert.Regexp(t, `(?m)^`+regexp.QuoteMeta(path+" v"+found[1])+` h1:[A-Za-z0-9+/]{43}=$`, sums)
	}
}
