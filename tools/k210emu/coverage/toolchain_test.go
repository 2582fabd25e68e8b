// SPDX-License-Identifier: MIT

//go:build bazel

package coverage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/k210emu/hart"
	"bugo/tools/riscvelf"
)

// all is that everything has run, or nothing.
type all bool

func (a all) Has(hart.Ran) bool { return bool(a) }

// booted are the programs that our own toolchain made: the firmware, the kernel and
// the apps that //:apps boots.
func booted(t *testing.T) (paths []string) {
	list, err := os.ReadFile(filepath.Join(os.Getenv("TEST_SRCDIR"), os.Getenv("PROGRAMS")))
	require.NoError(t, err)
	for _, line := range strings.Fields(string(list)) {
		_, path, named := strings.Cut(line, "=")
		if !named {
			path = line
		}
		paths = append(paths, filepath.Join(os.Getenv("TEST_SRCDIR"), os.Getenv("TEST_WORKSPACE"), path))
	}
	require.GreaterOrEqual(t, len(paths), 3)
	return paths
}

func TestTheToolchainsProgramsHaveLinesOfTheWorkspace(t *testing.T) {
	programs := booted(t)
	whole, err := Report(programs, all(true))
	require.NoError(t, err)
	nothing, err := Report(programs, all(false))
	require.NoError(t, err)
	assert.Equal(t, whole.Paths(), nothing.Paths())
	for _, path := range whole.Paths() {
		ran, count := whole[path].Guest.Figures()
		assert.Positive(t, count, path)
		assert.Equal(t, count, ran, path)
		ran, count2 := nothing[path].Guest.Figures()
		assert.Zero(t, ran, path)
		assert.Equal(t, count, count2, path)
	}
	for _, path := range []string{
		"heap/tlsf_alloc.go", "kernel/main_riscv64.go", "runtime/malloc.go", "runtime/rt0_riscv64.s",
		"task/table.go", "trap/entry_riscv64.s", "user/hello/main_riscv64.go",
	} {
		assert.Contains(t, whole, path)
	}
}

// A line that has run is where symbolize says that the instruction is.
func TestAnInstructionIsOfTheLineThatTheDebuggerKnows(t *testing.T) {
	for _, path := range booted(t) {
		file, err := riscvelf.Open(path)
		require.NoError(t, err)
		compared := 0
		for _, f := range []string{"main.main", "bugo/trap.dispatch", "bugo/task.(*Table).Next", "runtime.mallocgc"} {
			start, err := file.Address(f)
			if err != nil {
				continue
			}
			want, ok := file.Locate(start)
			if !ok || want.File == "" {
				continue
			}
			source, ours := Source(want.File)
			if !ours {
				continue
			}
			report, err := Report([]string{path}, at(start))
			require.NoError(t, err)
			assert.Equal(t, uint64(1), report[source].Guest[want.Line], "%s in %s", f, path)
			lines := 0
			for _, other := range report {
				ran, _ := other.Guest.Figures()
				lines += ran
			}
			assert.Equal(t, 1, lines, "%s in %s", f, path)
			compared++
		}
		assert.Positive(t, compared, path)
	}
}

// at is that the instruction at an address has run.
type at uint64

func (a at) Has(r hart.Ran) bool { return r.PC == uint64(a) }
