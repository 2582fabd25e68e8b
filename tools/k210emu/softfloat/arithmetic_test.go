// SPDX-License-Identifier: MIT

package softfloat

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var formats = map[string]*Format{"single": Single, "double": Double}

// operations compute the exact result, of operands that are finite, where that
// is neither 0 nor without a value.
var operations = []struct {
	name      string
	run       func(f *Format, a, b, c uint64, mode Rounding, flags *Flags) uint64
	reference func(a, b, c *big.Float) (reference, bool)
}{
	{
		"add",
		func(f *Format, a, b, _ uint64, m Rounding, fl *Flags) uint64 { return f.Add(a, b, m, fl) },
		func(a, b, _ *big.Float) (reference, bool) { v := blank().Add(a, b); return reference{v, false}, true },
	}, {
		"sub",
		func(f *Format, a, b, _ uint64, m Rounding, fl *Flags) uint64 { return f.Sub(a, b, m, fl) },
		func(a, b, _ *big.Float) (reference, bool) { v := blank().Sub(a, b); return reference{v, false}, true },
	}, {
		"mul",
		func(f *Format, a, b, _ uint64, m Rounding, fl *Flags) uint64 { return f.Mul(a, b, m, fl) },
		func(a, b, _ *big.Float) (reference, bool) { v := blank().Mul(a, b); return reference{v, false}, true },
	}, {
		"muladd",
		func(f *Format, a, b, c uint64, m Rounding, fl *Flags) uint64 { return f.MulAdd(a, b, c, m, fl) },
		func(a, b, c *big.Float) (reference, bool) {
			v := blank().Mul(a, b)
			return reference{v.Add(v, c), false}, true
		},
	}, {
		"div",
		func(f *Format, a, b, _ uint64, m Rounding, fl *Flags) uint64 { return f.Div(a, b, m, fl) },
		func(a, b, _ *big.Float) (reference, bool) {
			if b.Sign() == 0 {
				return reference{}, false
			}
			v := blank().SetPrec(200).Quo(a, b)
			return reference{v, v.Acc() != big.Exact}, true
		},
	}, {
		"sqrt",
		func(f *Format, a, _, _ uint64, m Rounding, fl *Flags) uint64 { return f.Sqrt(a, m, fl) },
		func(a, _, _ *big.Float) (reference, bool) {
			if a.Sign() <= 0 {
				return reference{}, false
			}
			shift := (400 - a.MantExp(nil)) &^ 1
			square, _ := blank().SetMantExp(a, shift).Int(nil)
			root := new(big.Int).Sqrt(square)
			v := blank().SetInt(root)
			v.SetMantExp(v, -shift/2)
			return reference{v, root.Mul(root, root).Cmp(square) != 0}, true
		},
	},
}

func blank() *big.Float { return new(big.Float).SetPrec(referenceBits).SetMode(big.ToZero) }

func TestResultsAndFlagsAreThoseOfExactArithmeticInEveryMode(t *testing.T) {
	for name, f := range formats {
		for _, o := range operations {
			t.Run(name+"/"+o.name, func(t *testing.T) {
				random := rand.New(rand.NewPCG(1, 2))
				compared := 0
				for range 1500 {
					a, b, c := operand(random, f), operand(random, f), operand(random, f)
					if random.IntN(8) == 0 {
						b = a ^ uint64(random.IntN(3)) // cancellation
					}
					if f.unpack(a).kind > finite || f.unpack(b).kind > finite || f.unpack(c).kind > finite {
						continue
					}
					want, ok := o.reference(toBig(f, a), toBig(f, b), toBig(f, c))
					if !ok || want.value.Sign() == 0 {
						continue
					}
					for mode := NearestEven; mode <= NearestAway; mode++ {
						wantBits, wantFlags := want.pack(f, mode)
						var flags Flags
						got := o.run(f, a, b, c, mode, &flags)
						require.Equal(t, wantBits, got, "%s(%#x, %#x, %#x) in mode %d", o.name, a, b, c, mode)
						require.Equal(t, wantFlags, flags, "flags of %s(%#x, %#x, %#x) in mode %d", o.name, a, b, c, mode)
						compared++
					}
				}
				assert.Greater(t, compared, 1500)
			})
		}
	}
}

func TestResultsAreThoseOfTheHost(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	same := func(want float64, got uint64, what string, operands ...uint64) {
		t.Helper()
		if math.IsNaN(want) {
			require.Equal(t, Double.NaN(), got, "%s %#x", what, operands)
			return
		}
		require.Equal(t, math.Float64bits(want), got, "%s %#x", what, operands)
	}
	var flags Flags
	for range 200_000 {
		a, b, c := operand(random, Double), operand(random, Double), operand(random, Double)
		x, y, z := math.Float64frombits(a), math.Float64frombits(b), math.Float64frombits(c)
		same(x+y, Double.Add(a, b, NearestEven, &flags), "add", a, b)
		same(x-y, Double.Sub(a, b, NearestEven, &flags), "sub", a, b)
		same(x*y, Double.Mul(a, b, NearestEven, &flags), "mul", a, b)
		same(x/y, Double.Div(a, b, NearestEven, &flags), "div", a, b)
		same(math.Sqrt(x), Double.Sqrt(a, NearestEven, &flags), "sqrt", a)
		same(math.FMA(x, y, z), Double.MulAdd(a, b, c, NearestEven, &flags), "muladd", a, b, c)
		if !math.IsNaN(x) {
			single := uint64(math.Float32bits(float32(x)))
			require.Equal(t, single, Single.Convert(Double, a, NearestEven, &flags), "to single %#x", a)
			same(float64(float32(x)), Double.Convert(Single, single, NearestEven, &flags), "to double", single)
			require.Equal(t, x < y, Double.Less(a, b, &flags), "%v < %v", x, y)
			require.Equal(t, x <= y, Double.LessOrEqual(a, b, &flags), "%v <= %v", x, y)
			require.Equal(t, x == y, Double.Equal(a, b, &flags), "%v == %v", x, y)
		}
		integer := int64(random.Uint64()) >> random.IntN(64)
		same(float64(integer), Double.FromInt(integer, NearestEven, &flags), "from int", uint64(integer))
		same(float64(uint64(integer)), Double.FromUint(uint64(integer), NearestEven, &flags), "from uint", uint64(integer))
	}
}
