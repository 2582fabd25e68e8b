// SPDX-License-Identifier: MIT

package guest

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
	"bugo/tools/riscvelf"
)

func TestAppsThatShareAnAddressAreAllNamed(t *testing.T) {
	var files []*riscvelf.File
	for i, function := range []string{"main.a", "main.a", "main.b", "main.c", "main.d", "main.e"} {
		e := elftest.ELF{
			Entry:     0x40000000,
			Sections:  []elftest.Section{{Name: ".text", Addr: 0x40000000, Data: make([]byte, 64)}},
			Functions: []elftest.Function{{Name: function, Addr: 0x40000000, Size: 0x20}},
		}
		f, err := riscvelf.Open(e.File(t, fmt.Sprintf("app%d.elf", i)))
		require.NoError(t, err)
		files = append(files, f)
	}
	assert.Equal(t, "0x40000008 main.a+0x8", locate(0x40000008, files[:2]), "they agree")
	assert.Equal(t, "0x40000008 main.a+0x8 in app0.elf, or main.b+0x8 in app2.elf", locate(0x40000008, files[:3]))
	assert.Equal(t, "0x40000008 main.a+0x8 in app0.elf, or main.b+0x8 in app2.elf, or main.c+0x8 in app3.elf, or one of 2 others",
		locate(0x40000008, files))
	assert.Equal(t, "0x40001000", locate(0x40001000, files))
}
