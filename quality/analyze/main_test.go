// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inspect runs an analysis of files. They import nothing.
func inspect(t *testing.T, analysis string, files map[string]string) (string, error) {
	t.Helper()
	root, exports, choices := t.TempDir(), filepath.Join(t.TempDir(), "exports"), filepath.Join(t.TempDir(), "choices")
	require.NoError(t, os.WriteFile(exports, nil, 0o600))
	require.NoError(t, os.WriteFile(choices, []byte(`{"variants": [{"name": "k210"}]}`), 0o600))
	for name, content := range files {
		file := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	}
	var out bytes.Buffer
	err := run(&out, root, exports, choices, analysis)
	return out.String(), err
}

func TestAssemblyIsComparedWithItsGoDeclarations(t *testing.T) {
	const declaration = "package arch\n\nfunc add(a, b uint64) uint64\n"
	const assembly = `
TEXT ·add(SB),4,$0-24
	MOV	a+0(FP), X5
	MOV	b+8(FP), X6
	ADD	X5, X6
	MOV	X6, ret+16(FP)
	RET
`
	for want, s := range map[string]string{
		"": assembly,
		"arch/add_riscv64.s:4: [riscv64] add: invalid offset b+12(FP); expected b+8(FP)": strings.Replace(assembly, "b+8", "b+12", 1),
		"[riscv64] add: wrong argument size 16; expected $...-24":                        strings.Replace(assembly, "$0-24", "$0-16", 1),
		"[riscv64] add: RET without writing to 8-byte ret+16(FP)":                        strings.Replace(assembly, "MOV	X6, ret+16(FP)", "", 1),
	} {
		out, err := inspect(t, "asm_declarations", map[string]string{"arch/add_riscv64.go": declaration, "arch/add_riscv64.s": s})
		if want == "" {
			require.NoError(t, err, out)
			continue
		}
		assert.ErrorContains(t, err, "findings")
		assert.Contains(t, out, want)
		assert.Contains(t, out, "put //bugo:allow asmdecl REASON on the line")
	}
}

func TestVetLooksAtBothMachines(t *testing.T) {
	const bad = "package a\n\nfunc f(x int) int {\n\tx = x\n\treturn x\n}\n"
	out, err := inspect(t, "vet", map[string]string{"a/a.go": bad})
	assert.ErrorContains(t, err, "1 findings")
	assert.Contains(t, out, "a/a.go:4: self-assignment of x (assign): mend it")

	out, err = inspect(t, "vet", map[string]string{"a/a_riscv64.go": bad})
	require.NoError(t, err, out)
	out, err = inspect(t, "vet_riscv64", map[string]string{"a/a_riscv64.go": bad})
	assert.ErrorContains(t, err, "1 findings")
	assert.Contains(t, out, "a/a_riscv64.go:4: self-assignment of x (assign)")
}

func TestACommentAllowsWithAReasonWhatIsFound(t *testing.T) {
	source := func(comment string) map[string]string {
		return map[string]string{"a/a_riscv64.go": "package a\n\n//bugo:trapcontext\nfunc f() {\n\t" + comment + "\n\t_ = make([]int, 1)\n}\n"}
	}
	out, err := inspect(t, "trap_context", source("//"))
	assert.Error(t, err)
	assert.Contains(t, out, "a/a_riscv64.go:6: a.f calls make in trap context (trapcontext)")

	out, err = inspect(t, "trap_context", source("//bugo:allow trapcontext it is the end"))
	assert.NoError(t, err, out)

	out, err = inspect(t, "trap_context", source("//bugo:allow trapcontext"))
	assert.Error(t, err)
	assert.Contains(t, out, "a/a_riscv64.go:5: this allows trapcontext something without a reason: say why the code is right")

	files := source("//bugo:allow trapcontext it is the end")
	files["a/a_riscv64.go"] = strings.Replace(files["a/a_riscv64.go"], "make([]int, 1)", "1", 1)
	out, err = inspect(t, "trap_context", files)
	assert.Error(t, err)
	assert.Contains(t, out, "a/a_riscv64.go:5: this allows trapcontext what it does not find: take the comment out")
}

func TestAnUnknownAnalysisIsAnErrorThatNamesAll(t *testing.T) {
	_, err := inspect(t, "lint", nil)
	assert.ErrorContains(t, err, `there is no analysis "lint": they are asm_declarations, trap_context, vet, vet_riscv64`)
}
