// SPDX-License-Identifier: MIT

// Package samples holds formats, values and the texts that Go's own package fmt
// makes of them: a test on the host compares them with it, an app compares
// //user/fmt with them on the machine.
package samples

import "math"

// Sample is one call of Sprintf and its result.
type Sample struct {
	Format   string
	Operands []any
	Text     string
}

// All returns the samples.
func All() []Sample {
	return []Sample{
		{"%d %5d|%-5d|%05d %+d", []any{42, -7, 7, -7, 7}, "42    -7|7    |-0007 +7"},
		{"%x %X %#x %08x %b %o", []any{255, 255, 255, 0xbeef, 5, 8}, "ff FF 0xff 0000beef 101 10"},
		{"%d %d", []any{int64(math.MinInt64), uint64(math.MaxUint64)}, "-9223372036854775808 18446744073709551615"},
		{"%s|%8s|%-8s|%.2s|%q|%x", []any{"hi", "right", "left", "cut", "a\tb\"", "hex"}, "hi|   right|left    |cu|\"a\\tb\\\"\"|686578"},
		{"%c%c %t %v %v", []any{'B', 'ü', true, false, nil}, "Bü true false <nil>"},
		{"%v %v %v", []any{[]byte{1, 2}, uint8(3), "text"}, "[1 2] 3 text"},
		{"%f %.2f %8.3f|%-8.1f|%08.2f", []any{1.5, math.Pi, -2.0, 0.25, -1.005}, "1.500000 3.14   -2.000|0.2     |-0001.00"},
		{"%e %.3e %g %g %G", []any{123456.789, 5e-324, 1e21, 1e-7, 1e100}, "1.234568e+05 4.941e-324 1e+21 1e-07 1E+100"},
		{"%v %v %v %v", []any{0.1, 1.0 / 3, float32(0.1), 1e6}, "0.1 0.3333333333333333 0.1 1e+06"},
		{"%v %v %v %v", []any{math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN()}, "1.7976931348623157e+308 +Inf -Inf NaN"},
		{"%d %s %d", []any{"hi", 5}, "%!d(string=hi) %!s(int=5) %!d(MISSING)"},
		{"%*d %.*f %%", []any{5, 42, 1, 2.25, "more"}, "   42 2.2 %%!(EXTRA string=more)"},
	}
}
