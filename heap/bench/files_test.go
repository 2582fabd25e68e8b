// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFiguresAreWrittenBetweenTheMarkers(t *testing.T) {
	dir := workspace(t, map[string]string{"doc.md": "# Title\n" + beginMarker + "old\n" + endMarker + "the rest\n"})
	var words strings.Builder
	require.NoError(t, updateFile(&words, "doc.md", "| new |\n"))
	require.NoError(t, updateFile(&words, "doc.md", "| new |\n"))
	require.Equal(t, "doc.md: the figures are updated\ndoc.md: the figures are right already\n", words.String())
	got, err := os.ReadFile(filepath.Join(dir, "doc.md"))
	require.NoError(t, err)
	require.Equal(t, "# Title\n"+beginMarker+"| new |\n"+endMarker+"the rest\n", string(got))
}

func TestDocumentsWithoutAPlaceForFiguresAreRefused(t *testing.T) {
	workspace(t, map[string]string{
		"none":    "text\n",
		"no_end":  beginMarker + "text\n",
		"twice":   beginMarker + endMarker + beginMarker + endMarker,
		"reverse": endMarker + beginMarker,
	})
	for name, want := range map[string]string{
		"none":    `none: there is no line "<!-- begin figures: //heap/bench -->"`,
		"no_end":  `no_end: there is no line "<!-- end figures -->" behind`,
		"twice":   "twice: the figures stand there twice",
		"reverse": `reverse: there is no line "<!-- end figures -->" behind`,
		"missing": "cannot update the figures: open ",
	} {
		require.ErrorContains(t, updateFile(new(strings.Builder), name, "new"), want)
	}
}
