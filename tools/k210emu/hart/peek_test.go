// SPDX-License-Identifier: MIT

package hart

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPeekAndPokeSeeWhatTheModeSeesAndLeaveNoTrace(t *testing.T) {
	for _, spec := range []*Spec{Privileged1_12, Privileged1_9_1} {
		h := paged(t, spec, pteV|pteR, ld)
		storeBytes(h.RAM.Bytes[data-ramBase:], 8, 0x1122_3344_5566_7788)
		before, tables := *h, h.pte(lastTable, 2)
		var b [4]byte
		assert.True(t, h.Peek(virtual+2, b[:]))
		assert.Equal(t, [4]byte{0x66, 0x55, 0x44, 0x33}, b)
		assert.True(t, h.Poke(virtual, []byte{9}), "the page may not be written by the hart")
		assert.Equal(t, byte(9), h.RAM.Bytes[data-ramBase])
		assert.True(t, h.Peek(data, b[:]), "RAM is one large page where it is")
		assert.Equal(t, byte(9), b[0])
		assert.Equal(t, tables, h.pte(lastTable, 2), "A and D are as they were")
		assert.Equal(t, before.tlb, h.tlb)
		assert.Equal(t, before.windows, h.windows)

		for _, address := range []uint64{virtual + pageSize, 1 << 50, 0x10} {
			assert.False(t, h.Peek(address, b[:]), "%#x", address)
		}
		assert.False(t, h.Peek(virtual+pageSize-2, b[:]), "the second page is not there")
		assert.False(t, h.Poke(virtual+pageSize-2, []byte{1, 2, 3, 4}))
		assert.Zero(t, h.RAM.Bytes[data-ramBase+pageSize-1], "all or nothing")

		h.privilege = Machine
		assert.False(t, h.Peek(virtual, b[:]), "M-mode has physical addresses")
		assert.True(t, h.Peek(data, b[:]))
	}
}

func TestPeekUsesARememberedPage(t *testing.T) {
	h := paged(t, Privileged1_12, pteAll|pteA|pteD, ld)
	h.run(1)
	h.setPTE(lastTable, 2, data+pageSize, pteAll|pteA|pteD) // without a fence
	storeBytes(h.RAM.Bytes[data-ramBase:], 8, 5)
	var b [1]byte
	assert.True(t, h.Peek(virtual, b[:]))
	assert.Equal(t, byte(5), b[0])
	h.forgetPages()
	assert.True(t, h.Peek(virtual, b[:]))
	assert.Zero(t, b[0])
}
