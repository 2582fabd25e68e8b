// SPDX-License-Identifier: MIT

package emulate

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/tools/k210emu/isa"
)

// accesses are the loads and stores of the emulator's decoder, which knows of no
// other use of these bits.
var accesses = map[isa.Op]access{
	isa.Lb:  {size: 1, signed: true},
	isa.Lh:  {size: 2, signed: true},
	isa.Lw:  {size: 4, signed: true},
	isa.Ld:  {size: 8, signed: true},
	isa.Lbu: {size: 1},
	isa.Lhu: {size: 2},
	isa.Lwu: {size: 4},
	isa.Sb:  {size: 1, store: true},
	isa.Sh:  {size: 2, store: true},
	isa.Sw:  {size: 4, store: true},
	isa.Sd:  {size: 8, store: true},
}

// expected decodes as the emulator does.
func expected(bits uint32) (access, bool) {
	in := isa.Decode(bits)
	a, ok := accesses[in.Op]
	switch in.Op {
	case isa.Fload, isa.Fstore:
		ok = true
		a = access{size: 4, float: true, store: in.Op == isa.Fstore}
		if in.Double {
			a.size = 8
		}
	}
	if !ok {
		return access{}, false
	}
	a.base, a.offset = uint32(in.Rs1), uint64(int64(in.Imm))
	a.register = uint32(in.Rd) % 32 // (the emulator discards what goes to x0)
	if a.store {
		a.register = uint32(in.Rs2)
	}
	return a, true
}

func requireSame(t *testing.T, bits uint32) {
	t.Helper()
	want, is := expected(bits)
	got, ok := decode(instruction(bits))
	require.Equal(t, is, ok, "%#x", bits)
	if ok {
		got.signed = got.signed && !got.store && !got.float // means nothing of others
		require.Equal(t, want, got, "%#x", bits)
	}
}

func TestAllCompressedAccessesDecodeAsTheEmulatorHasThem(t *testing.T) {
	for h := range uint32(1 << 16) {
		if h&3 != 3 {
			requireSame(t, h)
		}
	}
}

func TestLongAccessesDecodeAsTheEmulatorHasThem(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for _, opcode := range []uint32{opLoad, opLoadFP, opStore, opStoreFP, 0x2f, 0x13, opSystem} {
		for range 100_000 {
			requireSame(t, random.Uint32()&^0x7f|opcode)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(uint32(0x0002_3003)) // ld x0, 0(x4)
	f.Add(uint32(0x4501))
	f.Fuzz(func(t *testing.T, bits uint32) {
		if instruction(bits).isShort() {
			bits &= 0xffff
		}
		requireSame(t, bits)
	})
}
