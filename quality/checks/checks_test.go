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

// wantFile is the file of an archive that holds what the check must say.
const wantFile = "want"

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
			want := ""
			for _, f := range archive.Files {
				if f.Name == wantFile {
					want = string(f.Data)
					continue
				}
				files[f.Name] = f.Data
			}
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
}

func TestAnUnknownCheckIsAnErrorThatNamesAll(t *testing.T) {
	_, err := Find("gofumpt")
	assert.ErrorContains(t, err, `there is no check "gofumpt": they are buildifier, `)
}

func TestAFileOfMoreThan600LinesIsFound(t *testing.T) {
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
