// SPDX-License-Identifier: MIT

package layout

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEachPartHasItsRights(t *testing.T) {
	l := Layout{
		Text: 0x40000000, ROData: 0x40008000, Data: 0x4000c000, DataEnd: 0x40010000,
		Stack: 0x40011000, StackEnd: 0x40013000, Heap: 0x40014000, HeapEnd: 0x40024000, Start: 0x40025000, StartEnd: 0x40026000,
	}
	for _, c := range []struct {
		address, size  uintptr
		read, writable bool
	}{
		{l.Text, 8, true, false}, {l.ROData, 8, true, false}, {l.Data - 4, 8, true, false}, {l.Data, 8, true, true}, {l.Text, 0x10000, true, false},
		{l.DataEnd - 8, 8, true, true}, {l.DataEnd - 4, 8, false, false}, {l.Stack - 4, 8, false, false}, {l.Stack, 0x2000, true, true},
		{l.StackEnd - 4, 8, false, false}, {l.Heap, 0x10000, true, true}, {l.HeapEnd - 4, 8, false, false}, {l.Start, 0x1000, true, false},
		{l.StartEnd - 4, 8, false, false}, {0, 8, false, false}, {^uintptr(0), 8, false, false}, {l.Data, ^uintptr(0), false, false},
	} {
		assert.Equal(t, c.read, l.Readable(c.address, c.size), "%#x", c.address)
		assert.Equal(t, c.writable, l.Writable(c.address, c.size), "%#x", c.address)
	}
}
