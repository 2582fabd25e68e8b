// SPDX-License-Identifier: MIT

package heap

import (
	"math/bits"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

func TestTables(t *testing.T) {
	require.Len(t, lengths, 256)
	for n := range lengths {
		require.Equal(t, bits.Len(uint(n)), int(lengths[n]), "length of %d", n)
	}
	require.Len(t, trailingZeros, 64)
	for n := range 64 {
		w := uintptr(0xd5) << n
		require.Equal(t, n, int(trailingZeros[w&-w*deBruijn>>58]))
	}
	require.Len(t, wideBins, 128)
}

// Every length has a list; the lists' lengths ascend, and never does a list
// reach into two powers of two.
func TestBinsAscend(t *testing.T) {
	var heap TLSF
	memory := make([]byte, 1<<16)
	require.NoError(t, heap.Init(uintptr(unsafe.Pointer(&memory[0])), 1<<16))
	previous := uintptr(0)
	starts := map[uintptr]uintptr{}
	for length := uintptr(tlsfUnit); length < tlsfMaxSpan; length += tlsfUnit {
		bin := heap.binOf(length)
		if bin != previous {
			require.Equal(t, previous+1, bin, "length %d", length)
			previous = bin
		}
		if _, known := starts[bin]; !known {
			starts[bin] = length
		}
		if length >= 4096 {
			require.Less(t, length-starts[bin], starts[bin]/2, "length %d", length)
		}
	}
	require.Equal(t, uintptr(tlsfLists-1), previous)
}
