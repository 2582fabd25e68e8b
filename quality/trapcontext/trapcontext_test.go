// SPDX-License-Identifier: MIT

package trapcontext

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"

	"bugo/quality/load"
	"bugo/quality/tree"
)

// analyze loads files of a tree and returns what is reported, by file and line.
func analyze(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	contents := map[string][]byte{}
	for name, content := range files {
		contents[name] = []byte(content)
	}
	sources := tree.New(contents)
	t.Chdir(t.TempDir()) // (assembly is read from files)
	require.NoError(t, sources.Extract(".", func(string) bool { return true }))
	loader := load.Loader{Tree: sources, GOARCH: "amd64", Exports: &load.Exports{}}
	loaded, err := loader.Load()
	require.NoError(t, err)
	graph, err := checker.Analyze([]*analysis.Analyzer{Analyzer}, loaded, nil)
	require.NoError(t, err)
	reports := map[string]string{}
	for _, action := range graph.Roots {
		require.NoError(t, action.Err)
		for _, d := range action.Diagnostics {
			at := action.Package.Fset.Position(d.Pos)
			reports[fmt.Sprintf("%s:%d", at.Filename, at.Line)] += d.Message + "\n"
		}
	}
	return reports
}

var want = regexp.MustCompile(`// want "(.*)"$`)

func TestFaultsAreFoundAndNothingElse(t *testing.T) {
	text, err := os.ReadFile("testdata/faults.go.txt")
	require.NoError(t, err)
	reports := analyze(t, map[string]string{"faults/faults.go": string(text)})
	for i, line := range strings.Split(string(text), "\n") {
		place := fmt.Sprintf("faults/faults.go:%d", i+1)
		if match := want.FindStringSubmatch(line); match != nil {
			assert.Contains(t, reports[place], match[1], "line %d", i+1)
		} else {
			assert.Empty(t, reports[place], "line %d", i+1)
		}
		delete(reports, place)
	}
	assert.Empty(t, reports)
}

func TestCallsAreFollowedIntoOtherPackages(t *testing.T) {
	reports := analyze(t, map[string]string{
		"low/low.go": "package low\n\ntype T struct{}\n\nfunc (T) Grow(s []int) []int { return append(s, 1) }\n\nfunc Fine() {}\n",
		"high/high.go": `package high

import "bugo/low"

//bugo:trapcontext
func Trap() {
	low.Fine()
	low.T{}.Grow(nil)
}
`,
	})
	assert.Equal(t, map[string]string{
		"high/high.go:8": "high.Trap calls T.Grow in trap context, which calls append at low.go:5\n",
	}, reports)
}

func TestAPackageOrAFileMarksAllItsFunctions(t *testing.T) {
	const body = "\n\nfunc f%s() { _ = make([]int, 1) }\n"
	reports := analyze(t, map[string]string{
		"a/doc.go":   "// Package a is marked.\n//\n//bugo:trapcontext\npackage a" + fmt.Sprintf(body, "1"),
		"a/other.go": "package a" + fmt.Sprintf(body, "2"),
		"b/doc.go":   "// Package b is not.\npackage b" + fmt.Sprintf(body, "1"),
		"b/file.go":  "// SPDX\n\n//bugo:trapcontext\npackage b" + fmt.Sprintf(body, "2"),
		"b/other.go": "package b" + fmt.Sprintf(body, "3"),
	})
	assert.Len(t, reports, 3)
	assert.Contains(t, reports, "a/doc.go:6")
	assert.Contains(t, reports, "a/other.go:3")
	assert.Contains(t, reports, "b/file.go:6")
}

func TestWhatAssemblyEntersIsMarkedWhereAnythingIs(t *testing.T) {
	const code = "func userTrap() {}\n\nfunc other() {}\n\nfunc vector()\n"
	const assembly = "TEXT ·vector(SB),4,$0-0\n\tCALL\t·userTrap(SB)\n\tRET\n"
	assert.Equal(t, map[string]string{
		"trap/trap.go:3": "trap.userTrap is entered from assembly and not marked //bugo:trapcontext\n",
	}, analyze(t, map[string]string{
		"trap/trap.go":  "package trap\n\n" + code + "\n//bugo:trapcontext\nfunc marked() {}\n",
		"trap/a.s":      assembly,
		"start/main.go": "package start\n\n" + code,
		"start/a.s":     assembly,
	}))
}
