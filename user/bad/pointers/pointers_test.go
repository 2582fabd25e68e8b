// SPDX-License-Identifier: MIT

package pointers

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/user/abi"
)

// bad reports whether any of the size bytes at address are not in m, counted in
// a way that cannot overflow.
func bad(m Memory, address, size uintptr) bool {
	return address < m.Base || address > m.End || m.End-address < size
}

func TestEveryCallIsBadAndEveryArgumentIsTried(t *testing.T) {
	m := Memory{Base: 0x80420000, End: 0x80438000, Own: 0x80430000}
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
			if bad(m, address, size) || address%a.align != 0 {
				found = true
				tried[[2]uintptr{number, uintptr(a.index)}]++
			}
		}
		assert.True(t, found, "%s: %s %#x", abi.Name(number), what, arguments)
	})
	assert.Len(t, tried, 8)
	for argument, n := range tried {
		assert.GreaterOrEqual(t, n, 13, "%v", argument)
	}
}
