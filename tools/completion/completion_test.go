// SPDX-License-Identifier: MIT

// Package completion holds the tests of the shell's completion of ./bazelw.
package completion

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// press does in bash what the tab key does: it calls the function that is
// registered for the command, with the line cut into words as bash cuts it.
const press = `
. "$1"
cd "$2"
line=$3
function=$(complete -p ./bazelw | sed -E 's/.*-F ([^ ]+) .*/\1/')
COMP_LINE=$line COMP_POINT=${#line}
read -ra COMP_WORDS <<<"${line//:/ : }"
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
case $line in *" ") COMP_CWORD=$((COMP_CWORD + 1)) ;; esac
"$function"
printf '%s\n' "${COMPREPLY[@]}"
`

// complete returns what the tab key offers behind a line, in a small tree.
func complete(t *testing.T, line string) []string {
	script, err := filepath.Abs("bazelw.bash")
	require.NoError(t, err)
	root := t.TempDir()
	for name, text := range map[string]string{
		"MODULE.bazel":            "",
		"bazelw":                  "exit 1\n", // it must not be called
		"BUILD.bazel":             "alias(\n    name = \"help\",\n)\n",
		"tools/help/commands.bzl": "    _row(\n        \"./bazelw run //:qemu\",\n        \"boots\",\n        \"//:qemu\",\n    ),\n        \"//heap/bench\",\n",
		"heap/BUILD.bazel":        "go_library(\n    name = \"heap\",\n)\n\ngo_test(\n    name = \"heap_test\",\n)\n",
		"heap/bench/BUILD.bazel":  "",
		"heap/testdata/BUILD.txt": "",
		"bazel-bin/x":             "",
		"docs/changes/a.txt":      "",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o755))
	}
	words, err := exec.Command("bash", "-c", press, "bash", script, root, line).CombinedOutput()
	require.NoError(t, err, string(words))
	return strings.Fields(string(words))
}

func TestTheTabKeyOffers(t *testing.T) {
	for line, want := range map[string][]string{
		"./bazelw te":               {"test"},
		"./bazelw --locked co":      {"config", "coverage"},
		"./bazelw help inf":         {"info"},
		"./bazelw run ":             {"//:qemu", "//heap/bench"},
		"./bazelw run //:q":         {"qemu"},
		"./bazelw test //":          {"//...", "//docs/", "//heap", "//heap/", "//tools/"},
		"./bazelw build //heap/":    {"//heap/...", "//heap/bench", "//heap/bench/"},
		"./bazelw test //heap:heap": {"heap", "heap_test"},
		"./bazelw build //:h":       {"help"},
		"./bazelw test //nowhere:x": nil,
		"./bazelw run //:qemu -- -": nil,
	} {
		assert.ElementsMatch(t, want, complete(t, line), line)
	}
}

func TestZshTakesWhatBashHas(t *testing.T) {
	text, err := os.ReadFile("bazelw.zsh")
	require.NoError(t, err)
	assert.Contains(t, string(text), `. "${0:A:h}/bazelw.bash"`)
}
