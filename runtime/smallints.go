// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

// staticuint64s lets an interface hold a small number without an allocation:
// the data word points in here. Compiled code uses it too, for single bytes.
// start fills it before anything else runs: that takes some 800 instructions,
// and the numbers would take 2 KiB of every image.
var staticuint64s [256]uint64

func fillSmallInts() {
	for i := range staticuint64s {
		staticuint64s[i] = uint64(i)
	}
}
