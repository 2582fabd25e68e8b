// SPDX-License-Identifier: MIT

package fmt

import (
	"math"
	"strings"
	"testing"
)

// FuzzFormat compares the packages over formats of the subset.
func FuzzFormat(f *testing.F) {
	f.Add("%5d|%-8s|%08x|%+.3f", int64(-42), "text", 2.5, uint8(7))
	f.Add("%v %s %g %c", int64(1)<<60, "ö\xff", math.Inf(-1), uint8(200))
	f.Add("%*d %.*f %d", int64(9), "x", 1e300, uint8(3))
	f.Add("%% %", int64(0), "", 0.1, uint8(0))
	f.Fuzz(func(t *testing.T, format string, n int64, s string, x float64, b uint8) {
		// Not ours: operand numbers, %T %U %O %w, %q's choice, # of other verbs; and
		// widths that only take time.
		if strings.ContainsAny(format, "[TUOwq#") || strings.Contains(format, "00") || len(format) > 60 || longNumber(format) {
			return
		}
		same(t, format, s, nil, uint64(n), n%2 == 0)
		same(t, format, int(b), b, s, n)
		if !strings.ContainsAny(format, "bxX") { // of floats
			same(t, format, n, s, x, b)
			same(t, format, x, int(b), s, float32(x))
		}
	})
}

// longNumber reports whether a number of four digits or more is in s.
func longNumber(s string) bool {
	run := 0
	for _, c := range s {
		if run++; c < '0' || c > '9' {
			run = 0
		}
		if run > 3 {
			return true
		}
	}
	return false
}

// FuzzFloat compares floats digit by digit.
func FuzzFloat(f *testing.F) {
	for _, v := range []float64{0, 1, 0.1, 1e23, 5e-324, math.MaxFloat64, 9007199254740993, 0.5, 1.5, 2.5, 1e-7} {
		f.Add(math.Float64bits(v), uint8(3))
	}
	f.Fuzz(func(t *testing.T, bits uint64, precision uint8) {
		v, single := math.Float64frombits(bits), math.Float32frombits(uint32(bits))
		same(t, "%v %g %e %f", v, v, v, v)
		same(t, "%v %g %e %f", single, single, single, single)
		n := int(precision) % 40
		same(t, "%.*f %.*e %.*g %08.*f", n, v, n, v, n, v, n, v)
		same(t, "%.*f %.*e %.*g %+.*f", n, single, n, single, n, single, n, single)
	})
}
