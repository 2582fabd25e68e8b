// SPDX-License-Identifier: MIT

package load

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/quality/tree"
)

// loadAll loads files for a machine and returns the packages' files, by the packages'
// names.
func loadAll(goarch string, variant Variant, files map[string]string) (map[string][]string, error) {
	contents := map[string][]byte{}
	for name, content := range files {
		contents[name] = []byte(content)
	}
	l := Loader{Tree: tree.New(contents), GOARCH: goarch, Variant: variant, Exports: &Exports{}}
	loaded, err := l.Load()
	found := map[string][]string{}
	for _, p := range loaded {
		found[p.ID] = append(append([]string{}, p.GoFiles...), p.OtherFiles...)
	}
	return found, err
}

var machine = map[string]string{
	"arch/arch.go":            "package arch\n\nfunc Add(a, b int) int\n",
	"arch/add_riscv64.s":      "TEXT ·Add(SB),4,$0-24\n",
	"kernel/main.go":          "package main\n\nimport \"bugo/arch\"\n\nfunc main() { arch.Add(1, 2) }\n",
	"kernel/c_riscv64.go":     "package main\n\nconst c = 1\n",
	"tools/x/x.go":            "package x\n\nconst X = 1\n",
	"tools/x/in_test.go":      "package x\n\nconst inside = X\n",
	"tools/x/out_test.go":     "package x_test\n\nimport \"bugo/tools/x\"\n\nconst outside = x.X\n",
	"runtime/runtime.go":      "package runtime\n\nimport \"runtime/internal/n\"\n\nconst r = n.N\n",
	"runtime/internal/n/n.go": "package n\n\nconst N = 1\n",
}

func TestOnTheHostAllPackagesAreLoadedWithTheirTests(t *testing.T) {
	found, err := loadAll("amd64", Variant{}, machine)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{
		"bugo/arch":               {"arch/arch.go"},
		"bugo/kernel":             {"kernel/main.go"},
		"bugo/runtime/internal/n": {"runtime/internal/n/n.go"},
		"bugo/tools/x":            {"tools/x/x.go"},
		"bugo/tools/x [test]":     {"tools/x/x.go", "tools/x/in_test.go"},
		"bugo/tools/x_test":       {"tools/x/out_test.go"},
	}, found)
}

func TestForTheMachineBareMetalPackagesAreLoadedWithTheirAssembly(t *testing.T) {
	found, err := loadAll("riscv64", Variant{}, machine)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{
		"bugo/arch":          {"arch/arch.go", "arch/add_riscv64.s"},
		"bugo/kernel":        {"kernel/c_riscv64.go", "kernel/main.go"},
		"runtime":            {"runtime/runtime.go"},
		"runtime/internal/n": {"runtime/internal/n/n.go"},
	}, found)
}

// readVariants writes what Bazel would and reads it.
func readVariants(t *testing.T, text string) ([]Variant, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "choices.json")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return ReadVariants(name)
}

// (No name is known to the code: an allocator of whatever name takes its turn.)
const chosen = `{"variants": [
	{"name": "k210", "packages": {"bugo/heap/global": ["heap/global/doc.go", "heap/global/a_first_riscv64.go", "heap/global/b_riscv64.go"]}},
	{"name": "k210_second", "packages": {"bugo/heap/global": ["heap/global/doc.go", "heap/global/a_second_riscv64.go", "heap/global/b_riscv64.go"]}}
]}`

func TestVariantsChooseAmongAlternatives(t *testing.T) {
	files := map[string]string{
		"heap/global/doc.go":              "package global\n",
		"heap/global/a_first_riscv64.go":  "package global\n\nconst name = 1\n",
		"heap/global/a_second_riscv64.go": "package global\n\nconst name = 2\n",
		"heap/global/b_riscv64.go":        "package global\n\nconst other = name\n",
		"kernel/main_riscv64.go":          "package main\n",
	}
	variants, err := readVariants(t, chosen)
	require.NoError(t, err)
	require.Len(t, variants, 2)
	found, err := loadAll("riscv64", variants[0], files)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{
		"bugo/heap/global": {"heap/global/a_first_riscv64.go", "heap/global/b_riscv64.go", "heap/global/doc.go"},
		"bugo/kernel":      {"kernel/main_riscv64.go"},
	}, found)
	found, err = loadAll("riscv64", variants[1], files)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{
		"bugo/heap/global": {"heap/global/a_second_riscv64.go", "heap/global/b_riscv64.go", "heap/global/doc.go"},
	}, found)
}

func TestVariantsThatCannotBeReadAreAnError(t *testing.T) {
	_, err := readVariants(t, "{}")
	assert.ErrorContains(t, err, "names no variant of the platform")
}

func TestWhatDoesNotCompileOrCannotBeImportedIsAnError(t *testing.T) {
	for want, source := range map[string]string{
		"bugo/a for amd64 does not compile: a/a.go:3:15: cannot use \"x\"": "package a\n\nconst c int = \"x\"\n",
		"expected 'package'": "pakage a\n",
		"no export data of example.com/new: if it is a new dependency, add it to go_exports in quality/BUILD.bazel": "package a\n\nimport _ \"example.com/new\"\n",
		"no Go files for amd64 in gone":       "package a\n\nimport _ \"bugo/gone\"\n",
		"a cannot be read, or imports itself": "package a\n\nimport _ \"bugo/a\"\n",
	} {
		_, err := loadAll("amd64", Variant{}, map[string]string{"a/a.go": source})
		assert.ErrorContains(t, err, want)
	}
}

func TestAListOfExportDataIsRead(t *testing.T) {
	name := filepath.Join(t.TempDir(), "list")
	require.NoError(t, os.WriteFile(name, []byte("standard std/linux_amd64\npackage example.com/a=../a.x\n"), 0o600))
	e, err := ReadExports(name)
	require.NoError(t, err)
	assert.Equal(t, &Exports{Standard: "std/linux_amd64", Packages: map[string]string{"example.com/a": "../a.x"}}, e)
	for _, bad := range []string{"package example.com/a", "other x"} {
		require.NoError(t, os.WriteFile(name, []byte(bad), 0o600))
		_, err := ReadExports(name)
		assert.ErrorContains(t, err, name)
	}
	_, err = ReadExports(name + ".gone")
	assert.ErrorContains(t, err, "cannot read the list of export data")
}
