// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// diff is a block of CONTRIBUTING.md that shows a part of a patch.
var diff = regexp.MustCompile("(?ms)^<!-- ([a-z]+)\\.patch -->\n```diff\n(.*?)^```$")

// bare takes from a patch the lines that only programs read.
func bare(patch string) string {
	var b strings.Builder
	for line := range strings.Lines(patch) {
		if !strings.HasPrefix(line, "index ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// TestContributingShowsThePatches wants the blocks of a change, one behind the
// other, to be its patch.
func TestContributingShowsThePatches(t *testing.T) {
	path := os.Getenv("CONTRIBUTING")
	if path == "" {
		path = filepath.Join("..", "..", "CONTRIBUTING.md")
	}
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	shown := map[string]string{}
	for _, block := range diff.FindAllStringSubmatch(string(text), -1) {
		shown[block[1]] += block[2]
	}
	for _, c := range changes {
		patch, err := c.patch()
		require.NoError(t, err)
		assert.Equal(t, bare(string(patch)), shown[c.name], "CONTRIBUTING.md shows another %s.patch", c.name)
		for _, step := range c.steps {
			// (Those of the check are the walk's, narrowed to one machine.)
			assert.Contains(t, string(text), "./bazelw "+step[0]+" ", c.name)
		}
		delete(shown, c.name)
	}
	assert.Empty(t, shown, "CONTRIBUTING.md shows patches of no change")
}
