// SPDX-License-Identifier: MIT

package quotient

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// same says whether two numbers print and compare the same: all NaNs do, and
// zeros of different sign do not.
func same(x, y float64) bool {
	return x != x && y != y || math.Float64bits(x) == math.Float64bits(y)
}

func requireQuotient(t *testing.T, n, m complex128) {
	t.Helper()
	want, got := n/m, Complex(n, m)
	if !same(real(want), real(got)) || !same(imag(want), imag(got)) {
		require.Equal(t, want, got, "%v / %v", n, m)
		require.Fail(t, "sign of zero", "%v / %v = %v, not %v", n, m, want, got)
	}
}

func TestSpecialValues(t *testing.T) {
	negativeZero := math.Copysign(0, -1)
	values := []float64{
		0, negativeZero, 1, -1, 2.5, -3, 1e308, -1e308, 5e-324, 1e-300,
		math.Inf(1), math.Inf(-1), math.NaN(),
	}
	for _, a := range values {
		for _, b := range values {
			for _, c := range values {
				for _, d := range values {
					requireQuotient(t, complex(a, b), complex(c, d))
				}
			}
		}
	}
}

func FuzzDividesAsTheHostDoes(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 4.0)
	f.Add(1e300, -1e300, 1e-300, 1e300)
	f.Add(math.Inf(1), 1.0, 0.0, math.NaN())
	f.Fuzz(func(t *testing.T, a, b, c, d float64) {
		requireQuotient(t, complex(a, b), complex(c, d))
	})
}
