// SPDX-License-Identifier: MIT

// Package elftest writes tiny ELF files for the tests of tools that read them.
// A test states sections, symbols and segments; the zero value of everything
// else gives what our linker would: a static RISC-V executable of 64 bits.
package elftest

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A Section becomes one section of the file. A section with Addr != 0 also
// becomes a PT_LOAD segment of its own, unless NoLoad is set.
type Section struct {
	Name   string
	Type   elf.SectionType // zero means SHT_PROGBITS, or SHT_NOBITS where Data is nil and Size is not 0
	Flags  elf.SectionFlag // zero means SHF_ALLOC where Addr != 0
	Addr   uint64
	Data   []byte
	Size   uint64 // in memory; zero means len(Data)
	NoLoad bool
}

// A Segment is a program header besides those that sections give.
type Segment struct {
	Type                elf.ProgType
	Off, Vaddr, Paddr   uint64
	Filesz, Memsz       uint64
	PhysicalIsElsewhere bool // keep Paddr; otherwise it equals Vaddr
}

// An ELF describes the file.
type ELF struct {
	Class     elf.Class   // zero means ELFCLASS64; other values only mark the header
	Data      elf.Data    // zero means ELFDATA2LSB; other values only mark the header
	Machine   elf.Machine // zero means EM_RISCV
	Type      elf.Type    // zero means ET_EXEC
	Entry     uint64
	Sections  []Section
	Segments  []Segment
	Symbols   map[string]uint64 // absolute symbols
	Functions []Function
}

// A Function becomes a symbol of type STT_FUNC.
type Function struct {
	Name string
	Addr uint64
	Size uint64
}

const (
	headerSize  = 64
	programSize = 56
	sectionSize = 64
)

// Bytes returns the file.
func (e ELF) Bytes() []byte {
	sections, names := e.allSections()
	var programs []elf.Prog64
	offset := uint64(headerSize + programSize*(len(e.Segments)+len(e.Sections)))
	var body bytes.Buffer
	headers := []elf.Section64{{}}
	for i, s := range sections {
		kind, flags, size := s.shape()
		h := elf.Section64{
			Name: names[i], Type: uint32(kind), Flags: uint64(flags), Addr: s.Addr,
			Off: offset + uint64(body.Len()), Size: size, Addralign: 1,
		}
		if kind == elf.SHT_SYMTAB {
			h.Link, h.Info, h.Entsize, h.Addralign = uint32(len(sections)), 1, 24, 8
		}
		headers = append(headers, h)
		body.Write(s.Data)
		if s.Addr != 0 && !s.NoLoad {
			programs = append(programs, elf.Prog64{
				Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_W | elf.PF_X),
				Off: h.Off, Vaddr: s.Addr, Paddr: s.Addr, Filesz: uint64(len(s.Data)), Memsz: size, Align: 1,
			})
		}
	}
	for _, s := range e.Segments {
		p := elf.Prog64{Type: uint32(s.Type), Off: s.Off, Vaddr: s.Vaddr, Paddr: s.Vaddr, Filesz: s.Filesz, Memsz: s.Memsz, Align: 1}
		if s.PhysicalIsElsewhere {
			p.Paddr = s.Paddr
		}
		programs = append(programs, p)
	}
	table := offset + uint64(body.Len())

	header := elf.Header64{
		Type: uint16(or(e.Type, elf.ET_EXEC)), Machine: uint16(or(e.Machine, elf.EM_RISCV)), Version: uint32(elf.EV_CURRENT),
		Entry: e.Entry, Phoff: headerSize, Shoff: table, Ehsize: headerSize, Phentsize: programSize, Phnum: uint16(len(programs)),
		Shentsize: sectionSize, Shnum: uint16(len(headers)), Shstrndx: uint16(len(headers) - 1),
	}
	copy(header.Ident[:], elf.ELFMAG)
	header.Ident[elf.EI_CLASS] = byte(or(e.Class, elf.ELFCLASS64))
	header.Ident[elf.EI_DATA] = byte(or(e.Data, elf.ELFDATA2LSB))
	header.Ident[elf.EI_VERSION] = byte(elf.EV_CURRENT)

	var out bytes.Buffer
	write(&out, header)
	write(&out, programs)
	out.Write(make([]byte, int(offset)-out.Len()))
	out.Write(body.Bytes())
	write(&out, headers)
	return out.Bytes()
}

// File writes the file into a directory of the test and returns its path.
func (e ELF) File(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, e.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// allSections returns the stated sections, the symbol table, and the string
// table of both symbols and section names, with each section's name in it.
func (e ELF) allSections() ([]Section, []uint32) {
	strings := []byte{0}
	add := func(s string) uint32 {
		at := uint32(len(strings))
		strings = append(append(strings, s...), 0)
		return at
	}
	sections := append([]Section(nil), e.Sections...)
	if len(e.Symbols)+len(e.Functions) > 0 {
		var table bytes.Buffer
		write(&table, elf.Sym64{})
		for _, name := range slices.Sorted(maps.Keys(e.Symbols)) {
			write(&table, elf.Sym64{
				Name: add(name), Info: elf.ST_INFO(elf.STB_GLOBAL, elf.STT_NOTYPE), Shndx: uint16(elf.SHN_ABS), Value: e.Symbols[name],
			})
		}
		for _, f := range e.Functions {
			write(&table, elf.Sym64{
				Name: add(f.Name), Info: elf.ST_INFO(elf.STB_LOCAL, elf.STT_FUNC), Shndx: uint16(elf.SHN_ABS), Value: f.Addr, Size: f.Size,
			})
		}
		sections = append(sections, Section{Name: ".symtab", Type: elf.SHT_SYMTAB, Data: table.Bytes()})
	}
	sections = append(sections, Section{Name: ".strtab", Type: elf.SHT_STRTAB})
	names := make([]uint32, len(sections))
	for i, s := range sections {
		names[i] = add(s.Name)
	}
	sections[len(sections)-1].Data = strings
	return sections, names
}

func (s Section) shape() (elf.SectionType, elf.SectionFlag, uint64) {
	kind, flags, size := s.Type, s.Flags, s.Size
	if size == 0 {
		size = uint64(len(s.Data))
	}
	if kind == elf.SHT_NULL {
		kind = elf.SHT_PROGBITS
		if s.Data == nil && size > 0 {
			kind = elf.SHT_NOBITS
		}
	}
	if flags == 0 && s.Addr != 0 {
		flags = elf.SHF_ALLOC
	}
	return kind, flags, size
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// write cannot fail: the structures have fixed sizes and the buffer grows.
func write(w *bytes.Buffer, v any) {
	if err := binary.Write(w, binary.LittleEndian, v); err != nil {
		panic(err)
	}
}
