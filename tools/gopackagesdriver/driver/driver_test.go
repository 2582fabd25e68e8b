// SPDX-License-Identifier: MIT

//go:build bazel

package driver

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"

	"bugo/tools/gopackagesdriver/choices"
)

// write makes a tree of files in a directory and returns that.
func write(t *testing.T, files map[string]string) string {
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return root
}

// load answers a request by the real SDK, as the program does, and returns the
// packages of the answer and the IDs of its roots.
func load(t *testing.T, chosen choices.Choices, root string, patterns ...string) (map[string]*packages.Package, []string) {
	t.Setenv("HOME", t.TempDir())
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("PATH", os.Getenv("PATH")) // (Load changes it)
	d, err := New(root, "", os.Getenv(goVariable), chosen)
	require.NoError(t, err)
	// (Where a sandbox has no links, the freestanding SDK's go does not lead there.)
	if d.Stock, err = filepath.Abs(filepath.Dir(os.Getenv("STOCK_ROOT"))); err != nil {
		t.Fatal(err)
	}
	response, err := d.Load(&packages.DriverRequest{Mode: listed, Env: os.Environ()}, patterns)
	require.NoError(t, err)
	// Who asks gets JSON.
	text, err := json.Marshal(response)
	require.NoError(t, err)
	var read packages.DriverResponse
	require.NoError(t, json.Unmarshal(text, &read))
	byID := map[string]*packages.Package{}
	for _, p := range read.Packages {
		byID[p.ID] = p
	}
	return byID, read.Roots
}

var mixed = map[string]string{
	"go.mod":                "module m\n\ngo 1.26\n",
	"kernel/doc.go":         "// Package kernel is for bare metal.\npackage kernel\n",
	"kernel/k_riscv64.go":   "package kernel\n\nimport (\n\t\"m/heap\"\n\t\"runtime\"\n)\n\nvar _, _ = runtime.Image, heap.Size\n",
	"bad/bad_riscv64.go":    "package bad\n\nimport \"fmt\"\n\nvar _ = fmt.Println\n",
	"heap/heap.go":          "package heap\n\nimport \"math/bits\"\n\nconst Size = bits.UintSize\n",
	"tool/main.go":          "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println() }\n",
	"policy/one_riscv64.go": "package policy\n\ntype chosen int\n",
	"policy/two_riscv64.go": "package policy\n\ntype chosen uint\n",
}

var mixedChoices = choices.Choices{Variants: []choices.Variant{
	{Name: "k210", Packages: map[string][]string{"m/policy": {"policy/one_riscv64.go"}}},
	{Name: "k210_two", Packages: map[string][]string{"m/policy": {"policy/two_riscv64.go"}}},
}}

func TestEachPackageIsWhereItBelongs(t *testing.T) {
	byID, roots := load(t, mixedChoices, write(t, mixed), "./...")
	assert.Equal(t, []string{"m/bad [k210]", "m/heap", "m/heap [k210]", "m/kernel", "m/kernel [k210]", "m/policy [k210]", "m/tool"}, roots)
	assert.Equal(t, "m/heap [k210]", byID["m/kernel [k210]"].Imports["m/heap"].ID)
	assert.Equal(t, "runtime [k210]", byID["m/kernel [k210]"].Imports["runtime"].ID)
	assert.Equal(t, "fmt", byID["m/tool"].Imports["fmt"].ID)
	assert.NotEmpty(t, byID["fmt"].GoFiles)
}

func TestRuntimeIsOursOnBareMetalOnly(t *testing.T) {
	byID, _ := load(t, mixedChoices, write(t, mixed), "./...")
	has := func(p *packages.Package, name string) bool {
		for _, file := range p.GoFiles {
			if strings.HasSuffix(file, "/runtime/"+name) {
				return true
			}
		}
		return false
	}
	assert.True(t, has(byID["runtime [k210]"], "image.go"))
	assert.False(t, has(byID["runtime"], "image.go"))
	assert.True(t, has(byID["runtime"], "proc.go"))
}

func TestAnImportThatBareMetalLacksIsAnError(t *testing.T) {
	byID, _ := load(t, mixedChoices, write(t, mixed), "m/bad")
	p := byID["m/bad [k210]"]
	require.NotNil(t, p)
	require.Contains(t, p.Imports, "fmt")
	fmtThere := byID[p.Imports["fmt"].ID]
	require.NotEmpty(t, append(p.Errors, fmtThere.Errors...))
	assert.Contains(t, append(p.Errors, fmtThere.Errors...)[0].Msg, "fmt")
}

func TestAFileOfAnotherVariantComesWithThat(t *testing.T) {
	root := write(t, mixed)
	byID, roots := load(t, mixedChoices, root, "file="+filepath.Join(root, "policy", "two_riscv64.go"))
	require.Contains(t, roots, "m/policy [k210_two]")
	assert.Equal(t, []string{filepath.Join(root, "policy", "two_riscv64.go")}, byID["m/policy [k210_two]"].GoFiles)
}

func TestTheChoicesOfThisTreeNameFilesOfPolicyAndHeap(t *testing.T) {
	chosen, err := choices.Read(os.Getenv(choicesVariable))
	require.NoError(t, err)
	hidden := chosen.Hidden("", chosen.Variants[0])
	for _, file := range []string{
		"kernel/policy/scheduler_fifo_riscv64.go",
		"kernel/policy/scheduler_stride_riscv64.go",
		"heap/global/allocator_buddy_riscv64.go",
		"heap/global/allocator_bump_riscv64.go",
	} {
		assert.Contains(t, hidden, file)
	}
	assert.NotContains(t, hidden, "kernel/policy/scheduler_round_robin_riscv64.go")
}
