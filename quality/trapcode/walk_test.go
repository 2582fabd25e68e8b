// SPDX-License-Identifier: MIT

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/quality/allowances"
	"bugo/quality/load"
	"bugo/quality/tree"
)

// source is a package with two marked functions, on lines 4 and 7, and one without a
// mark, on line 9, whose calls have comments.
func source(comments ...string) *tree.Tree {
	comments = append(comments, "//", "//")[:2]
	return tree.New(map[string][]byte{"k/k_riscv64.go": []byte(`package k

//bugo:trapcontext
func Trap() { helper() } ` + comments[0] + `

//bugo:trapcontext
func (t *T) Other() {}

func helper() { _ = new(T) } ` + comments[1] + `

type T struct{}
`)})
}

// look walks an image in which Trap calls helper, and that newobject.
func look(t *testing.T, source *tree.Tree) (findings []string, unused []string) {
	t.Helper()
	m, err := readMarks(source, []load.Variant{{}})
	require.NoError(t, err)
	functions := link(t, []string{"bugo/k.Trap", "bugo/k.helper", "runtime.newobject", "bugo/k.(*T).Other"}, map[string][]uint32{
		"bugo/k.Trap":       {jal(ra, 32), ret},
		"bugo/k.helper":     {jal(ra, 32), ret},
		"runtime.newobject": {ret},
		"bugo/k.(*T).Other": {jal(ra, -96), ret}, // Trap is marked: what is wrong is told there
	})
	i := &image{path: "F.elf", functions: functions, packages: map[string]bool{"bugo/k": true}, lines: map[uint64][]place{
		base:      {{"k/k_riscv64.go", 4}},
		base + 32: {{"k/k_riscv64.go", 9}},
		base + 96: {{"k/k_riscv64.go", 7}},
	}}
	allowed := allowances.New(source)
	for _, f := range i.walk(m, source, allowed) {
		findings = append(findings, f.String())
	}
	for _, f := range allowed.Wrong(map[string]bool{ownName: true}, code(source)) {
		unused = append(unused, f.String())
	}
	return findings, unused
}

const found = "k/k_riscv64.go:4: code for trap context allocates: bugo/k.Trap -> bugo/k.helper -> runtime.newobject (trapcode): " + remedy

func TestAChainOfCallsIsTold(t *testing.T) {
	findings, unused := look(t, source())
	assert.Equal(t, []string{found}, findings)
	assert.Empty(t, unused)
}

func TestCommentsAllowCallsOnTheWay(t *testing.T) {
	for _, comments := range [][]string{
		{"//bugo:allow trapcode it is the end"},
		{"//bugo:allow trapcontext it is the end"},
		{"//", "//bugo:allow trapcode it is the end"},
		{"//", "//bugo:allow trapcontext it is the end"},
	} {
		findings, unused := look(t, source(comments...))
		assert.Empty(t, findings, "%q", comments)
		assert.Empty(t, unused, "%q", comments)
	}
	findings, _ := look(t, source("//bugo:allow vet it is the end"))
	assert.Equal(t, []string{found}, findings)
}

func TestACommentThatAllowsNothingOrHasNoReasonIsWrong(t *testing.T) {
	_, unused := look(t, source("//bugo:allow trapcode"))
	assert.Equal(t, []string{"k/k_riscv64.go:4: this allows trapcode something without a reason: say why the code is right"}, unused)
	_, unused = look(t, source("//bugo:allow trapcode it is the end", "//bugo:allow trapcode likewise"))
	assert.Len(t, unused, 1, "one of the two is enough")
	assert.Contains(t, unused[0], "this allows trapcode what it does not find: take the comment out")
}
