// SPDX-License-Identifier: MIT

package chip

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/trap"
)

func TestTheMakerTellsTheChip(t *testing.T) {
	for _, c := range []struct {
		name   string
		vendor uintptr
		hz     uint64
		spec   trap.Spec
	}{
		{"K210 (k210-facts.md §2.1, §3)", 0x4b5, 7_800_000, trap.Spec1_9_1},
		{"QEMU", 0, 10_000_000, trap.Spec1_12},
		{"some other", 0x489, 10_000_000, trap.Spec1_12},
	} {
		assert.Equal(t, Chip{c.hz, c.spec}, Of(c.vendor), c.name)
	}
}

func TestPageFaultsExistOnOneChipOnly(t *testing.T) {
	const loadPageFault = 13
	assert.Equal(t, trap.Unknown, trap.Decode(Of(0x4b5).Spec, loadPageFault).Kind)
	assert.Equal(t, trap.PageFault, trap.Decode(Of(0).Spec, loadPageFault).Kind)
}
