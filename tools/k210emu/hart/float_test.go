// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/tools/k210emu/softfloat"
)

func bits64(v float64) uint64 { return math.Float64bits(v) }
func bits32(v float32) uint64 { return boxing | uint64(math.Float32bits(v)) }

const (
	single = 0
	double = 1
	rup    = 3
)

// fp encodes an operation of OP-FP on f6 and f7 (or the number in rs2), to f5 or x5.
func fp(funct5, format, funct3, rs2 uint32) uint32 {
	return typeR(0x53, funct3, funct5<<2|format, 5, 6, rs2)
}

// fused encodes f5 = ±(f6 * f7) ± f8.
func fused(opcode, format uint32) uint32 { return 8<<27 | typeR(opcode, 0, format, 5, 6, 7) }

func withFloats(t testing.TB, program ...uint32) *Hart {
	h := with(t, program...)
	h.csr.mstatus |= 1 << 13 // initial
	return h
}

func TestFloatOperationsGoToTheirArithmetic(t *testing.T) {
	for _, c := range []struct {
		name    string
		bits    uint32
		a, b, c float64
		want    float64
		wantX   uint64
		integer bool
	}{
		{name: "fadd", bits: fp(0, double, 0, 7), a: 1, b: 2, want: 3},
		{name: "fsub", bits: fp(1, double, 0, 7), a: 1, b: 2, want: -1},
		{name: "fmul", bits: fp(2, double, 0, 7), a: 3, b: 2, want: 6},
		{name: "fdiv", bits: fp(3, double, 0, 7), a: 3, b: 2, want: 1.5},
		{name: "fsqrt", bits: fp(11, double, 0, 0), a: 9, want: 3},
		{name: "fsgnj", bits: fp(4, double, 0, 7), a: 3, b: -2, want: -3},
		{name: "fsgnjn", bits: fp(4, double, 1, 7), a: 3, b: -2, want: 3},
		{name: "fsgnjx", bits: fp(4, double, 2, 7), a: -3, b: -2, want: 3},
		{name: "fmin", bits: fp(5, double, 0, 7), a: -3, b: -2, want: -3},
		{name: "fmax", bits: fp(5, double, 1, 7), a: -3, b: -2, want: -2},
		{name: "fmadd", bits: fused(0x43, double), a: 2, b: 3, c: 1, want: 7},
		{name: "fmsub", bits: fused(0x47, double), a: 2, b: 3, c: 1, want: 5},
		{name: "fnmsub", bits: fused(0x4b, double), a: 2, b: 3, c: 1, want: -5},
		{name: "fnmadd", bits: fused(0x4f, double), a: 2, b: 3, c: 1, want: -7},
		{name: "fle", bits: fp(20, double, 0, 7), a: 2, b: 2, wantX: 1, integer: true},
		{name: "flt", bits: fp(20, double, 1, 7), a: 2, b: 2, wantX: 0, integer: true},
		{name: "feq", bits: fp(20, double, 2, 7), a: 2, b: 2, wantX: 1, integer: true},
		{name: "fclass", bits: fp(28, double, 1, 0), a: -2, wantX: 2, integer: true},
		{name: "fcvt.w", bits: fp(24, double, 1, 0), a: -2.5, wantX: ones - 1, integer: true},
		{name: "fcvt.wu sign-extends", bits: fp(24, double, 1, 1), a: 4294967295, wantX: ones, integer: true},
		{name: "fcvt.l", bits: fp(24, double, rup, 2), a: 2.5, wantX: 3, integer: true},
		{name: "fcvt.lu", bits: fp(24, double, 1, 3), a: 1 << 63, wantX: 1 << 63, integer: true},
		{name: "fmv.x.d", bits: fp(28, double, 0, 0), a: 1, wantX: 0x3ff0 << 48, integer: true},
	} {
		h := withFloats(t, c.bits)
		h.SetF(6, bits64(c.a))
		h.SetF(7, bits64(c.b))
		h.SetF(8, bits64(c.c))
		h.run(1)
		assert.Zero(t, h.csr.mcause, c.name)
		if c.integer {
			assert.Equal(t, c.wantX, h.X(5), c.name)
			continue
		}
		assert.Equal(t, bits64(c.want), h.F(5), c.name)
		assert.Equal(t, uint64(fsDirty), h.csr.mstatus&statusFS, c.name)
	}
}

func TestIntegersBecomeFloats(t *testing.T) {
	for _, c := range []struct {
		name string
		bits uint32
		want uint64
	}{
		{"fcvt.d.w", fp(26, double, 0, 0), bits64(-1)},
		{"fcvt.d.wu", fp(26, double, 0, 1), bits64(4294967295)},
		{"fcvt.d.l", fp(26, double, 0, 2), bits64(-1)},
		{"fcvt.d.lu rounds", fp(26, double, 0, 3), bits64(1 << 64)},
		{"fcvt.d.lu toward 0", fp(26, double, 1, 3), bits64(1<<64 - 2048)},
		{"fcvt.s.w", fp(26, single, 0, 0), bits32(-1)},
		{"fmv.w.x", fp(30, single, 0, 0), boxing | 0xffff_ffff},
		{"fmv.d.x", fp(30, double, 0, 0), ones},
	} {
		h := withFloats(t, c.bits)
		h.SetX(6, ones)
		h.run(1)
		assert.Equal(t, c.want, h.F(5), "%s: got %#x", c.name, h.F(5))
	}
}

func TestSinglesAreBoxed(t *testing.T) {
	h := withFloats(t, fp(0, single, 0, 7))
	h.SetF(6, bits32(1))
	h.SetF(7, bits32(2))
	h.run(1)
	assert.Equal(t, bits32(3), h.F(5))

	// What is not boxed is a NaN, but moves and stores take the bits.
	h = withFloats(t, fp(0, single, 0, 7), fp(28, single, 0, 0), typeS(0x27, 2, 9, 6, 0), typeI(0x07, 2, 10, 9, 0))
	h.SetF(6, bits32(1)&^boxing)
	h.SetF(7, bits32(2))
	h.SetX(9, data)
	h.run(4)
	assert.Equal(t, boxing|softfloat.Single.NaN(), h.F(5))
	assert.Equal(t, uint64(math.Float32bits(1)), h.X(5))
	assert.Equal(t, math.Float32bits(1), binary.LittleEndian.Uint32(h.RAM.Bytes[0x4000:]))
	assert.Equal(t, bits32(1), h.F(10))

	h = withFloats(t, fp(8, single, 0, 1), fp(8, double, 0, 0)|0) // fcvt.s.d, fcvt.d.s
	h.SetF(6, bits64(1.5))
	h.run(1)
	assert.Equal(t, bits32(1.5), h.F(5))
	h.SetF(6, bits32(1.5))
	h.run(1)
	assert.Equal(t, bits64(1.5), h.F(5))
}

func TestFlagsAccrueAndModesCanBeDynamic(t *testing.T) {
	const dynamic = 7
	h := withFloats(t,
		typeI(0x73, 5, 0, rup, 2), // csrrwi frm, rup
		fp(3, double, dynamic, 7),
		csrrs(5, 3, 0),
		csrrw(0, 1, 0),
		csrrs(6, 1, 0),
	)
	h.SetF(6, bits64(1))
	h.SetF(7, bits64(3))
	h.run(5)
	assert.Equal(t, math.Nextafter(1.0/3, 1), math.Float64frombits(h.F(5)))
	assert.Equal(t, uint64(rup<<5)|uint64(softfloat.Inexact), h.X(5))
	assert.Zero(t, h.X(6))

	for _, mode := range []int32{5, 6, 7} {
		h = withFloats(t, typeI(0x73, 5, 0, uint32(mode), 2), fp(3, double, dynamic, 7))
		h.run(2)
		assert.Equal(t, uint64(causeIllegal), h.csr.mcause, "mode %d in frm", mode)
		assert.Equal(t, uint64(fp(3, double, dynamic, 7)), h.csr.mtval)
	}
	h = withFloats(t, typeI(0x73, 5, 0, 5, 2), fp(4, double, 0, 7))
	h.run(2)
	assert.Zero(t, h.csr.mcause, "an operation that does not round does not mind frm")
}

func TestReadingFloatsLeavesThemClean(t *testing.T) {
	h := withFloats(t, typeS(0x27, 3, 9, 6, 0), fp(20, double, 2, 7), fp(28, double, 0, 0))
	h.SetX(9, data)
	h.run(3)
	assert.Equal(t, uint64(1<<13), h.csr.mstatus&statusFS)
	assert.Zero(t, h.status()&statusSD)
}
