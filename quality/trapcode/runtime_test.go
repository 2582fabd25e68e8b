// SPDX-License-Identifier: MIT

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/quality/tree"
)

func TestANameThatRuntimeDoesNotHaveIsAnError(t *testing.T) {
	err := checkNames(tree.New(map[string][]byte{
		"runtime/malloc.go":          []byte("package runtime\n\nfunc allocate() {}\n\nfunc (t *T) collect() {}\n"),
		"runtime/internal/x/x.go":    []byte("package x\n\nfunc concatbyte2() {}\n"),
		"runtime/features/f/main.go": []byte("package main\n\nfunc GC() {}\n"),
	}))
	assert.EqualError(t, err, "runtime/ has no function runtime.GC any more: quality/trapcode/runtime.go must name what takes its place")
}

func TestWhatIsForbidden(t *testing.T) {
	for symbol, want := range map[string]string{
		"runtime.newobject":                 "allocates",
		"runtime.deferreturn":               "defers",
		"runtime.mapassign":                 "uses a map",
		"runtime.mapaccess2_faststr":        "uses a map",
		"internal/runtime/maps.(*Map).Used": "uses a map",
		"runtime.GC":                        "collects garbage",
		"runtime.memmove":                   "",
		"bugo/heap.allocate":                "",
	} {
		assert.Equal(t, want, whatItDoes(symbol), symbol)
	}
}
