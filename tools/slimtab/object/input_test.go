// SPDX-License-Identifier: MIT

package object_test

import (
	"bytes"
	"debug/elf"
	"encoding/binary"

	"bugo/tools/slimtab/tabletest"
)

// An input is a small object with all that the Go linker's has to do with
// function tables. Tests change it before they ask for its bytes.
type input struct {
	machine        elf.Machine
	kind           elf.Type
	textName       string
	tableName      string
	tableAlign     uint64
	relocationKind elf.SectionType
	relocationLink uint32 // the section of the relocations' symbols

	table            []byte
	module           []byte // with moduledata at moduledataAt
	symbols          []inputSymbol
	relocations      []elf.Rela64 // of module
	textRelocations  []elf.Rela64
	tableRelocations []elf.Rela64
}

type inputSymbol struct {
	name string
	elf.Sym64
}

// moduledata does not stand at the start of its section, to be sure that its
// own start counts.
const (
	moduledataAt   = 0x20
	moduledataSize = 0x228
)

// The sections, in the file's order.
const (
	_ = iota
	secText
	secTable
	secModule
	secDebug
	secSymbols
	secStrings
)

// The symbols, in the symbol table's order.
const (
	_ = iota
	symSection
	symText
	symTrampoline
	symModuledata
	symStart
	symBlobs
	symFindFunc
	symEnd
)

func newInput() *input {
	section, l := tabletest.Fat(tabletest.Example())
	size := uint64(len(section))
	in := &input{
		machine: elf.EM_RISCV, kind: elf.ET_REL, textName: ".text", tableName: ".gopclntab", tableAlign: 16,
		relocationKind: elf.SHT_RELA, relocationLink: secSymbols,
		table:  section,
		module: make([]byte, moduledataAt+moduledataSize),
	}
	for i := range moduledataAt {
		in.module[i] = 0xee
	}
	symbol := func(name string, kind elf.SymType, section uint16, value, size uint64) {
		in.symbols = append(in.symbols, inputSymbol{name, elf.Sym64{
			Info: elf.ST_INFO(elf.STB_LOCAL, kind), Shndx: section, Value: value, Size: size,
		}})
	}
	symbol("", elf.STT_NOTYPE, 0, 0, 0)
	symbol("", elf.STT_SECTION, secTable, 0, 0)
	symbol("runtime.text", elf.STT_FUNC, secText, 0, 0)
	symbol("heap.(*List).Pop-tramp0", elf.STT_FUNC, secText, 0x20, 8)
	symbol("runtime.firstmoduledata", elf.STT_OBJECT, secModule, moduledataAt, moduledataSize)
	symbol("runtime.pclntab", elf.STT_OBJECT, secTable, 0, 0)
	symbol("go:func.*", elf.STT_OBJECT, secTable, l.Blobs, size-l.Blobs-21)
	symbol("runtime.findfunctab", elf.STT_OBJECT, secTable, size-21, 21)
	symbol("runtime.epclntab", elf.STT_OBJECT, secTable, size, 0)

	point := func(field uint64, symbol uint32, addend uint64) {
		in.relocations = append(in.relocations, elf.Rela64{
			Off: moduledataAt + field, Info: elf.R_INFO(symbol, uint32(elf.R_RISCV_64)), Addend: int64(addend),
		})
	}
	slice := func(field, place, length uint64) {
		point(field, symStart, place)
		binary.LittleEndian.PutUint64(in.module[moduledataAt+field+8:], length)
		binary.LittleEndian.PutUint64(in.module[moduledataAt+field+16:], length)
	}
	point(0, symStart, 0)
	slice(0x08, l.Names.Offset, l.Names.Size)
	slice(0x20, l.Units.Offset, l.Units.Size/4)
	slice(0x38, l.Files.Offset, l.Files.Size)
	slice(0x50, l.Values.Offset, l.Values.Size)
	slice(0x68, l.Functions.Offset, l.Functions.Size)
	slice(0x80, l.Functions.Offset, 5)
	point(0x98, symFindFunc, 0)
	point(0x140, symStart, l.Blobs)
	point(0x148, symEnd, 0)
	point(0xb0, symText, 0) // last: a test takes it away

	// The trampoline's second half refers to its first; main.main calls past it.
	in.textRelocations = []elf.Rela64{
		{Off: 0x20, Info: elf.R_INFO(symText, uint32(elf.R_RISCV_PCREL_HI20)), Addend: 0x28},
		{Off: 0x24, Info: elf.R_INFO(symTrampoline, uint32(elf.R_RISCV_PCREL_LO12_I))},
		{Off: 0x08, Info: elf.R_INFO(symText, uint32(elf.R_RISCV_JAL)), Addend: 0x28},
	}
	return in
}

// bytes returns the object.
func (in *input) bytes() []byte {
	strings := []byte{0}
	name := func(s string) uint32 {
		at := len(strings)
		strings = append(append(strings, s...), 0)
		return uint32(at)
	}
	var symbols bytes.Buffer
	for _, s := range in.symbols {
		s.Name = name(s.name)
		write(&symbols, s.Sym64)
	}
	relocations := func(of []elf.Rela64) []byte {
		var b bytes.Buffer
		write(&b, of)
		return b.Bytes()
	}
	alloc := uint64(elf.SHF_ALLOC)
	header := func(section string, kind elf.SectionType, flags, align uint64) elf.Section64 {
		return elf.Section64{Name: name(section), Type: uint32(kind), Flags: flags, Addralign: align}
	}
	rela := func(of string, section uint32) elf.Section64 {
		h := header(".rela"+of, in.relocationKind, 0, 8)
		h.Link, h.Info, h.Entsize = in.relocationLink, section, 24
		return h
	}
	table := header(".symtab", elf.SHT_SYMTAB, 0, 8)
	table.Link, table.Info, table.Entsize = secStrings, uint32(len(in.symbols)), elf.Sym64Size
	headers := []elf.Section64{
		{},
		header(in.textName, elf.SHT_PROGBITS, alloc|uint64(elf.SHF_EXECINSTR), 16),
		header(in.tableName, elf.SHT_PROGBITS, alloc, in.tableAlign),
		header(".go.module", elf.SHT_PROGBITS, alloc|uint64(elf.SHF_WRITE), 32),
		header(".debug_line", elf.SHT_PROGBITS, 0, 1),
		table,
		header(".strtab", elf.SHT_STRTAB, 0, 1),
		rela(".go.module", secModule),
		rela(".text", secText),
		rela(".gopclntab", secTable),
	}
	parts := [][]byte{
		nil, bytes.Repeat([]byte{0x13, 0, 0, 0}, 0x18), in.table, in.module, []byte("lines for a debugger"), symbols.Bytes(), strings,
		relocations(in.relocations), relocations(in.textRelocations), relocations(in.tableRelocations),
	}

	offset := uint64(64 + 64*len(headers))
	var body bytes.Buffer
	for i := range headers[1:] {
		h, part := &headers[i+1], parts[i+1]
		for (offset+uint64(body.Len()))%h.Addralign != 0 {
			body.WriteByte(0)
		}
		h.Off, h.Size = offset+uint64(body.Len()), uint64(len(part))
		body.Write(part)
	}
	file := elf.Header64{
		Type: uint16(in.kind), Machine: uint16(in.machine), Version: uint32(elf.EV_CURRENT), Shoff: 64,
		Ehsize: 64, Shentsize: 64, Shnum: uint16(len(headers)), Shstrndx: secStrings,
	}
	copy(file.Ident[:], elf.ELFMAG)
	file.Ident[elf.EI_CLASS], file.Ident[elf.EI_DATA], file.Ident[elf.EI_VERSION] = byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)
	var out bytes.Buffer
	write(&out, file)
	write(&out, headers)
	out.Write(body.Bytes())
	return out.Bytes()
}

// write cannot fail: the structures have fixed sizes and the buffer grows.
func write(b *bytes.Buffer, v any) {
	if err := binary.Write(b, binary.LittleEndian, v); err != nil {
		panic(err)
	}
}
