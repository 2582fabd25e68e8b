// SPDX-License-Identifier: MIT

package sizes

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBytesGroupsThreeDigits(t *testing.T) {
	for n, want := range map[uint64]string{
		0: "0", 999: "999", 1000: "1,000", 140000: "140,000", 1234567: "1,234,567",
		math.MaxUint64: "18,446,744,073,709,551,615",
	} {
		assert.Equal(t, want, Bytes(n))
	}
}

func TestRangeIsHalfOpenAndHexadecimal(t *testing.T) {
	assert.Equal(t, "[0x80400000, 0x80420000)", Range(0x80400000, 0x80420000))
}
