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

func TestReadmeShowsTheTableOfCommands(t *testing.T) {
	commands, err := read(os.Getenv(commandsVariable))
	require.NoError(t, err)
	readme, err := os.ReadFile(os.Getenv("README"))
	require.NoError(t, err)

	_, section, found := strings.Cut(string(readme), "\n## More to do with it\n")
	require.True(t, found, "README.md has no section \"More to do with it\"")
	section, _, _ = strings.Cut(section, "\n## ")
	shown := map[string]string{}
	for _, match := range row.FindAllStringSubmatch(section, -1) {
		shown[match[1]] = match[2]
	}
	for _, c := range commands {
		if c.First {
			assert.Contains(t, string(readme), "\n$ "+c.Command+"\n")
			continue
		}
		assert.Equal(t, c.What, shown[c.Command], "README.md says otherwise of %s than tools/help/commands.bzl", c.Command)
		delete(shown, c.Command)
	}
	for command, what := range shown {
		t.Errorf("README.md has a command more; add to tools/help/commands.bzl:\n    _row(\n        %q,\n        %q,\n        (its label, if it is one to run),\n    ),", command, what)
	}
}
