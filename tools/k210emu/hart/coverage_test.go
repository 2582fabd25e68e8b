// SPDX-License-Identifier: MIT

package hart

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// without returns what is in a and not in b.
func without(a, b *Coverage) (all []Ran) {
	for r := range a.Instructions() {
		if !b.Has(r) {
			all = append(all, r)
		}
	}
	return all
}

// covered runs a program, and returns the offsets in it that have run.
func covered(h *Hart, steps uint64) (offsets []uint64) {
	var c Coverage
	h.Cover(&c)
	h.run(steps)
	for r := range c.Instructions() {
		offsets = append(offsets, r.PC-ramBase)
	}
	return offsets
}

func TestOnlyWhatHasRunIsCovered(t *testing.T) {
	loop := []uint32{
		addi(5, 0, 3),
		addi(5, 5, -1),              // 4
		typeB(1, 5, 0, -4&0x1fff),   // 8: bnez
		typeB(0, 0, 0, 8),           // 12: always over the next one
		addi(6, 0, 1),               // 16
		typeI(0x03, 3, 7, 0, 0x700), // 20: ld from where nothing is
		addi(6, 0, 2),               // 24, which the trap leaves out
		addi(6, 0, 3),               // 28
	}
	for _, h := range []*Hart{with(t, loop...), strictLike(with(t, loop...))} {
		assert.Equal(t, []uint64{0, 4, 8, 12, 20, 0x8000}, covered(h, 10), "the instruction that traps has run, and the handler's first")
	}
	assert.Equal(t, []uint64{0, 4}, covered(with(t, loop...), 2), "the block has not ended yet")
	assert.Equal(t, []uint64{0, 4, 8}, covered(with(t, loop...), 4))
}

func TestInstructionsAreKnownByTheirBits(t *testing.T) {
	var c Coverage
	for n := range int32(3) {
		h := with(t, addi(5, 0, n%2), 0x9002) // c.ebreak
		h.Cover(&c)
		h.run(2)
	}
	assert.Equal(t, []Ran{
		{ramBase, addi(5, 0, 0)}, {ramBase, addi(5, 0, 1)}, {ramBase + 4, 0x9002},
	}, slices.Collect(c.Instructions()))
	assert.True(t, c.Has(Ran{ramBase, addi(5, 0, 1)}))
	assert.False(t, c.Has(Ran{ramBase, addi(5, 0, 2)}))
}

func TestAnInstructionAcrossPagesIsCovered(t *testing.T) {
	h := with(t)
	h.SetPC(ramBase + pageSize - 2)
	h.RAM.Bytes[pageSize-2], h.RAM.Bytes[pageSize-1] = 0x93, 0x02 // addi t0, zero, 1
	h.RAM.Bytes[pageSize], h.RAM.Bytes[pageSize+1] = 0x10, 0x00
	var c Coverage
	h.Cover(&c)
	h.run(1)
	assert.Equal(t, []Ran{{ramBase + pageSize - 2, addi(5, 0, 1)}}, slices.Collect(c.Instructions()))
}
