// SPDX-License-Identifier: MIT

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/quality/load"
	"bugo/quality/tree"
)

func TestMarksHaveTheLinkersNames(t *testing.T) {
	m, err := readMarks(tree.New(map[string][]byte{
		"a/a_riscv64.go": []byte(`// Package a is marked.
//
//bugo:trapcontext
package a

func F() {}
func (T) Value() {}
func (*T) Pointer() {}
func (*G[K]) Generic() {}
func (*H[K, V]) More() {}
func body()
func init() {}

//go:linkname write runtime.sysWrite
func write() {}
`),
		"b/b_riscv64.go": []byte("package b\n\nfunc F() {}\n"),
	}), []load.Variant{{}})
	require.NoError(t, err)
	var names []string
	for name := range m.marked {
		names = append(names, name)
	}
	assert.ElementsMatch(t, []string{"bugo/a.F", "bugo/a.T.Value", "bugo/a.(*T).Pointer", "bugo/a.(*G).Generic", "bugo/a.(*H).More", "runtime.sysWrite"}, names)
	assert.Equal(t, map[string]bool{"bugo/a": true}, m.packages)
	assert.True(t, m.declared["bugo/a.body"] && m.declared["bugo/a.init"])
	assert.Equal(t, place{"a/a_riscv64.go", 6}, m.marked["bugo/a.F"].place)

	here, elsewhere := &image{packages: map[string]bool{"bugo/a": true}}, &image{packages: map[string]bool{}}
	_, marked := m.of(here, "runtime.sysWrite")
	assert.True(t, marked)
	_, marked = m.of(elsewhere, "runtime.sysWrite")
	assert.False(t, marked, "it is another package's there")
}

func TestSymbolsBelongToTheFunctionsThatAreDeclared(t *testing.T) {
	for symbol, want := range map[string]string{
		"bugo/a.F":                                "bugo/a.F",
		"bugo/a.F.func1":                          "bugo/a.F",
		"bugo/a.F.func1.2":                        "bugo/a.F",
		"bugo/a.F.func1.gowrap1":                  "bugo/a.F",
		"bugo/a.F-range1":                         "bugo/a.F",
		"bugo/a.(*T).M-fm":                        "bugo/a.(*T).M",
		"bugo/a.F.abi0":                           "bugo/a.F",
		"bugo/a.F-tramp0":                         "bugo/a.F",
		"bugo/a.F[go.shape.int]":                  "bugo/a.F",
		"bugo/a.(*G[go.shape.[]bugo/b.T]).M":      "bugo/a.(*G).M",
		"bugo/a.(*G[go.shape.struct {}]).M.func3": "bugo/a.(*G).M",
		"bugo/a.function":                         "bugo/a.function",
	} {
		assert.Equal(t, want, declared(symbol), symbol)
	}
}

func TestPackagesOfSymbols(t *testing.T) {
	for symbol, want := range map[string]string{
		"runtime.newobject":               "runtime",
		"bugo/kernel/handlers.(*T).M":     "bugo/kernel/handlers",
		"bugo/a.F[go.shape.*bugo/b/c.T]":  "bugo/a",
		"internal/runtime/maps.(*Map).Go": "internal/runtime/maps",
		"_start":                          "_start",
	} {
		assert.Equal(t, want, packageOf(symbol), symbol)
	}
}

func TestATreeWithoutMarksAndAMarkedProgramAreErrors(t *testing.T) {
	_, err := readMarks(tree.New(map[string][]byte{"a/a_riscv64.go": []byte("package a\n")}), []load.Variant{{}})
	assert.ErrorContains(t, err, "no function is marked //bugo:trapcontext: is this the whole tree?")
	_, err = readMarks(tree.New(map[string][]byte{"a/a_riscv64.go": []byte("package main\n\n//bugo:trapcontext\nfunc f() {}\n")}), []load.Variant{{}})
	assert.ErrorContains(t, err, "a/a_riscv64.go: a function of a package main is marked")
}
