// SPDX-License-Identifier: MIT

//go:build bazel

package program

import (
	"debug/elf"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/riscvelf"
)

// booted opens what our own toolchain made: the firmware, the kernel and the
// apps that //:qemu boots.
func booted(t *testing.T) []*Program {
	t.Helper()
	list, err := os.ReadFile(filepath.Join(os.Getenv("TEST_SRCDIR"), os.Getenv("PROGRAMS")))
	require.NoError(t, err)
	var programs []*Program
	for _, line := range strings.Fields(string(list)) {
		name, path, named := strings.Cut(line, "=")
		if !named {
			name, path = "", line
		}
		p, err := Open(name, filepath.Join(os.Getenv("TEST_SRCDIR"), os.Getenv("TEST_WORKSPACE"), path))
		require.NoError(t, err)
		programs = append(programs, p)
	}
	require.GreaterOrEqual(t, len(programs), 3, "firmware, kernel and an app")
	return programs
}

func TestAppsHaveTheNamesThatTheKernelGivesThem(t *testing.T) {
	var apps, others []string
	for _, p := range booted(t) {
		if p.Name != "" {
			apps = append(apps, p.Name)
		} else {
			others = append(others, p.Path)
		}
	}
	assert.NotEmpty(t, apps)
	assert.Len(t, others, 2, "the firmware and the kernel")
}

// TestGosymAndDWARFSayTheSame compares two tables that know nothing of each
// other, over all of each program: what slimtab left of Go's, and DWARF's.
func TestGosymAndDWARFSayTheSame(t *testing.T) {
	for _, p := range booted(t) {
		file, err := riscvelf.Open(p.Path)
		require.NoError(t, err)
		require.NotNil(t, p.functions, p.Path)
		require.NotNil(t, p.debug, p.Path)
		compared := 0
		for address := p.text[0].low; address < p.text[0].high; address += 34 { // every instruction is too slow
			places := p.Locate(address)
			if len(places) == 0 || places[0].File == "" || strings.HasPrefix(places[0].File, "<") {
				continue // the stub, padding, and what the compiler made up
			}
			want, ok := file.Locate(address)
			require.True(t, ok, "%#x", address)
			outer := places[len(places)-1]
			// (The symbol runtime.text has the first function's address, and those of
			// generic functions spell their types otherwise.)
			if want.Function != startOfText && !strings.Contains(outer.Function, "[") {
				assert.Equal(t, strings.TrimSuffix(want.Function, ".abi0"), outer.Function, "%#x", address)
			}
			if want.File == "" {
				continue // DWARF has a few instructions in no unit's lines
			}
			assert.Equal(t, want.File, places[0].File, "%#x", address)
			assert.Equal(t, want.Line, places[0].Line, "%#x", address)
			compared++
		}
		assert.Greater(t, compared, 100, p.Path)
	}
}

func TestTheStubIsToldByItsSymbol(t *testing.T) {
	for _, p := range booted(t) {
		places := p.Locate(p.text[0].low)
		require.Len(t, places, 1)
		assert.Equal(t, "_start", places[0].String(), p.Path)
	}
}

// TestInlinedCallsNameTheLineOfTheCall looks calls up in the sources: the line
// that a function is said to be inlined into must name that function.
func TestInlinedCallsNameTheLineOfTheCall(t *testing.T) {
	root := filepath.Join(os.Getenv("TEST_SRCDIR"), os.Getenv("TEST_WORKSPACE"))
	chains, longest := 0, 0
	for _, p := range booted(t) {
		for address := p.text[0].low; address < p.text[0].high; address += 2 {
			places := p.Locate(address)
			longest = max(longest, len(places))
			for i := 1; i < len(places); i++ {
				// Our runtime is compiled as GOROOT/src/runtime; only its sources are here.
				_, file, isRuntime := strings.Cut(places[i].File, "src/runtime/")
				if !isRuntime {
					continue
				}
				text, err := os.ReadFile(filepath.Join(root, "runtime", file))
				require.NoError(t, err)
				lines := strings.Split(string(text), "\n")
				require.LessOrEqual(t, places[i].Line, len(lines))
				callee := places[i-1].Function
				callee = callee[strings.LastIndexAny(callee, "./)")+1:]
				assert.Contains(t, lines[places[i].Line-1], callee, "%#x: %v", address, places)
				chains++
			}
		}
	}
	assert.Positive(t, chains)
	assert.Greater(t, longest, 2, "calls inlined into inlined calls")
}

// TestReturnAddressesNameTheCall finds calls by their instructions: the one in
// front of a return address must lie in the function that calls.
func TestReturnAddressesNameTheCall(t *testing.T) {
	for _, p := range booted(t) {
		file, err := elf.Open(p.Path)
		require.NoError(t, err)
		defer file.Close()
		text, err := file.Section(".text").Data()
		require.NoError(t, err)
		calls, other := 0, 0
		length := 0
		for at := 0; at+4 <= len(text); at += length {
			// From instruction to instruction: halves of others may look like any
			// (RISC-V unprivileged 20191213 §1.5).
			word := binary.LittleEndian.Uint32(text[at:])
			if length = 2; word&3 == 3 {
				length = 4
			}
			// jal ra, OFFSET (§2.5), but for words between functions that look like it:
			// these are ruled out by where it goes.
			if word&0xfff != 0x0ef {
				continue
			}
			call := p.text[0].low + uint64(at)
			target := p.Locate(call + jump(word))
			if len(target) == 0 || target[0].Offset != 0 {
				continue
			}
			inside, behind := p.Locate(call+4-1), p.Locate(call+4)
			assert.Equal(t, p.Locate(call), inside, "%#x", call)
			calls++
			if len(behind) == 0 || behind[0] != inside[0] {
				other++
			}
		}
		assert.Greater(t, calls, 50, p.Path)
		assert.Positive(t, other, "%s: the return address itself names another line or function", p.Path)
	}
}

// jump is the offset of a jal instruction (RISC-V unprivileged 20191213 §2.3).
func jump(word uint32) uint64 {
	offset := word>>31<<20 | word>>12&0xff<<12 | word>>20&1<<11 | word>>21&0x3ff<<1
	return uint64(int64(int32(offset<<11) >> 11))
}
