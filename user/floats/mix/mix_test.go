// SPDX-License-Identifier: MIT

package mix

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSumsAreTheExpectedOnesToTheLastBit(t *testing.T) {
	for seed := 1; seed <= len(expected); seed++ {
		s := New(seed)
		for range Rounds {
			s.Run(Steps)
		}
		want, known := Expected(uint64(seed))
		assert.True(t, known)
		assert.Equal(t, want, s.Sum(), "seed %d: %#x", seed, s.Sum())
	}
	for _, seed := range []uint64{0, uint64(len(expected)) + 1} {
		_, known := Expected(seed)
		assert.False(t, known)
	}
}

func TestVariablesStayInRange(t *testing.T) {
	s := New(7)
	for range 1000 {
		s.Run(1)
		for _, v := range []float64{s.A, s.B, s.C, s.D, float64(s.E), float64(s.F)} {
			assert.True(t, v > 0 && v < 1, "%v", v)
		}
	}
}

func TestOneLostBitShows(t *testing.T) {
	clean, broken := New(3), New(3)
	clean.Run(1000)
	broken.Run(500)
	broken.E += 1.0 / (1 << 23)
	broken.Run(500)
	assert.NotEqual(t, clean.Sum(), broken.Sum())
}
