// SPDX-License-Identifier: MIT

// Package modular computes powers modulo a prime in two ways: slowly, one
// multiplication at a time, which keeps a processor busy for as long as one
// likes, and quickly by squaring, which checks the result.
package modular

// Prime is the modulus: 119·2²³+1, the largest prime of its kind below 2³⁰, so
// that a product fits 64 bits.
const Prime = 998_244_353

// Times returns a times b modulo Prime, both below it.
func Times(a, b uint64) uint64 { return a * b % Prime }

// Power returns base to the power of exponent modulo Prime by squaring.
func Power(base, exponent uint64) uint64 {
	result := uint64(1)
	for base %= Prime; exponent > 0; exponent >>= 1 {
		if exponent&1 == 1 {
			result = Times(result, base)
		}
		base = Times(base, base)
	}
	return result
}
