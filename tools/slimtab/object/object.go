// SPDX-License-Identifier: MIT

// Package object replaces the function tables in the relocatable object that
// the Go linker leaves for GNU ld (go.o of -linkmode=external).
//
// The object refers to .gopclntab in three ways, all of which have to follow
// when the section's parts move:
//
//   - symbols of that section: the four that slim.go names;
//   - relocations in runtime.firstmoduledata, which say where the parts are;
//   - lengths of slices in runtime.firstmoduledata, which are plain numbers.
//
// Anything else that refers to it is an error, as is a moduledata that does
// not agree with the table's header. The new section takes the place of the
// old one in the file; only sizes, symbol values, addends and lengths change.
// Before it is returned, the result is read again and must say the same.
//
// Also gone are the linker's trampolines to which no code jumps. In external
// mode it makes one for each function called before that has an address; with
// the address known, the calls turn out to be short enough without.
//
// Reference: System V ABI (gABI) chapter 4, RISC-V ELF psABI, and
// cmd/link/internal/ld/symtab.go of Go 1.26 for moduledata.
package object

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"slices"
)

const tableName = ".gopclntab"

// object is an ELF file in memory.
type object struct {
	data     []byte
	header   elf.Header64
	sections []section
	symbols  []symbol
	symtab   *section
	table    *section // .gopclntab
}

type section struct {
	elf.Section64
	name  string
	index int
}

type symbol struct {
	elf.Sym64
	name string
}

// relocation is one entry of a SHT_RELA section.
type relocation struct {
	elf.Rela64
	in     *section // the section that it changes
	offset uint64   // of the entry in the file
}

// String names the place, for messages.
func (r *relocation) String() string {
	return fmt.Sprintf("%v at %#x of %s", elf.R_RISCV(elf.R_TYPE64(r.Info)), r.Off, r.in.name)
}

func (r *relocation) absolute() bool { return elf.R_TYPE64(r.Info) == uint32(elf.R_RISCV_64) }

// open reads what has to be known of the object. The bytes are not copied.
func open(data []byte) (*object, error) {
	// debug/elf checks what a damaged file can have wrong in general.
	file, err := elf.NewFile(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("not a sound ELF file: %w", err)
	}
	if file.Class != elf.ELFCLASS64 || file.Data != elf.ELFDATA2LSB || file.Machine != elf.EM_RISCV || file.Type != elf.ET_REL {
		return nil, fmt.Errorf("it is %v %v %v %v, want a relocatable object of 64 bits for RISC-V: give the go.o of the Go linker's -linkmode=external",
			file.Class, file.Data, file.Machine, file.Type)
	}
	o := &object{data: data}
	if _, err := binary.Decode(data, binary.LittleEndian, &o.header); err != nil {
		return nil, err
	}
	for i, s := range file.Sections {
		o.sections = append(o.sections, section{name: s.Name, index: i})
		at := o.header.Shoff + uint64(i)*uint64(o.header.Shentsize)
		if at > uint64(len(data)) {
			return nil, fmt.Errorf("it is truncated: section header %d lies behind its %d bytes", i, len(data))
		}
		if _, err := binary.Decode(data[at:], binary.LittleEndian, &o.sections[i].Section64); err != nil {
			return nil, fmt.Errorf("section header %d: %w", i, err)
		}
		s := &o.sections[i].Section64
		if elf.SectionType(s.Type) != elf.SHT_NOBITS && (s.Off > uint64(len(data)) || s.Size > uint64(len(data))-s.Off) {
			return nil, fmt.Errorf("it is truncated: %s lies partly behind its %d bytes", file.Sections[i].Name, len(data))
		}
	}
	return o, o.findTables()
}

func (o *object) findTables() error {
	for i := range o.sections {
		s := &o.sections[i]
		switch {
		case s.name == tableName && o.table == nil:
			o.table = s
		case s.name == tableName:
			return fmt.Errorf("there are two sections %s", tableName)
		case elf.SectionType(s.Type) == elf.SHT_SYMTAB:
			o.symtab = s
		}
	}
	if o.table == nil || o.symtab == nil {
		return fmt.Errorf("there is no %s or no symbol table: it is not the Go linker's, or was stripped", tableName)
	}
	if elf.SectionType(o.table.Type) != elf.SHT_PROGBITS || o.table.Addralign < 8 {
		return fmt.Errorf("%s is %v with alignment %d, want PROGBITS with 8 or more", tableName, elf.SectionType(o.table.Type), o.table.Addralign)
	}
	return o.readSymbols()
}

func (o *object) readSymbols() error {
	if o.symtab.Entsize != elf.Sym64Size || o.symtab.Size%elf.Sym64Size != 0 || int(o.symtab.Link) >= len(o.sections) {
		return fmt.Errorf("the symbol table has %d bytes with entries of %d, want entries of %d", o.symtab.Size, o.symtab.Entsize, elf.Sym64Size)
	}
	table, names := o.contents(o.symtab), o.contents(&o.sections[o.symtab.Link])
	o.symbols = make([]symbol, len(table)/elf.Sym64Size)
	for i := range o.symbols {
		s := &o.symbols[i]
		if _, err := binary.Decode(table[i*elf.Sym64Size:], binary.LittleEndian, &s.Sym64); err != nil {
			return err
		}
		if uint64(s.Name) >= uint64(len(names)) {
			return fmt.Errorf("the name of symbol %d lies outside the string table", i)
		}
		name := names[s.Name:]
		end := bytes.IndexByte(name, 0)
		if end < 0 {
			return fmt.Errorf("the name of symbol %d has no end", i)
		}
		s.name = string(name[:end])
	}
	return nil
}

// contents returns a section's bytes in the file.
func (o *object) contents(s *section) []byte {
	if elf.SectionType(s.Type) == elf.SHT_NOBITS {
		return nil
	}
	return o.data[s.Off:][:s.Size]
}

// symbol returns the one symbol of that name which the object defines.
func (o *object) symbol(name string) (*symbol, error) {
	defined := func(s symbol) bool { return s.name == name && elf.SectionIndex(s.Shndx) != elf.SHN_UNDEF }
	i := slices.IndexFunc(o.symbols, defined)
	if i < 0 {
		return nil, fmt.Errorf("the symbol %s is not defined", name)
	}
	if slices.ContainsFunc(o.symbols[i+1:], defined) {
		return nil, fmt.Errorf("the symbol %s is defined twice", name)
	}
	return &o.symbols[i], nil
}

// relocations returns all of the object.
func (o *object) relocations() ([]relocation, error) {
	var all []relocation
	for i := range o.sections {
		s := &o.sections[i]
		switch elf.SectionType(s.Type) {
		case elf.SHT_REL:
			return nil, fmt.Errorf("%s holds relocations without addends, which RISC-V does not use", s.name)
		case elf.SHT_RELA:
		default:
			continue
		}
		const size = 24 // of elf.Rela64
		if s.Entsize != size || s.Size%size != 0 || int(s.Info) >= len(o.sections) || s.Link != uint32(o.symtab.index) {
			return nil, fmt.Errorf("the relocations in %s have an unknown form", s.name)
		}
		for offset := s.Off; offset < s.Off+s.Size; offset += size {
			r := relocation{in: &o.sections[s.Info], offset: offset}
			if _, err := binary.Decode(o.data[offset:], binary.LittleEndian, &r.Rela64); err != nil {
				return nil, err
			}
			if uint64(elf.R_SYM64(r.Info)) >= uint64(len(o.symbols)) {
				return nil, fmt.Errorf("the relocation %v is against symbol %d of %d", &r, elf.R_SYM64(r.Info), len(o.symbols))
			}
			all = append(all, r)
		}
	}
	return all, nil
}

// target returns the symbol of a relocation, and which place of the symbol's
// section it means.
func (o *object) target(r *relocation) (*symbol, uint64) {
	s := &o.symbols[elf.R_SYM64(r.Info)]
	return s, s.Value + uint64(r.Addend)
}
