// SPDX-License-Identifier: MIT

package main

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
	"bugo/tools/riscvelf"
)

// Instructions (RISC-V unpriv. §24).
const (
	nop    = 0x00000013
	ret    = 0x00008067
	x0, ra = 0, 1
	t6     = 31
	base   = 0x80020000
)

// jal jumps, and keeps where it was in rd.
func jal(rd uint32, offset int32) uint32 {
	o := uint32(offset)
	return o>>20&1<<31 | o>>1&0x3ff<<21 | o>>11&1<<20 | o>>12&0xff<<12 | rd<<7 | 0x6f
}

// beq branches if a register of the arguments is zero.
func beq(offset int32) uint32 {
	o := uint32(offset)
	return o>>12&1<<31 | o>>5&0x3f<<25 | 10<<15 | o>>1&15<<8 | o>>11&1<<7 | 0x63
}

// far is jal to any distance: AUIPC and JALR.
func far(rd uint32, offset int32) []uint32 {
	high := uint32(offset+0x800) &^ 0xfff
	return []uint32{high | t6<<7 | 0x17, uint32(offset)<<20 | t6<<15 | rd<<7 | 0x67}
}

// link puts functions of 32 bytes each, filled up with NOPs, one behind the other.
func link(t *testing.T, names []string, code map[string][]uint32) []*function {
	t.Helper()
	e := elftest.ELF{Entry: base, Sections: []elftest.Section{{Name: ".text", Addr: base}}}
	for i, name := range names {
		e.Functions = append(e.Functions, elftest.Function{Name: name, Addr: base + uint64(i)*32, Size: 32})
		text := code[name]
		require.LessOrEqual(t, len(text), 8)
		for len(text) < 8 {
			text = append(text, nop)
		}
		for _, in := range text {
			e.Sections[0].Data = binary.LittleEndian.AppendUint32(e.Sections[0].Data, in)
		}
	}
	elf, err := riscvelf.New("F.elf", e.Bytes())
	require.NoError(t, err)
	found, err := functions(elf)
	require.NoError(t, err)
	require.Len(t, found, len(names))
	return found
}

func TestACallOfWhatIsNoFunctionIsAnError(t *testing.T) {
	e := elftest.ELF{
		Entry:     base,
		Sections:  []elftest.Section{{Name: ".text", Addr: base, Data: binary.LittleEndian.AppendUint32(nil, jal(ra, 4096))}},
		Functions: []elftest.Function{{Name: "a", Addr: base, Size: 4}},
	}
	elf, err := riscvelf.New("F.elf", e.Bytes())
	require.NoError(t, err)
	_, err = functions(elf)
	assert.ErrorContains(t, err, "F.elf: a calls 0x80021000, where no function is")
}

// called returns the names of what a function calls.
func called(f *function) []string {
	var names []string
	for _, s := range f.sites {
		names = append(names, s.callee.Name)
	}
	return names
}

func TestCallsAndTailCallsAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		code []uint32
		want []string
	}{
		"nothing":                     {[]uint32{ret}, nil},
		"a call":                      {[]uint32{nop, jal(ra, 28), ret}, []string{"b"}},
		"two calls":                   {[]uint32{jal(ra, 32), jal(ra, 60), ret}, []string{"b", "c"}},
		"into the middle":             {[]uint32{jal(ra, 40), ret}, []string{"b"}},
		"a tail call":                 {[]uint32{jal(x0, 32)}, []string{"b"}},
		"a far call":                  {append(far(ra, 64), ret), []string{"c"}},
		"a far tail call":             {far(x0, 64), []string{"c"}},
		"a branch into another":       {[]uint32{beq(32), ret}, []string{"b"}},
		"a branch of its own":         {[]uint32{beq(8), nop, ret}, nil},
		"itself":                      {[]uint32{jal(ra, 0), ret}, []string{"a"}},
		"behind a way that ends":      {[]uint32{beq(8), jal(ra, 92), jal(ra, 24), ret}, []string{"b"}},
		"before the ending":           {[]uint32{jal(ra, 32), jal(ra, 92)}, nil},
		"before the ending, if":       {[]uint32{jal(ra, 32), beq(8), jal(ra, 88), ret}, []string{"b"}},
		"before either ending":        {[]uint32{jal(ra, 32), beq(8), jal(ra, 88), jal(ra, 84)}, nil},
		"in a loop that never ends":   {[]uint32{jal(ra, 32), jal(x0, -4)}, []string{"b"}},
		"before an ending by a jump":  {[]uint32{jal(ra, 32), jal(x0, 92)}, nil},
		"a value, whatever it may be": {[]uint32{t6<<15 | ra<<7 | 0x67, ret}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			found := link(t, []string{"a", "b", "c", "runtime.gopanic"}, map[string][]uint32{"a": c.code})
			assert.Equal(t, c.want, called(found[0]))
		})
	}
}
