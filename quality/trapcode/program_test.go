// SPDX-License-Identifier: MIT

//go:build bazel

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// runtimeStub has a function of every name that is asked for.
func runtimeStub() string {
	var b strings.Builder
	b.WriteString("package runtime\n")
	for _, list := range []map[string]string{forbidden, endings} {
		for name := range list {
			b.WriteString("\nfunc " + strings.TrimPrefix(name, "runtime.") + "() {}\n")
		}
	}
	return b.String()
}

// write makes a tree of files, and returns its folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		file := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
	return root
}

// TestWhatTheCompilerMakesOfCodeIsFound looks into a real program, of testdata/.
func TestWhatTheCompilerMakesOfCodeIsFound(t *testing.T) {
	leaks, err := os.ReadFile(os.Getenv("LEAKS"))
	require.NoError(t, err)
	root := write(t, map[string]string{"leaks/leaks_riscv64.go": string(leaks), "runtime/all.go": runtimeStub()})
	choices := filepath.Join(t.TempDir(), "choices.json")
	require.NoError(t, os.WriteFile(choices, []byte(`{"variants": [{"name": "k210"}]}`), 0o644))

	var out bytes.Buffer
	err = run(&out, root, choices, []string{os.Getenv("LEAKS_ELF")})
	require.Error(t, err, out.String())
	var chains []string
	for line := range strings.Lines(out.String()) {
		if _, rest, ok := strings.Cut(line, "code for trap context "); ok {
			chain, _, _ := strings.Cut(rest, " ("+ownName+")")
			chains = append(chains, chain)
		}
	}
	slices.Sort(chains)
	assert.Equal(t, []string{
		"allocates: bugo/leaks.Boxes -> runtime.convTnoptr",
		"allocates: bugo/leaks.Concatenates -> runtime.concatstring2",
		"allocates: bugo/leaks.Converts -> runtime.typeAssert -> runtime.findItab -> runtime.makeItab -> runtime.makeslice",
		"allocates: bugo/leaks.EscapesByAddress -> runtime.newobject",
		"allocates: bugo/leaks.EscapesLater -> runtime.newobject",
		"allocates: bugo/leaks.InLiteral.func1 -> runtime.newobject",
		"allocates: bugo/leaks.Inlines -> runtime.newobject",
		"allocates: bugo/leaks.Through -> bugo/leaks/helper.New -> bugo/leaks/helper.fill -> runtime.newobject",
		"defers: bugo/leaks.Defers -> runtime.deferreturn",
		"uses a map: bugo/leaks.Looks -> runtime.mapaccess1_faststr",
	}, chains, out.String())
	assert.ErrorContains(t, err, "10 findings: ")
}

func TestAnImageWithoutMarkedFunctionsIsAnError(t *testing.T) {
	root := write(t, map[string]string{"other/other_riscv64.go": "package other\n\n//bugo:trapcontext\nfunc F() {}\n", "runtime/all.go": runtimeStub()})
	choices := filepath.Join(t.TempDir(), "choices.json")
	require.NoError(t, os.WriteFile(choices, []byte(`{"variants": [{"name": "k210"}]}`), 0o644))
	err := run(new(bytes.Buffer), root, choices, []string{os.Getenv("LEAKS_ELF")})
	assert.ErrorContains(t, err, ".elf has the code of no marked function: is it the kernel, or firmware?")
}

// lineOf returns the line of a file that ends in a comment.
func lineOf(t *testing.T, name, comment string) place {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	for i, line := range strings.Split(string(text), "\n") {
		if strings.HasSuffix(line, "// "+comment) {
			return place{name, i + 1}
		}
	}
	t.Fatalf("%s has no comment %q", name, comment)
	return place{}
}

func TestWhatIsInlinedHasTheLinesOfItsCalls(t *testing.T) {
	i, err := openImage(os.Getenv("LEAKS_ELF"))
	require.NoError(t, err)
	assert.True(t, i.inlined["bugo/leaks/helper.Make"])
	for _, f := range i.functions {
		if f.Name == "bugo/leaks.Inlines" {
			require.Equal(t, []string{"runtime.newobject"}, called(f))
			assert.Equal(t, []place{lineOf(t, os.Getenv("HELPER"), "in Make"), lineOf(t, os.Getenv("LEAKS"), "in Inlines")}, i.places(f.sites[0].pc))
			return
		}
	}
	t.Fatal("the image has no function Inlines")
}
