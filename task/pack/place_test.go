// SPDX-License-Identifier: MIT

package pack

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAppsAreRefusedWhereTheyCannotLie(t *testing.T) {
	const base, end = 0x40000000, 0x40200000
	for _, c := range []struct {
		name   string
		change func(a *App)
		start  uint64
		want   string
	}{
		{"good", func(*App) {}, 0x100, ""},
		{"as large as can be", func(a *App) { a.Heap = end - base - a.Memory - 2*PageSize }, PageSize, ""},
		{"too large", func(a *App) { a.Heap = end - base - a.Memory - PageSize }, 0x100,
			"app hello: too large for the addresses of apps: [0x40000000, 0x40201000) is not in [0x40000000, 0x40200000)"},
		{"over the kernel", func(a *App) { a.Base, a.Entry = 0x80020000, 0x80020000 }, 0x100,
			"app hello: linked for another address: it begins at 0x80020000 and its entry is 0x80020000, but apps begin at 0x40000000"},
		{"entered elsewhere", func(a *App) { a.Entry = 0x40000010 }, 0x100,
			"app hello: linked for another address: it begins at 0x40000000 and its entry is 0x40000010, but apps begin at 0x40000000"},
		{"too much to tell", func(*App) {}, PageSize + 1, "app hello: bad arguments: a start block of 0x1001 bytes is more than a page"},
	} {
		a := hello()
		c.change(&a)
		err := a.CheckPlace(base, end, c.start)
		if c.want == "" {
			assert.NoError(t, err, c.name)
		} else {
			assert.EqualError(t, err, c.want, c.name)
		}
	}
}
