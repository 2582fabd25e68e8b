// SPDX-License-Identifier: MIT

package number

import (
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func integer(v uint64, hex bool) string {
	var text [IntSize]byte
	return string(text[Int(text[:], v, hex):])
}

func float64Text(v float64) string {
	var text [FloatSize]byte
	return string(text[:Float(text[:], math.Float64bits(v), false)])
}

func float32Text(v float32) string {
	var text [FloatSize]byte
	return string(text[:Float(text[:], uint64(math.Float32bits(v)), true)])
}

func TestIntegersReadAsStrconvWritesThem(t *testing.T) {
	for _, v := range []uint64{0, 1, 9, 10, 99, 100, 1 << 31, 1<<63 - 1, 1 << 63, math.MaxUint64} {
		require.Equal(t, strconv.FormatUint(v, 10), integer(v, false))
		require.Equal(t, strconv.FormatUint(v, 16), integer(v, true))
	}
}

func TestFloatTexts(t *testing.T) {
	for _, c := range []struct {
		value float64
		want  string
	}{
		{0, "0"},
		{math.Copysign(0, -1), "-0"},
		{1, "1"},
		{1.5, "1.5"},
		{-0.1, "-0.1"},
		{100000, "100000"},
		{1000000, "1e+06"},
		{123456.789, "123456.789"},
		{123456789, "1.23456789e+08"},
		{0.0001, "0.0001"},
		{0.00001, "1e-05"},
		{1e23, "1e+23"},
		{5e-324, "5e-324"},
		{math.MaxFloat64, "1.7976931348623157e+308"},
		{math.Pi, "3.141592653589793"},
		{math.Inf(1), "+Inf"},
		{math.Inf(-1), "-Inf"},
		{math.NaN(), "NaN"},
		{math.Copysign(math.NaN(), -1), "NaN"},
	} {
		require.Equal(t, c.want, float64Text(c.value))
	}
	require.Equal(t, "0.1", float32Text(0.1))
	require.Equal(t, "3.4028235e+38", float32Text(math.MaxFloat32))
}

// TestFloatsAroundPowersOfTwo visits the numbers whose lower neighbour is
// closer than the upper one, where a careless algorithm goes wrong.
func TestFloatsAroundPowersOfTwo(t *testing.T) {
	for e := -1074; e <= 1023; e++ {
		v := math.Ldexp(1, e)
		for _, v := range []float64{math.Nextafter(v, 0), v, math.Nextafter(v, math.Inf(1))} {
			require.Equal(t, strconv.FormatFloat(v, 'g', -1, 64), float64Text(v))
		}
	}
	for e := -149; e <= 127; e++ {
		v := float32(math.Ldexp(1, e))
		for _, v := range []float32{math.Nextafter32(v, 0), v, math.Nextafter32(v, float32(math.Inf(1)))} {
			require.Equal(t, strconvFloat32(v), float32Text(v))
		}
	}
}

// strconvFloat32 is what strconv writes, but for one number: 2^-12 lies in the
// very middle of its two shortest decimals, 0.00024414062 and …63. Go 1.26's
// strconv takes the odd one there, against its own rule (the float64 of the
// same kind, 2^-25, gets the even one); this package always takes the even one.
func strconvFloat32(v float32) string {
	switch v {
	case 1.0 / 4096:
		return "0.00024414062"
	case -1.0 / 4096:
		return "-0.00024414062"
	}
	return strconv.FormatFloat(float64(v), 'g', -1, 32)
}

func FuzzFloatsReadAsStrconvWritesThem(f *testing.F) {
	for _, v := range []float64{0, 1, 0.3, 1e22, 1e-7, 4.35, 9007199254740993, 5e-324, 2.2250738585072014e-308} {
		f.Add(math.Float64bits(v))
	}
	f.Fuzz(func(t *testing.T, bits uint64) {
		v := math.Float64frombits(bits)
		require.Equal(t, strconv.FormatFloat(v, 'g', -1, 64), float64Text(v))
		w := math.Float32frombits(uint32(bits))
		require.Equal(t, strconvFloat32(w), float32Text(w))
	})
}

func FuzzIntegersReadAsStrconvWritesThem(f *testing.F) {
	f.Add(uint64(0))
	f.Add(uint64(math.MaxUint64))
	f.Fuzz(func(t *testing.T, v uint64) {
		require.Equal(t, strconv.FormatUint(v, 10), integer(v, false))
		require.Equal(t, strconv.FormatUint(v, 16), integer(v, true))
	})
}
