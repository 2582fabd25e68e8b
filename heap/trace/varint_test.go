// SPDX-License-Identifier: MIT

package trace

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestVarintsAreThoseOfEncodingBinary(t *testing.T) {
	for shift := range 65 {
		for _, n := range []uint64{1<<shift - 1, 1 << shift, 1<<shift + 1} {
			want := binary.AppendUvarint([]byte{7}, n)
			got := appendVarint([]byte{7}, n)
			require.Equal(t, want, got)
			back, length := varint(append(got[1:], 0xff))
			require.Equal(t, n, back)
			require.Equal(t, len(got)-1, length)
			for cut := range len(got) - 1 {
				_, length := varint(got[1 : 1+cut])
				require.Zero(t, length, "cut off")
			}
		}
	}
}

func TestVarintsOfMoreThan64BitsAreNone(t *testing.T) {
	for _, last := range []byte{2, 0x80, 0xff} {
		_, length := varint(append(bytes.Repeat([]byte{0xff}, 9), last, 0))
		require.Zero(t, length)
	}
}
