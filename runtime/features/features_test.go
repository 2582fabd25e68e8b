// SPDX-License-Identifier: MIT

package features

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestExpectationsHoldUnderStockGo runs the checks on the host.
func TestExpectationsHoldUnderStockGo(t *testing.T) {
	passed, failed := Run(func(name string, ok bool, detail string) {
		if !ok {
			t.Errorf("%s: %s", name, detail)
		}
	})
	require.Zero(t, failed)
	require.Greater(t, passed, 250)
}
