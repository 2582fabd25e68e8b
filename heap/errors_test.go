// SPDX-License-Identifier: MIT

package heap_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/heap"
)

func TestErrorsSayWhatIsWrong(t *testing.T) {
	seen := map[string]bool{}
	for err := heap.ErrNoRegion; err <= heap.ErrCorrupted; err++ {
		text := err.Error()
		require.True(t, strings.HasPrefix(text, "heap: "), text)
		require.Greater(t, len(text), 15)
		require.False(t, seen[text], text)
		seen[text] = true
	}
	require.Equal(t, "heap: unknown error", heap.Error(200).Error())
}
