// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var some = []command{
	{Command: "./bazelw run //:qemu", What: "boots", Table: first},
	{Command: "./bazelw run //:k210", What: "the same: `--trace`, [tools/k210emu](tools/k210emu)", Table: more},
}

func TestTextHasNoMarkdown(t *testing.T) {
	assert.Equal(t, "./bazelw run //:qemu\n    boots\n./bazelw run //:k210\n    the same: --trace, tools/k210emu\n", text(some))
}

func TestUpkeepHasAHeadingOfItsOwn(t *testing.T) {
	kept := []command{
		{Command: "./bazelw run //docs/changes", What: "makes changes", Table: upkeep},
		{Command: "tools/bootstrap/update_pins.sh", What: "brings pins up to date", Table: upkeep},
	}
	only := upkeepHeading + "\n\n./bazelw run //docs/changes\n    makes changes\ntools/bootstrap/update_pins.sh\n    brings pins up to date\n"
	assert.Equal(t, only, text(kept))
	assert.Equal(t, text(some)+"\n"+only, text(append(some[:2:2], kept...)))
}

func TestLongDescriptionsAreBrokenBetweenWords(t *testing.T) {
	assert.Equal(t, []string{"one two", "three", "fourteen", "5"}, wrap(" one two\nthree fourteen  5", 8))
	assert.Equal(t, []string{""}, wrap("", 8))
}

func TestWordsChooseCommands(t *testing.T) {
	assert.Equal(t, some, about(some, nil))
	assert.Equal(t, some[1:], about(some, []string{"TRACE"}))
	assert.Equal(t, some, about(some, []string{"qemu", "k210emu"}))
	assert.Empty(t, about(some, []string{"nothing"}))
}

func TestAListThatCannotBeReadIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "commands.json")
	_, err := read(path)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("[", 3)), 0o600))
	_, err = read(path)
	require.ErrorContains(t, err, path)
}
