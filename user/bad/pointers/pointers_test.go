// SPDX-License-Identifier: MIT

package pointers

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/user/abi"
	"bugo/user/layout"
)

func TestEveryCallIsBadAndEveryArgumentIsTried(t *testing.T) {
	m := Memory{
		Layout: layout.Layout{
			Text: 0x40000000, ROData: 0x40008000, Data: 0x4000c000, DataEnd: 0x40010000, Stack: 0x40011000, StackEnd: 0x40013000,
			Heap: 0x40014000, HeapEnd: 0x40024000, Start: 0x40025000, StartEnd: 0x40026000,
		},
		Own: 0x4000e000,
	}
	tried := map[[2]uintptr]int{}
	Each(m, func(number uintptr, arguments [3]uintptr, what string) {
		found := false
		for _, a := range list(m.Own) {
			if a.number != number {
				continue
			}
			address, size := arguments[a.index], a.size
			if a.align == 1 {
				size = arguments[a.index+1]
			}
			if a.nullable && address == 0 || address == a.arguments[a.index] && address != 0 {
				continue
			}
			good := m.Readable(address, size)
			if a.out {
				good = m.Writable(address, size)
			}
			if !good || address%a.align != 0 {
				found = true
				tried[[2]uintptr{number, uintptr(a.index)}]++
			}
		}
		assert.True(t, found, "%s: %s %#x", abi.Name(number), what, arguments)
	})
	assert.Len(t, tried, 8)
	for argument, n := range tried {
		assert.GreaterOrEqual(t, n, 25, "%v", argument)
	}
}
