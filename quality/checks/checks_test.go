// SPDX-License-Identifier: MIT

package checks

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"bugo/quality/tree"
)

// wantFile is the file of an archive that holds what the check must say, and
// exceptionsFile the one that stands for the table of its exceptions.
const wantFile, exceptionsFile = "want", "exceptions"

// tables are those of the checks.
var tables = map[string]*exceptions{
	"buildifier": &noWarnings, "commands": &absentTargets, "file_sizes": &longFiles,
	"forbidden": &excepted, "spelling": &spellingExceptions, "unsafe_imports": &unsafePlaces,
}

// except puts other exceptions in the place of a check's, until the test ends.
func except(t *testing.T, check string, others exceptions) {
	table := tables[check]
	if table == nil {
		require.Empty(t, others, "%s has no exceptions", check)
		return
	}
	house := *table
	t.Cleanup(func() { *table = house })
	*table = others
}

// Each archive is a tree, of good and bad examples, and the file that says what the
// check named by the archive's first part finds in it.
func TestChecksFindTheBadExamplesAndNothingElse(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	tested := map[string]bool{}
	for _, name := range archives {
		t.Run(filepath.Base(name), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			require.NoError(t, err)
			checkName, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(name), ".txtar"), ".")
			check, err := Find(checkName)
			require.NoError(t, err)
			tested[checkName] = true
			files := map[string][]byte{}
			want, others := "", exceptions{}
			for _, f := range archive.Files {
				switch f.Name {
				case wantFile:
					want = string(f.Data)
				case exceptionsFile:
					for line := range strings.Lines(string(f.Data)) {
						key, reason, ok := strings.Cut(line, ": ")
						require.True(t, ok, line)
						others[key] = reason
					}
				default:
					files[f.Name] = f.Data
				}
			}
			except(t, checkName, others)
			findings := check.Run(tree.New(files))
			Sort(findings)
			got := ""
			for _, f := range findings {
				got += f.String() + "\n"
			}
			assert.Equal(t, want, got)
			assert.NotEmpty(t, want, "no bad example")
		})
	}
	for _, c := range All {
		assert.True(t, tested[c.Name], "%s has no archive in testdata", c.Name)
	}
	for check, table := range tables {
		for key, reason := range *table {
			assert.NotEmpty(t, reason, "%s: %s", check, key)
		}
	}
}

func TestAnUnknownCheckIsAnErrorThatNamesAll(t *testing.T) {
	_, err := Find("gofumpt")
	assert.ErrorContains(t, err, `there is no check "gofumpt": they are buildifier, `)
}

// A table that the test above does not know would never be tried.
func TestAnExceptionThatNothingNeedsIsFound(t *testing.T) {
	for check := range tables {
		t.Run(check, func(t *testing.T) {
			except(t, check, exceptions{"nothing/here.go": "once", "neither this": "once"})
			c, err := Find(check)
			require.NoError(t, err)
			findings := c.Run(tree.New(nil))
			require.Len(t, findings, 2)
			assert.Regexp(t, `^quality/checks/\w+\.go:1: an exception for "neither this", which needs none: take it out of the table$`, findings[0].String())
			assert.FileExists(t, filepath.Base(findings[0].File))
		})
	}
}

func TestAFileOfMoreThan600LinesIsFound(t *testing.T) {
	except(t, "file_sizes", exceptions{"tools/k210emu/hart/run.go": "an example"})
	long := strings.Repeat("// a line\n", 601)
	findings := FileSizes(tree.New(map[string][]byte{
		"long.go":                   []byte(long),
		"full.go":                   []byte(long[:len(long)-len("// a line\n")]),
		"tools/k210emu/hart/run.go": []byte(long),
		"testdata/long.go":          []byte(long),
	}))
	require.Len(t, findings, 1)
	assert.Contains(t, findings[0].String(), "long.go:601: 601 lines, more than 600: give each concept a file of its own")
}
