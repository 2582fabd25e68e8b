// SPDX-License-Identifier: MIT

package modular

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPowerIsThatOfLargeIntegers(t *testing.T) {
	assert.True(t, big.NewInt(Prime).ProbablyPrime(20))
	for _, base := range []uint64{0, 1, 2, 3, 5, 7, Prime - 1, Prime, Prime + 3} {
		for _, exponent := range []uint64{0, 1, 2, 3, 10_000, 200_000, Prime - 1} {
			want := new(big.Int).Exp(new(big.Int).SetUint64(base), new(big.Int).SetUint64(exponent), big.NewInt(Prime))
			assert.Equal(t, want.Uint64(), Power(base, exponent), "%d^%d", base, exponent)
		}
	}
}

func TestBothWaysComeToTheSame(t *testing.T) {
	for _, base := range []uint64{3, 5, 7} {
		product := uint64(1)
		for n := range uint64(1000) {
			assert.Equal(t, Power(base, n), product)
			product = Times(product, base)
		}
	}
}
