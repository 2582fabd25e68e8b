// SPDX-License-Identifier: MIT

package churn

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRunMakesTheGarbageItPromisesAndKeepsTheRest(t *testing.T) {
	for _, size := range []int{4 << 10, 16 << 10, 256 << 10} {
		r := Run(size, 8)
		assert.Empty(t, r.Wrong)
		assert.GreaterOrEqual(t, r.Garbage, 8*size)
		assert.LessOrEqual(t, r.Live, size/8)
		assert.Positive(t, r.Live)
		assert.Greater(t, r.Rounds, 50)
	}
}

func TestDamageIsSeen(t *testing.T) {
	first := makeNodes(10)
	r := Report{}
	check(first, &r)
	assert.Empty(t, r.Wrong)

	first.next.content[7]++
	check(first, &r)
	assert.Equal(t, "a node's content has changed", r.Wrong)

	first.next.content[7]--
	first.next.next = first.next.next.next
	check(first, &r)
	assert.Equal(t, "the list of nodes is broken", r.Wrong)

	names := map[string]uint32{}
	r = Report{}
	for round := range uint32(20) {
		remember(names, round+1, &r)
	}
	assert.Empty(t, r.Wrong)
	names[name(19%6)] = 7
	remember(names, 21, &r)
	assert.Equal(t, "the map has lost an entry", r.Wrong)
}
