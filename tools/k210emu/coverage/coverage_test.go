// SPDX-License-Identifier: MIT

package coverage

import (
	"debug/elf"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/coverage/lcov"
	"bugo/tools/elfcheck/elftest"
	"bugo/tools/k210emu/hart"
)

// ran is what has run, as a test says it.
type ran map[hart.Ran]bool

func (r ran) Has(i hart.Ran) bool { return r[i] }

// row is a row of a line table: the code from an address on, until the next row.
type row struct {
	address uint64
	file    int // from 1; 0 ends the sequence
	line    int
}

// uleb writes an unsigned LEB128 number (DWARF 5 §7.6).
func uleb(b []byte, n uint64) []byte { return binary.AppendUvarint(b, n) }

// dwarfOf is a .debug_abbrev, .debug_info and .debug_line of a compilation unit
// (DWARF 4 §7.5, §6.2.4; the toolchain's own tables are of version 5, and are
// tested where the build has them).
func dwarfOf(files []string, rows []row) (abbrev, info, line []byte) {
	// One kind of entry: a compilation unit without children that has DW_AT_stmt_list,
	// a DW_FORM_sec_offset, and DW_AT_name, a DW_FORM_string.
	abbrev = []byte{1, 0x11, 0, 0x10, 0x17, 0x03, 0x08, 0, 0, 0}
	body := []byte{4, 0, 0, 0, 0, 0, 8, 1, 0, 0, 0, 0, 'u', 0}
	info = append(binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body...)

	// minimum_instruction_length 1, maximum_operations 1, default_is_stmt 1,
	// line_base 0, line_range 1, opcode_base 10, and the nine standard opcodes' lengths.
	header := []byte{1, 1, 1, 0, 1, 10, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0}
	for _, name := range files {
		header = append(append(header, name...), 0, 0, 0, 0)
	}
	header = append(header, 0)
	var program []byte
	begins := true
	for _, r := range rows {
		if begins {
			program = binary.LittleEndian.AppendUint64(append(program, 0, 9, 2), r.address) // DW_LNE_set_address
			program = append(program, 4, 1)                                                 // DW_LNS_set_file
			begins = false
		}
		program = append(program, fixed(r.address-last(rows, r))...)
		if r.file == 0 {
			program = append(program, 0, 1, 1) // DW_LNE_end_sequence
			begins = true
			continue
		}
		program = uleb(append(program, 4), uint64(r.file))
		program = append(program, 3) // DW_LNS_advance_line
		program = sleb(program, int64(r.line-lineBefore(rows, r)))
		program = append(program, 1) // DW_LNS_copy
	}
	unit := binary.LittleEndian.AppendUint16(nil, 4)
	unit = binary.LittleEndian.AppendUint32(unit, uint32(len(header)))
	unit = append(append(unit, header...), program...)
	line = append(binary.LittleEndian.AppendUint32(nil, uint32(len(unit))), unit...)
	return abbrev, info, line
}

// fixed advances the address: DW_LNS_fixed_advance_pc.
func fixed(by uint64) []byte { return binary.LittleEndian.AppendUint16([]byte{9}, uint16(by)) }

// sleb writes a signed LEB128 number.
func sleb(b []byte, n int64) []byte {
	for {
		low := byte(n & 0x7f)
		n >>= 7
		if n == 0 && low&0x40 == 0 || n == -1 && low&0x40 != 0 {
			return append(b, low)
		}
		b = append(b, low|0x80)
	}
}

// before returns the row before another one in its sequence.
func before(rows []row, of row) (r row, ok bool) {
	for n := range rows {
		if rows[n] == of {
			if n == 0 || rows[n-1].file == 0 {
				return row{}, false
			}
			return rows[n-1], true
		}
	}
	return row{}, false
}

func last(rows []row, of row) uint64 {
	if r, ok := before(rows, of); ok {
		return r.address
	}
	return of.address
}

func lineBefore(rows []row, of row) int {
	if r, ok := before(rows, of); ok {
		return r.line
	}
	return 1
}

const base = 0x8002_0000

// code is, at base: addi (4), c.nop (2), c.nop (2), addi (4), c.ebreak (2).
var code = []byte{0x13, 0x05, 0x15, 0x00, 0x01, 0x00, 0x01, 0x00, 0x13, 0x05, 0x25, 0x00, 0x02, 0x90}

// program writes an ELF file with code and a line table.
func program(t *testing.T, code []byte, files []string, rows []row) string {
	abbrev, info, line := dwarfOf(files, rows)
	return elftest.ELF{
		Entry: base,
		Sections: []elftest.Section{
			{Name: ".text", Addr: base, Data: code, Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR},
			{Name: ".debug_abbrev", Data: abbrev, NoLoad: true},
			{Name: ".debug_info", Data: info, NoLoad: true},
			{Name: ".debug_line", Data: line, NoLoad: true},
		},
		Functions: []elftest.Function{{Name: "f", Addr: base, Size: uint64(len(code))}},
	}.File(t, "program.elf")
}

func TestALineHasRunIfAnyOfItsInstructionsHas(t *testing.T) {
	path := program(t, code, []string{"heap/bump.go", "heap/memory.go"}, []row{
		{base, 1, 10}, {base + 4, 2, 7}, {base + 8, 1, 11}, {base + 12, 1, 10}, {base + 14, 0, 0},
	})
	report, err := Report([]string{path, path}, ran{{PC: base + 6, Bits: 0x0001}: true, {PC: base + 12, Bits: 0x9002}: true})
	require.NoError(t, err)
	assert.Equal(t, lcov.Report{
		// Line 10 has instructions at two places, and one of these has run.
		"heap/bump.go": {Host: lcov.Lines{}, Guest: lcov.Lines{10: 1, 11: 0}},
		// It is inlined: the second of its two has run.
		"heap/memory.go": {Host: lcov.Lines{}, Guest: lcov.Lines{7: 1}},
	}, report)
}

// Apps are linked for the same addresses: what has run there is only of those
// programs that have the same instruction.
func TestWhatHasRunIsOfTheProgramsThatHaveIt(t *testing.T) {
	rows := []row{{base, 1, 1}, {base + 4, 1, 2}, {base + 14, 0, 0}}
	other := append([]byte{0x93, 0x05, 0x15, 0x00}, code[4:]...) // addi a1, …, and not a0
	paths := []string{program(t, code, []string{"user/a/a.go"}, rows), program(t, other, []string{"user/b/b.go"}, rows)}
	report, err := Report(paths, ran{{PC: base, Bits: 0x0015_0513}: true, {PC: base + 4, Bits: 0x0001}: true})
	require.NoError(t, err)
	assert.Equal(t, lcov.Lines{1: 1, 2: 1}, report["user/a/a.go"].Guest)
	assert.Equal(t, lcov.Lines{1: 0, 2: 1}, report["user/b/b.go"].Guest)
}

func TestLinesWithoutAnInstructionAreNotThere(t *testing.T) {
	path := program(t, code, []string{"a/a.go"}, []row{
		{base, 1, 1}, {base + 4, 1, 2}, {base + 4, 1, 3}, {base + 14, 0, 0}, // nothing of line 2
		{base + 0x1000, 1, 4}, {base + 0x1010, 0, 0}, // outside the code
	})
	report, err := Report([]string{path}, ran{})
	require.NoError(t, err)
	assert.Equal(t, lcov.Lines{1: 0, 3: 0}, report["a/a.go"].Guest)
}

func TestSourcesAreOfTheWorkspace(t *testing.T) {
	for name, want := range map[string]string{
		"heap/tlsf.go":                         "heap/tlsf.go",
		"./trap/entry_riscv64.s":               "trap/entry_riscv64.s",
		"$GOROOT/src/runtime/malloc.go":        "runtime/malloc.go",
		"$GOROOT/src/runtime/internal/x/x.go":  "runtime/internal/x/x.go",
		"src/runtime/asm_riscv64.s":            "runtime/asm_riscv64.s",
		"$GOROOT/src/math/bits/bits.go":        "",
		"src/internal/bytealg/equal_riscv64.s": "",
		"<autogenerated>":                      "",
		"/usr/include/x.h":                     "",
		"../elsewhere/x.go":                    "",
		"external/rules_go~/go/tools/x.go":     "",
		"generated.S":                          "",
	} {
		source, ours := Source(name)
		assert.Equal(t, want != "", ours, name)
		if ours {
			assert.Equal(t, want, source)
		}
	}
}

func TestErrorsNameTheProgram(t *testing.T) {
	_, err := Report([]string{"nowhere.elf"}, ran{})
	assert.ErrorContains(t, err, "nowhere.elf")

	plain := elftest.ELF{
		Entry:     base,
		Sections:  []elftest.Section{{Name: ".text", Addr: base, Data: code, Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR}},
		Functions: []elftest.Function{{Name: "f", Addr: base, Size: 14}},
	}.File(t, "plain.elf")
	_, err = Report([]string{plain}, ran{})
	assert.ErrorContains(t, err, "plain.elf: it has no DWARF line table")

	damaged := elftest.ELF{
		Entry: base,
		Sections: []elftest.Section{
			{Name: ".text", Addr: base, Data: code, Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR},
			{Name: ".debug_abbrev", Data: []byte{1, 0x11, 0, 0x10, 0x17, 0x03, 0x08, 0, 0, 0}, NoLoad: true},
			{Name: ".debug_info", Data: []byte{14, 0, 0, 0, 4, 0, 0, 0, 0, 0, 8, 1, 0, 0, 0, 0, 'u', 0}, NoLoad: true},
			{Name: ".debug_line", Data: []byte{200, 0, 0, 0, 9, 9, 9}, NoLoad: true},
		},
		Functions: []elftest.Function{{Name: "f", Addr: base, Size: 14}},
	}.File(t, "damaged.elf")
	_, err = Report([]string{damaged}, ran{})
	assert.ErrorContains(t, err, "damaged.elf: its DWARF line table is damaged, build it again")
}
