// SPDX-License-Identifier: MIT

package pack

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAppsAreRefusedWhereTheyCannotLie(t *testing.T) {
	const base, end, start = 0x80400000, 0x80600000, 0x100
	for _, c := range []struct {
		name   string
		change func(a *App)
		want   string
	}{
		{"good", func(*App) {}, ""},
		{"fills its window", func(a *App) { a.Memory = a.Window - start }, ""},
		{"at the end", func(a *App) { a.Base, a.Entry = end-a.Window, end-a.Window }, ""},
		{"over the kernel", func(a *App) { a.Base, a.Entry = base-0x1000, base-0x1000 },
			"app hello: window outside the memory of apps: [0x803ff000, 0x8041f000) is not in [0x80400000, 0x80600000)"},
		{"past the end", func(a *App) { a.Base, a.Entry = 0x805f0000, 0x805f0000 },
			"app hello: window outside the memory of apps: [0x805f0000, 0x80610000) is not in [0x80400000, 0x80600000)"},
		{"linked for another address", func(a *App) { a.Base = 0x80400000; a.Entry = 0x80400010 },
			"app hello: linked for another address: its entry is 0x80400010, its window begins at 0x80400000"},
		{"no room for the start block", func(a *App) { a.Memory = a.Window - start + 1 },
			"app hello: does not fit its window: image and bss of 0x1ff01 bytes and a start block of 0x100 are more than its window of 0x20000"},
	} {
		a := hello()
		c.change(&a)
		err := a.CheckPlace(base, end, start)
		if c.want == "" {
			assert.NoError(t, err, c.name)
		} else {
			assert.EqualError(t, err, c.want, c.name)
		}
	}
}
