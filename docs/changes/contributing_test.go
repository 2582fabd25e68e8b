// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
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

// contributing returns CONTRIBUTING.md.
func contributing(t *testing.T) string {
	t.Helper()
	path := os.Getenv("CONTRIBUTING")
	if path == "" {
		path = filepath.Join("..", "..", "CONTRIBUTING.md")
	}
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

// TestContributingShowsThePatches wants the blocks of a change, one behind the
// other, to be its patch.
func TestContributingShowsThePatches(t *testing.T) {
	shown := map[string]string{}
	for _, block := range diff.FindAllStringSubmatch(contributing(t), -1) {
		shown[block[1]] += block[2]
	}
	for _, c := range changes {
		patch, err := c.patch()
		require.NoError(t, err)
		assert.Equal(t, bare(string(patch)), shown[c.name], "CONTRIBUTING.md shows another %s.patch", c.name)
		delete(shown, c.name)
	}
	assert.Empty(t, shown, "CONTRIBUTING.md shows patches of no change")
}

var (
	// checked is a paragraph that tells what the check of a change runs.
	checked = regexp.MustCompile(`(?m)^The check(?: of each)? runs (?:.+\n)+`)
	label   = regexp.MustCompile("`(//[^`]+)`")
)

// TestContributingTellsWhatTheCheckRuns wants the labels of such a paragraph, one for
// each change and one for all, to be those of its steps.
func TestContributingTellsWhatTheCheckRuns(t *testing.T) {
	want := [][]string{labelsOf(house)}
	for _, c := range changes {
		want = append(want, labelsOf(slices.Concat(c.steps...)))
	}
	var told [][]string
	for _, paragraph := range checked.FindAllString(contributing(t), -1) {
		var labels []string
		for _, match := range label.FindAllStringSubmatch(paragraph, -1) {
			labels = append(labels, match[1])
		}
		told = append(told, labels)
	}
	assert.Equal(t, want, told, "CONTRIBUTING.md tells that the check runs something else")
}

// labelsOf returns the labels among the arguments of ./bazelw.
func labelsOf(arguments []string) []string {
	var labels []string
	for _, argument := range arguments {
		if strings.HasPrefix(argument, "//") {
			labels = append(labels, argument)
		}
	}
	return labels
}
