// SPDX-License-Identifier: MIT

package softfloat

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

var (
	inf       = math.Float64bits(math.Inf(1))
	minusInf  = math.Float64bits(math.Inf(-1))
	one       = math.Float64bits(1)
	minusOne  = math.Float64bits(-1)
	minusZero = uint64(1) << 63
	quiet     = uint64(0x7ff8_0000_0000_0001)
	signaling = uint64(0x7ff0_0000_0000_0001)
	nan       = uint64(0x7ff8_0000_0000_0000) // canonical
)

func TestSpecialOperandsGiveWhatTheSpecificationSays(t *testing.T) {
	type result struct {
		bits  uint64
		flags Flags
	}
	run := func(operation func(flags *Flags) uint64) result {
		var flags Flags
		bits := operation(&flags)
		return result{bits, flags}
	}
	add := func(a, b uint64, m Rounding) result {
		return run(func(fl *Flags) uint64 { return Double.Add(a, b, m, fl) })
	}
	mul := func(a, b uint64) result {
		return run(func(fl *Flags) uint64 { return Double.Mul(a, b, NearestEven, fl) })
	}
	div := func(a, b uint64) result {
		return run(func(fl *Flags) uint64 { return Double.Div(a, b, NearestEven, fl) })
	}
	fma := func(a, b, c uint64) result {
		return run(func(fl *Flags) uint64 { return Double.MulAdd(a, b, c, NearestEven, fl) })
	}
	least := func(a, b uint64) result { return run(func(fl *Flags) uint64 { return Double.Min(a, b, fl) }) }
	most := func(a, b uint64) result { return run(func(fl *Flags) uint64 { return Double.Max(a, b, fl) }) }
	root := func(a uint64) result { return run(func(fl *Flags) uint64 { return Double.Sqrt(a, NearestEven, fl) }) }

	for name, c := range map[string]struct{ got, want result }{
		"a quiet NaN is made canonical":           {add(quiet, one, 0), result{nan, 0}},
		"a signaling NaN is invalid":              {add(one, signaling, 0), result{nan, Invalid}},
		"infinities of two signs":                 {add(inf, minusInf, 0), result{nan, Invalid}},
		"infinity and a number":                   {add(inf, one, 0), result{inf, 0}},
		"cancellation gives +0":                   {add(one, minusOne, NearestEven), result{0, 0}},
		"cancellation gives -0 when rounded down": {add(one, minusOne, Down), result{minusZero, 0}},
		"-0 + -0":                             {add(minusZero, minusZero, Up), result{minusZero, 0}},
		"0 * infinity":                        {mul(0, inf), result{nan, Invalid}},
		"-1 * 0":                              {mul(minusOne, 0), result{minusZero, 0}},
		"1 / 0":                               {div(one, 0), result{inf, DivideByZero}},
		"1 / -0":                              {div(one, minusZero), result{minusInf, DivideByZero}},
		"0 / 0":                               {div(0, 0), result{nan, Invalid}},
		"infinity / infinity":                 {div(inf, minusInf), result{nan, Invalid}},
		"infinity / 0":                        {div(inf, 0), result{inf, 0}},
		"1 / infinity":                        {div(one, minusInf), result{minusZero, 0}},
		"infinity * 0 + quiet NaN is invalid": {fma(inf, 0, quiet), result{nan, Invalid}},
		"infinity * 1 - infinity":             {fma(inf, one, minusInf), result{nan, Invalid}},
		"1 * 1 - 1":                           {fma(one, one, minusOne), result{0, 0}},
		"0 * 1 + 1":                           {fma(0, one, one), result{one, 0}},
		"root of -1":                          {root(minusOne), result{nan, Invalid}},
		"root of -0":                          {root(minusZero), result{minusZero, 0}},
		"root of infinity":                    {root(inf), result{inf, 0}},
		"min of zeros":                        {least(0, minusZero), result{minusZero, 0}},
		"max of zeros":                        {most(minusZero, 0), result{0, 0}},
		"min with a quiet NaN":                {least(quiet, one), result{one, 0}},
		"max with a signaling NaN":            {most(one, signaling), result{one, Invalid}},
		"min of NaNs":                         {least(quiet, quiet), result{nan, 0}},
		"min of numbers":                      {least(one, minusOne), result{minusOne, 0}},
		"max of numbers":                      {most(minusInf, minusOne), result{minusOne, 0}},
	} {
		assert.Equal(t, c.want, c.got, name)
	}
}

func TestOnlyOrderingComparisonsMindQuietNaNs(t *testing.T) {
	for _, c := range []struct {
		a, b        uint64
		equal, less Flags
	}{
		{quiet, one, 0, Invalid},
		{one, signaling, Invalid, Invalid},
		{one, minusOne, 0, 0},
	} {
		var equal, less, lessOrEqual Flags
		Double.Equal(c.a, c.b, &equal)
		Double.Less(c.a, c.b, &less)
		Double.LessOrEqual(c.a, c.b, &lessOrEqual)
		assert.Equal(t, []Flags{c.equal, c.less, c.less}, []Flags{equal, less, lessOrEqual}, "%#x %#x", c.a, c.b)
	}
}

func TestClassesAreOneBitOfTen(t *testing.T) {
	for class, a := range []uint64{
		minusInf, minusOne, minusZero | 1, minusZero, 0, 1, one, inf, signaling, quiet,
	} {
		assert.Equal(t, uint64(1)<<class, Double.Class(a), "%#x", a)
	}
	assert.Equal(t, uint64(1)<<5, Single.Class(0x007f_ffff))
	assert.Equal(t, uint64(1)<<6, Single.Class(0x0080_0000))
}

func TestConversionsToIntegersRoundAndSaturate(t *testing.T) {
	for _, c := range []struct {
		value    float64
		mode     Rounding
		w        int64
		wu       uint64
		w32      int64
		wu32     uint64
		flags    Flags // to 64 bits, signed
		unsigned Flags
	}{
		{1.5, NearestEven, 2, 2, 2, 2, Inexact, Inexact},
		{2.5, NearestEven, 2, 2, 2, 2, Inexact, Inexact},
		{2.5, NearestAway, 3, 3, 3, 3, Inexact, Inexact},
		{-2.5, Up, -2, 0, -2, 0, Inexact, Invalid},
		{-2.5, Down, -3, 0, -3, 0, Inexact, Invalid},
		{-0.5, TowardZero, 0, 0, 0, 0, Inexact, Inexact},
		{-0.5, Down, -1, 0, -1, 0, Inexact, Invalid},
		{-1, NearestEven, -1, 0, -1, 0, 0, Invalid},
		{4e9, NearestEven, 4e9, 4e9, math.MaxInt32, 4e9, 0, 0},
		{1 << 32, NearestEven, 1 << 32, 1 << 32, math.MaxInt32, math.MaxUint32, 0, 0},
		{1 << 63, NearestEven, math.MaxInt64, 1 << 63, math.MaxInt32, math.MaxUint32, Invalid, 0},
		{-(1 << 63), NearestEven, math.MinInt64, 0, math.MinInt32, 0, 0, Invalid},
		{-(1 << 31), NearestEven, math.MinInt32, 0, math.MinInt32, 0, 0, Invalid},
		{1 << 64, NearestEven, math.MaxInt64, math.MaxUint64, math.MaxInt32, math.MaxUint32, Invalid, Invalid},
		{math.Inf(-1), NearestEven, math.MinInt64, 0, math.MinInt32, 0, Invalid, Invalid},
		{math.Inf(1), NearestEven, math.MaxInt64, math.MaxUint64, math.MaxInt32, math.MaxUint32, Invalid, Invalid},
		{math.NaN(), NearestEven, math.MaxInt64, math.MaxUint64, math.MaxInt32, math.MaxUint32, Invalid, Invalid},
	} {
		a := math.Float64bits(c.value)
		var flags, unsigned, ignored Flags
		assert.Equal(t, c.w, Double.ToInt(a, 64, c.mode, &flags), "%v to int64", c.value)
		assert.Equal(t, c.wu, Double.ToUint(a, 64, c.mode, &unsigned), "%v to uint64", c.value)
		assert.Equal(t, c.w32, Double.ToInt(a, 32, c.mode, &ignored), "%v to int32", c.value)
		assert.Equal(t, c.wu32, Double.ToUint(a, 32, c.mode, &ignored), "%v to uint32", c.value)
		assert.Equal(t, c.flags, flags, "flags of %v to int64", c.value)
		assert.Equal(t, c.unsigned, unsigned, "flags of %v to uint64", c.value)
	}
}
