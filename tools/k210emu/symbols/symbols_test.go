// SPDX-License-Identifier: MIT

package symbols

import (
	"debug/elf"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
)

// open makes a table of a program with two functions, and of one that lies over
// its second one.
func open(t *testing.T) *Table {
	program := func(name string, base uint64, functions ...elftest.Function) string {
		return elftest.ELF{
			Entry: base,
			Sections: []elftest.Section{
				{Name: ".text", Addr: base, Data: make([]byte, 64), Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR},
			},
			Functions: functions,
		}.File(t, name)
	}
	table, err := Open([]string{
		program("a.elf", 0x8000_0000, elftest.Function{Name: "start", Addr: 0x8000_0000, Size: 16},
			elftest.Function{Name: "main", Addr: 0x8000_0010, Size: 48}),
		program("b.elf", 0x8000_0020, elftest.Function{Name: "other", Addr: 0x8000_0020, Size: 64}),
	})
	require.NoError(t, err)
	return table
}

func TestAddressesHaveNames(t *testing.T) {
	table := open(t)
	for address, want := range map[uint64]string{
		0x8000_0000: "start", 0x8000_000e: "start+0xe", 0x8000_0010: "main",
		0x8000_0020: "main+0x10", 0x8000_003e: "main+0x2e", 0x8000_0040: "other+0x20",
		0x7fff_fffe: "", 0x8000_0060: "",
	} {
		assert.Equal(t, want, table.Name(address), "%#x", address)
		assert.Equal(t, want, table.Name(address), "%#x again", address)
	}
	assert.Equal(t, "0x80000012 main+0x2", table.Format(0x8000_0012))
	assert.Equal(t, "0x1000", table.Format(0x1000))
	assert.Equal(t, "main", table.Places(0x8000_0012)[0].Function)
	assert.Empty(t, table.Places(0))
}

func TestFunctionsAreFoundByTheStartsOfTheirNames(t *testing.T) {
	var names []string
	for _, f := range open(t).Functions("ma", "oth", "tart") {
		names = append(names, f.Name)
	}
	assert.Equal(t, []string{"main", "other"}, names)
	assert.Empty(t, open(t).Functions())
}

func TestNoTableKnowsNothing(t *testing.T) {
	var none *Table
	assert.Empty(t, none.Functions(""))
	assert.Equal(t, "0x80000012", none.Format(0x8000_0012))
	assert.Empty(t, none.Places(0x8000_0012))
}

func TestWhatIsNoProgramIsNamed(t *testing.T) {
	_, err := Open([]string{"none.elf"})
	assert.ErrorContains(t, err, "none.elf")
}
