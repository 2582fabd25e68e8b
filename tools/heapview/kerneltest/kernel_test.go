// SPDX-License-Identifier: MIT

//go:build bazel

// Package kerneltest goes the whole way: a kernel in QEMU dumps its heap, and
// heapview makes a page and pictures of what the console shows.
package kerneltest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/tools/heapview/consolelog"
)

// program returns a program of the runfiles, by the variable that names it.
func program(t *testing.T, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	require.NotEmpty(t, path, variable)
	return filepath.Join(os.Getenv("TEST_SRCDIR"), path)
}

// boot boots the kernel as its test does, and returns the file that Bazel would
// call test.log: the console is in it.
func boot(t *testing.T, variable string) string {
	t.Helper()
	path := program(t, variable)
	command := exec.Command(path, "--spec="+path+".json")
	command.Dir = filepath.Join(os.Getenv("TEST_SRCDIR"), os.Getenv("TEST_WORKSPACE"))
	command.Env = append(os.Environ(), "TEST_UNDECLARED_OUTPUTS_DIR="+t.TempDir())
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s", out)
	log := filepath.Join(t.TempDir(), "test.log")
	require.NoError(t, os.WriteFile(log, out, 0o644))
	return log
}

// heapview runs the command and returns the file that it wrote.
func heapview(t *testing.T, log, flag, file string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), file)
	out, err := exec.Command(program(t, "HEAPVIEW"), "--console="+log, flag+"="+path).CombinedOutput()
	require.NoError(t, err, "%s", out)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(content)
}

// live counts a dump's live blocks of the size that was asked for.
func live(dump *consolelog.Dump, size uint64) int {
	n := 0
	for _, block := range dump.Blocks {
		if !block.Free && block.Requested == size {
			n++
		}
	}
	return n
}

func TestDrawsTheHeapOfARunningKernel(t *testing.T) {
	for _, allocator := range []string{"buddy", "bump", "tlsf"} {
		t.Run(allocator, func(t *testing.T) {
			log := boot(t, strings.ToUpper(allocator))
			file, err := os.Open(log)
			require.NoError(t, err)
			defer file.Close()
			dumps, err := consolelog.Read(file)
			require.NoError(t, err)
			require.Len(t, dumps, 4)
			for i := range dumps {
				require.Equal(t, allocator, dumps[i].Allocator)
				require.Equal(t, uint64(3<<20), dumps[i].Size)
			}
			if allocator == "bump" {
				// It knows no blocks: what is below the mark, and what is above.
				require.Len(t, dumps[3].Blocks, 2)
				require.GreaterOrEqual(t, dumps[3].Blocks[0].Size, uint64(60*(48+1000+6000)+200_000))
			} else {
				for i, want := range [4][4]int{{0, 0, 0, 0}, {60, 60, 60, 0}, {30, 30, 30, 0}, {30, 30, 30, 1}} {
					for j, size := range [4]uint64{48, 1000, 6000, 200_000} {
						require.Equal(t, want[j], live(&dumps[i], size)-live(&dumps[0], size), "dump %d, %d bytes", i, size)
					}
				}
			}

			page := heapview(t, log, "--out", "page.html")
			require.Contains(t, page, `"title":"test.log, heap at 0x80`)
			require.Contains(t, page, `"allocator":"`+allocator+`"`)
			require.Contains(t, page, `"moments":[1,2,3,4]`)
			require.Contains(t, heapview(t, log, "--svg", "still.svg"), "dump 4 of 4")
		})
	}
}
