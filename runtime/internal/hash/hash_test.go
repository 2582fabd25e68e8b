// SPDX-License-Identifier: MIT

package hash

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"strconv"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

func ofString(s string, seed uintptr) uintptr {
	return Bytes(unsafe.Pointer(unsafe.StringData(s)), uintptr(len(s)), seed)
}

func TestSameBytesHashTheSameWhereverTheyLie(t *testing.T) {
	text := "a key that is longer than three words, of odd length"
	for offset := range 16 {
		buffer := make([]byte, 16+len(text))
		copy(buffer[offset:], text)
		require.Equal(t, ofString(text, 7), Bytes(unsafe.Pointer(&buffer[offset]), uintptr(len(text)), 7))
	}
}

func TestLengthSeedAndZerosCount(t *testing.T) {
	seen := map[uintptr]string{}
	for seed := range uintptr(4) {
		for n := range 40 {
			key := string(make([]byte, n))
			h := ofString(key, seed)
			require.NotContains(t, seen, h)
			seen[h] = key
		}
	}
}

// TestEachBitOfTheKeyFlipsHalfOfTheHash measures the avalanche: over many keys,
// each output bit must change about as often as not.
func TestEachBitOfTheKeyFlipsHalfOfTheHash(t *testing.T) {
	const rounds = 2000
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{1, 4, 8, 13, 24} {
		for bit := range size * 8 {
			flipped := 0
			for range rounds {
				key := make([]byte, size)
				for i := range key {
					key[i] = byte(random.Uint32())
				}
				seed := uintptr(random.Uint64())
				before := Bytes(unsafe.Pointer(&key[0]), uintptr(size), seed)
				key[bit/8] ^= 1 << (bit % 8)
				flipped += bits.OnesCount64(uint64(before ^ Bytes(unsafe.Pointer(&key[0]), uintptr(size), seed)))
			}
			require.InDelta(t, 32, float64(flipped)/rounds, 1, "size %d bit %d", size, bit)
		}
	}
}

// TestBucketsFillEvenly takes the kinds of keys programs have and looks at the
// low and at the high bits, as the maps do.
func TestBucketsFillEvenly(t *testing.T) {
	const keys, buckets = 1 << 15, 1 << 8
	for name, hash := range map[string]func(i int) uintptr{
		"small integers":   func(i int) uintptr { return Uint64(uint64(i), 0) },
		"addresses":        func(i int) uintptr { return Uint64(0x80020000+uint64(i)*64, 99) },
		"floats":           func(i int) uintptr { return Uint64(math.Float64bits(float64(i)), 5) },
		"numbered strings": func(i int) uintptr { return ofString("key"+strconv.Itoa(i), 0) },
	} {
		for _, shift := range []int{0, 7, 56} {
			count := make([]float64, buckets)
			for i := range keys {
				count[hash(i)>>shift%buckets]++
			}
			chi2 := 0.0
			for _, n := range count {
				d := n - keys/buckets
				chi2 += d * d / (keys / buckets)
			}
			// 255 degrees of freedom: mean 255, standard deviation 22.6.
			require.Less(t, chi2, 255+5*22.6, "%s, shift %d", name, shift)
		}
	}
}
