// SPDX-License-Identifier: MIT

package machine

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAMachineGoesBackAndForthAndIsTheSame(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	for name, guest := range guests {
		m := guest(t)
		var points []*Checkpoint
		var snapshots [][]byte
		var last *Checkpoint
		for range 5 {
			c, err := m.Checkpoint(last)
			require.NoError(t, err)
			assert.Equal(t, m.Steps(), c.Steps)
			points, snapshots, last = append(points, c), append(snapshots, saved(t, m)), c
			m.Run(1000 + random.Uint64N(2000))
		}
		for range 4 {
			n := random.IntN(len(points) - 1)
			require.NoError(t, m.Rewind(points[n]))
			require.True(t, bytes.Equal(snapshots[n], saved(t, m)), name)
			for next := points[n+1]; m.Steps() < next.Steps; {
				m.Run(min(700, next.Steps-m.Steps()))
			}
			again := saved(t, m)
			require.True(t, bytes.Equal(snapshots[n+1], again), name)
		}
	}
}

func TestCheckpointsShareWhatIsTheSame(t *testing.T) {
	m := guests["virt with a console"](t)
	first, err := m.Checkpoint(nil)
	require.NoError(t, err)
	m.Run(100)
	second, err := m.Checkpoint(first)
	require.NoError(t, err)
	different := 0
	for n := range first.pages {
		if &first.pages[n][0] != &second.pages[n][0] {
			different++
		}
	}
	assert.Equal(t, 1, different, "the program stores to one page")
}

func TestResetStartsAgain(t *testing.T) {
	m := guests["k210"](t)
	m.Run(12_345)
	m.Reset()
	for _, h := range m.Harts() {
		assert.Equal(t, uint64(0x8000_0000), h.PC())
	}
	assert.Equal(t, Outcome{Reason: LimitReached}, m.Run(1000))
}
