// SPDX-License-Identifier: MIT

package riscvelf

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
)

func TestFunctionsHaveTheirCode(t *testing.T) {
	e := program()
	for i := range e.Sections[0].Data {
		e.Sections[0].Data[i] = byte(i)
	}
	e.Functions = []elftest.Function{
		{Name: "runtime.text", Addr: 0x80020000}, // a name for the start, beside the function there
		{Name: "main.a", Addr: 0x80020000, Size: 4},
		{Name: "main.asm", Addr: 0x80020008},
		{Name: "main.b", Addr: 0x80020010, Size: 2},
		{Name: "main.last", Addr: 0x8002003c},
		{Name: "elsewhere", Addr: 0x90000000},
	}
	f, err := New("F.elf", e.Bytes())
	require.NoError(t, err)
	functions, err := f.Functions()
	require.NoError(t, err)
	assert.Equal(t, []Function{
		{"main.a", 0x80020000, []byte{0, 1, 2, 3}},
		{"main.asm", 0x80020008, []byte{8, 9, 10, 11, 12, 13, 14, 15}},
		{"main.b", 0x80020010, []byte{16, 17}},
		{"main.last", 0x8002003c, []byte{60, 61, 62, 63}},
	}, functions)
	assert.Equal(t, uint64(0x80020004), functions[0].End())
}

func TestAFunctionBehindItsSectionIsAnError(t *testing.T) {
	e := program()
	e.Functions = []elftest.Function{{Name: "main.a", Addr: 0x8002003c, Size: 8}}
	f, err := New("F.elf", e.Bytes())
	require.NoError(t, err)
	_, err = f.Functions()
	assert.ErrorContains(t, err, "F.elf is damaged: main.a ends at 0x80020044, behind its section .text")
}
