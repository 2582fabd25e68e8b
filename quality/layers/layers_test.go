// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/quality/tree"
)

// graph is what a query writes.
const graph = `digraph mygraph {
  node [shape=box];
  "//kernel:kernel_lib"
  "//kernel:kernel_lib" -> "//task:task"
  "//kernel:kernel_lib" -> "//arch/riscv:riscv"
  "//kernel:kernel_lib" -> "//kernel/policy:policy"
  "//task:task"
  "//task:task" -> "//trap:trap"
  "//trap:trap" -> "//arch/riscv:riscv"
  "//trap:trap" -> "@rules_go//go:x"
}
`

// small is a table like the house's.
var small = table{
	{name: "arch", says: "a", roots: []string{"arch"}},
	{name: "abi", says: "a", roots: []string{"user/abi"}},
	{name: "heap", says: "a", roots: []string{"heap"}},
	{name: "heap/global", says: "a", sees: []string{"heap"}, roots: []string{"heap/global"}},
	{name: "trap", says: "a", sees: []string{"arch"}, roots: []string{"trap"}},
	{name: "task", says: "a", sees: []string{"arch", "trap"}, roots: []string{"task"}},
	{name: "kernel", says: "a", sees: []string{"arch", "trap", "task"}, roots: []string{"kernel"}},
	{name: "user", says: "a", sees: []string{"abi"}, roots: []string{"user"}},
	{name: "tools", roots: []string{"tools", "heap/bench"}},
}

func TestTheTableHasNoCircles(t *testing.T) {
	require.NoError(t, house.validate())
	assert.ErrorContains(t, table{{name: "a", sees: []string{"b"}}, {name: "b"}}.validate(),
		"quality/layers/table.go: a sees b, which does not stand below it")
}

func TestTheLongestRootDecidesAFoldersLayer(t *testing.T) {
	for folder, want := range map[string]string{
		"user/abi": "abi", "user": "user", "user/os": "user", "heap/bench": "tools", "heap/bench/guest": "tools",
		"heap/global": "heap/global", "heap/gc": "heap",
	} {
		require.NotNil(t, small.of(folder), folder)
		assert.Equal(t, want, small.of(folder).name, folder)
	}
	assert.Nil(t, small.of("kernels"))
}

// imports makes a file of a package that imports others.
func imports(paths ...string) []byte {
	text := "package p\n\nimport (\n"
	for _, p := range paths {
		text += "\t_ \"" + p + "\"\n"
	}
	return []byte(text + ")\n")
}

func TestALowerLayerThatImportsAHigherOneIsFound(t *testing.T) {
	findings := small.checkImports(tree.New(map[string][]byte{
		"heap/heap.go":             imports("fmt", "bugo/heap/trace"),
		"heap/bad_riscv64.go":      imports("fmt", "bugo/kernel/console"),
		"heap/heap_test.go":        imports("bugo/tools/caller"),
		"task/task.go":             imports("bugo/arch/riscv", "bugo/trap"),
		"user/hello/main.go":       imports("bugo/user/os", "bugo/kernel"),
		"task/task_test.go":        imports("bugo/kernel"),
		"kernel/main.go":           imports("bugo/task"),
		"garden/garden.go":         imports(),
		"kernel/testdata/input.go": imports("bugo/user"),
	}))
	var got string
	for _, f := range findings {
		got += f.String() + "\n"
	}
	assert.Equal(t, `garden/garden.go:1: garden is in no layer: give it one in quality/layers/table.go
heap/bad_riscv64.go:5: heap imports bugo/kernel/console, of layer kernel, which it must not see: heap sees no other layer: hand it in from above, by a value or an interface, or move this code up
task/task_test.go:4: task imports bugo/kernel, of layer kernel, which it must not see: task sees only arch, trap: hand it in from above, by a value or an interface, or move this code up
user/hello/main.go:5: user imports bugo/kernel, of layer kernel, which it must not see: user sees only abi: hand it in from above, by a value or an interface, or move this code up
`, got)
}

func TestWhatALayerMaySeeAndNeverDoesIsFound(t *testing.T) {
	findings := small.checkImports(tree.New(map[string][]byte{"trap/trap.go": imports("bugo/arch/riscv")}))
	var got string
	for _, f := range findings {
		got += f.String() + "\n"
	}
	assert.NotContains(t, got, "trap may see arch,")
	assert.Contains(t, got, "quality/layers/table.go:1: task may see trap, and never does: take it out\n")
}

func TestTheDrawingLeavesOutWhatAnotherWaySays(t *testing.T) {
	drawing, err := small.draw([]byte(graph))
	require.NoError(t, err)
	assert.Contains(t, drawing, "    kernel --> task\n    task --> trap\n    trap --> arch\n```")
	assert.NotContains(t, drawing, "kernel --> arch")
	assert.Contains(t, drawing, `    heap_global["<b>heap/global</b><br>`)
	assert.NotContains(t, drawing, "tools")

	_, err = small.draw([]byte("digraph mygraph {\n}\n"))
	assert.ErrorContains(t, err, "the build graph has no edge between two layers")
}

func TestAStaleDrawingIsFoundAndDrawnAnew(t *testing.T) {
	root := t.TempDir()
	graphFile := filepath.Join(t.TempDir(), "graph")
	require.NoError(t, os.WriteFile(graphFile, []byte(graph), 0o600))
	document := filepath.Join(root, "README.md")
	require.NoError(t, os.WriteFile(document, []byte("# A\n\n"+begin+"\nold\n"+end+"\n\nafter\n"), 0o600))

	var out bytes.Buffer
	assert.Error(t, check(&out, root, graphFile))
	assert.Contains(t, out.String(), "README.md:1: the drawing of the layers is stale: run ./bazelw run //quality/layers\n")

	require.NoError(t, write(document, graphFile))
	out.Reset()
	_ = check(&out, root, graphFile) // (the tree has no code)
	assert.NotContains(t, out.String(), "README.md")
	text, err := os.ReadFile(document)
	require.NoError(t, err)
	assert.Contains(t, string(text), "# A\n\n"+begin+"\n\n```mermaid\n")
	assert.Contains(t, string(text), end+"\n\nafter\n")

	require.NoError(t, os.WriteFile(document, []byte("# A\n"), 0o600))
	assert.ErrorContains(t, write(document, graphFile), "no lines ")
	assert.ErrorContains(t, write(document, graphFile+".gone"), "cannot read the build graph")
}
