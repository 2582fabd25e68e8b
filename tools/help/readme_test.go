// SPDX-License-Identifier: MIT

//go:build bazel

package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var row = regexp.MustCompile("(?m)^\\| `(.*?)` \\| (.*) \\|$")

// sections are those of README.md that have a table, and what commands.bzl calls it.
var sections = map[table]struct{ heading, list string }{
	more:   {"More to do with it", "COMMANDS"},
	upkeep: {"Caches, and what a build may use", "UPKEEP"},
}

func TestReadmeShowsTheTablesOfCommands(t *testing.T) {
	commands, err := read(os.Getenv(commandsVariable))
	require.NoError(t, err)
	readme, err := os.ReadFile(os.Getenv("README"))
	require.NoError(t, err)

	shown := map[table]map[string]string{}
	for name, section := range sections {
		_, text, found := strings.Cut(string(readme), "\n## "+section.heading+"\n")
		require.True(t, found, "README.md has no section %q", section.heading)
		text, _, _ = strings.Cut(text, "\n## ")
		shown[name] = map[string]string{}
		for _, match := range row.FindAllStringSubmatch(text, -1) {
			shown[name][match[1]] = match[2]
		}
	}
	for _, c := range commands {
		if c.Table == first {
			assert.Contains(t, string(readme), "\n$ "+c.Command+"\n")
			continue
		}
		require.Contains(t, sections, c.Table)
		assert.Equal(t, c.What, shown[c.Table][c.Command], "README.md says otherwise of %s in %q than %s of tools/help/commands.bzl",
			c.Command, sections[c.Table].heading, sections[c.Table].list)
		delete(shown[c.Table], c.Command)
	}
	for name, rows := range shown {
		for command, what := range rows {
			t.Errorf("README.md has a command more in %q; add to %s of tools/help/commands.bzl:\n    _row(\n        %q,\n        %q,\n        (its label, if it is one to run),\n    ),",
				sections[name].heading, sections[name].list, command, what)
		}
	}
}
