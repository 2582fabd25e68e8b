// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCoverageIsOfProgramsWithLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "coverage")
	run := func(arguments ...string) error {
		_, _, err := execute(t, "!", append(arguments, "--machine", "virt", "--bios", file(t, "fw.bin", echo...), "--coverage", path)...)
		return err
	}
	assert.EqualError(t, run(), "--coverage is of the lines of programs: want --symbols PROGRAM.elf for each of them")
	assert.ErrorContains(t, run("--symbols", echoSymbols(t)), "echo.elf: it has no DWARF line table")
	_, err := os.Stat(path)
	require.ErrorIs(t, err, os.ErrNotExist)
}
