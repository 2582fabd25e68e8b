// SPDX-License-Identifier: MIT

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/quality/load"
	"bugo/quality/tree"
)

// note notes an image of functions without code, each from a line of a Go file or, where
// its name is in made, from none.
func note(t *testing.T, names, inlined []string, made ...string) (int, []string) {
	t.Helper()
	m, err := readMarks(tree.New(map[string][]byte{
		"k/k_riscv64.go": []byte("package k\n\n//bugo:trapcontext\nfunc Trap() {}\n\nfunc other() {}\n"),
		"k/l_riscv64.go": []byte("package k\n\n//bugo:trapcontext\nfunc Late() {}\n"),
	}), []load.Variant{{}})
	require.NoError(t, err)
	i := &image{path: "F.elf", inlined: map[string]bool{}, packages: map[string]bool{"bugo/k": true}, lines: map[uint64][]place{}}
	i.functions = link(t, names, nil)
	for _, f := range i.functions {
		i.lines[f.Addr] = []place{{"k/k_riscv64.go", 1}}
	}
	for _, name := range made {
		for _, f := range i.functions {
			if f.Name == name {
				i.lines[f.Addr] = []place{{}}
			}
		}
	}
	for _, name := range inlined {
		i.inlined[name] = true
	}
	s := &seen{files: map[string]bool{}}
	n := s.note(m, i)
	var wrong []string
	for _, f := range s.wrong(m) {
		wrong = append(wrong, f.String())
	}
	return n, wrong
}

func TestEachFileWithMarksMustBeInAnImage(t *testing.T) {
	n, wrong := note(t, []string{"bugo/k.Trap", "bugo/k.other"}, nil)
	assert.Equal(t, 1, n)
	assert.Equal(t, []string{"k/l_riscv64.go:4: no image has a function of this file that is marked //bugo:trapcontext: " +
		"add one that has to trap_context_code_test in quality/BUILD.bazel, or take the mark away"}, wrong)

	n, wrong = note(t, []string{"bugo/k.Trap"}, []string{"bugo/k.Late"})
	assert.Equal(t, 1, n, "inlined is no code of its own")
	assert.Empty(t, wrong)
}

func TestAFunctionThatTheSourceDoesNotDeclareIsWrong(t *testing.T) {
	names := []string{"bugo/k.Trap", "bugo/k.Late", "bugo/k.Trap·changed", "bugo/k.init.0", "bugo/k.(*T).M", "bugo/other.x"}
	n, wrong := note(t, names, nil, "bugo/k.(*T).M")
	assert.Equal(t, 2, n)
	assert.Equal(t, []string{"F.elf:1: no function in the source is bugo/k.Trap·changed, so that nobody knows whether it is marked: " +
		"teach quality/trapcode/marks.go what the linker calls such functions"}, wrong)
}
