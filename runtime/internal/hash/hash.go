// SPDX-License-Identifier: MIT

// Package hash makes the hash values of map keys.
//
// One step multiplies 64 by 64 bits and folds the 128-bit product (the idea of
// Wang Yi's wyhash): two instructions on RISC-V, after which each bit of the
// result depends on every bit of the key and of the seed. The maps take a
// random seed each; that keeps them even, it is no defence against a clever
// enemy.
package hash

import (
	"math/bits"
	"unsafe"
)

// Odd numbers with as many ones as zeros and no pattern: the digits of the
// golden ratio and of the square roots of 2 and 3, made odd.
const (
	golden = 0x9E3779B97F4A7C15
	root2  = 0x6A09E667F3BCC909
	root3  = 0xBB67AE8584CAA73B
)

// fold multiplies and adds (without carry) the two halves of the product.
func fold(a, b uint64) uintptr {
	high, low := bits.Mul64(a, b)
	return uintptr(high ^ low)
}

// Uint64 hashes one word.
func Uint64(v uint64, seed uintptr) uintptr {
	return fold(v^golden, uint64(seed)^root2)
}

// Bytes hashes n bytes at p. They are read one by one where p is not a
// multiple of 8: the K210 traps on a misaligned load (k210-facts.md §2.4).
func Bytes(p unsafe.Pointer, n, seed uintptr) uintptr {
	h := seed ^ n*root3
	for ; n >= 8; n -= 8 {
		h = Uint64(load(p, 8), h)
		p = unsafe.Add(p, 8)
	}
	if n > 0 {
		h = Uint64(load(p, n), h)
	}
	return fold(uint64(h)^root3, golden)
}

// load reads n bytes, 1 to 8, least significant first.
func load(p unsafe.Pointer, n uintptr) uint64 {
	if n == 8 && uintptr(p)%8 == 0 {
		return *(*uint64)(p)
	}
	v := uint64(0)
	for i := uintptr(0); i < n; i++ {
		v |= uint64(*(*byte)(unsafe.Add(p, i))) << (8 * i)
	}
	return v
}
