// SPDX-License-Identifier: MIT

package trace

import (
	"debug/elf"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
	"bugo/tools/k210emu/symbols"
)

// table has a function start at 0x80000000 and main at 0x80000010.
func table(t testing.TB) *symbols.Table {
	path := elftest.ELF{
		Entry: 0x8000_0000,
		Sections: []elftest.Section{
			{Name: ".text", Addr: 0x8000_0000, Data: make([]byte, 256), Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR},
		},
		Functions: []elftest.Function{{Name: "start", Addr: 0x8000_0000, Size: 16}, {Name: "main", Addr: 0x8000_0010, Size: 240}},
	}.File(t, "guest.elf")
	opened, err := symbols.Open([]string{path})
	require.NoError(t, err)
	return opened
}

func TestInstructionsAreWrittenAsTheGNUAssemblerReadsThem(t *testing.T) {
	for bits, want := range map[uint32]string{
		0x00b50533: "add a0,a0,a1",
		0x8082:     "ret",
		0x6108:     "ld a0,0(a0)",
		0xe426:     "sd s1,8(sp)",
		0x02c5f053: "fadd.d ft0,fa1,fa2",
		0x18b537af: "sc.d a5,a1,(a0)",
		0xf1402373: "csrr t1,mhartid",
		0x0100056f: "jal a0,0x80000014 <main+0x4>",
		0xa801:     "j 0x80000014 <main+0x4>",
		0xfe030ee3: "beqz t1,0x80000000 <start>",
		0x7fc0006f: "j 0x80000800",
		// What the library does not know.
		0x10400073: "sfence.vm",
		0x12b50073: "sfence.vma a0,a1",
		0x30200073: "mret",
		0x10200073: "sret",
		0x10500073: "wfi",
		0x7fffffff: ".word 0x7fffffff",
		0x8002:     ".half 0x8002",
	} {
		size := 4
		if bits&3 != 3 {
			size = 2
		}
		assert.Equal(t, want, Disassemble(bits, size, 0x8000_0004, table(t)), "%#x", bits)
	}
	assert.Equal(t, "(cannot be fetched)", Disassemble(0, 0, 0x1000, nil))
}
