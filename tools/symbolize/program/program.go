// SPDX-License-Identifier: MIT

// Package program answers which function and line an address of a linked
// program belongs to.
//
// Three tables of the ELF file are asked, each for what it knows best:
//
//   - Go's function table (.gopclntab, by debug/gosym) has name, file and line
//     of all that the Go linker placed, assembly too. It is the table that the
//     program's own tracebacks read, so both say the same; what slimtab takes
//     from it, debug/gosym does not read.
//   - DWARF (by debug/dwarf) has the calls that the compiler inlined.
//   - The symbol table has what GNU ld placed besides: platforms/k210/start.S.
//
// References: DWARF 5 §3.3.8 (inlined subroutines), ELF gABI chapter 4.
package program

import (
	"cmp"
	"debug/dwarf"
	"debug/elf"
	"debug/gosym"
	"fmt"
	"slices"

	"bugo/tools/riscvelf"
)

// A Program is one linked program, opened.
type Program struct {
	Name string // of the app, or "" where none is known
	Path string

	text      []span // executable sections, by address
	functions *gosym.Table
	debug     *dwarf.Data // nil without DWARF
	symbols   []elf.Symbol
	units     map[dwarf.Offset]*unit
}

// span is a range of addresses, [low, high).
type span struct{ low, high uint64 }

func (s span) contains(address uint64) bool { return s.low <= address && address < s.high }

// Names of the linkers' that this package reads.
const (
	tableSection = ".gopclntab"
	startOfText  = "runtime.text" // what addresses in .gopclntab count from
)

// Open reads the ELF file at path. Name is what the kernel calls the program,
// if it is an app. The errors name the file and say what to do.
func Open(name, path string) (*Program, error) {
	file, err := riscvelf.Open(path)
	if err != nil {
		return nil, err
	}
	return newProgram(name, file)
}

func newProgram(name string, file *riscvelf.File) (*Program, error) {
	p := &Program{Name: name, Path: file.Path, units: map[dwarf.Offset]*unit{}}
	for _, s := range file.Sections {
		if s.Flags&elf.SHF_EXECINSTR != 0 && s.Flags&elf.SHF_ALLOC != 0 && s.Size > 0 {
			p.text = append(p.text, span{s.Addr, s.Addr + s.Size})
		}
	}
	if len(p.text) == 0 {
		return nil, fmt.Errorf("%s has no executable section: give a linked program, NAME.elf beside its image", file.Path)
	}
	slices.SortFunc(p.text, func(a, b span) int { return cmp.Compare(a.low, b.low) })
	if err := p.readSymbols(file); err != nil {
		return nil, err
	}
	if err := p.readFunctions(file); err != nil {
		return nil, err
	}
	if debug, err := file.DWARF(); err == nil && file.Section(".debug_info") != nil {
		p.debug = debug
	}
	return p, nil
}

// readSymbols keeps the symbols that name code.
func (p *Program) readSymbols(file *riscvelf.File) error {
	all, _ := file.Symbols() // (riscvelf has seen that they can be read.)
	for _, s := range all {
		kind := elf.ST_TYPE(s.Info)
		// Names such as $xrv64i2p0 tell disassemblers what follows (RISC-V ELF psABI, mapping symbols).
		// Absolute ones are the linker scripts' and name no code.
		if s.Name == "" || s.Name[0] == '$' || s.Section == elf.SHN_ABS && kind != elf.STT_FUNC || kind != elf.STT_FUNC && kind != elf.STT_NOTYPE || !p.Contains(s.Value) {
			continue
		}
		p.symbols = append(p.symbols, s)
	}
	if len(p.symbols) == 0 {
		return fmt.Errorf("%s is stripped, it has no symbols of code: give the NAME.elf that the build leaves beside the image, not a copy without symbols", p.Path)
	}
	isFunction := func(s elf.Symbol) int {
		if elf.ST_TYPE(s.Info) == elf.STT_FUNC {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(p.symbols, func(a, b elf.Symbol) int {
		return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(isFunction(a), isFunction(b)), cmp.Compare(a.Name, b.Name))
	})
	return nil
}

// readFunctions reads Go's function table. A program without one may still be
// told by its symbols.
func (p *Program) readFunctions(file *riscvelf.File) (err error) {
	section := file.Section(tableSection)
	text, missing := file.Address(startOfText)
	if section == nil || missing != nil {
		return nil
	}
	damaged := func(why any) error {
		return fmt.Errorf("%s has a damaged function table %s (%v): build it again", p.Path, tableSection, why)
	}
	defer func() {
		// debug/gosym trusts its input.
		if why := recover(); why != nil {
			err = damaged(why)
		}
	}()
	data, err := section.Data()
	if err != nil {
		return damaged(err)
	}
	p.functions, err = gosym.NewTable(nil, gosym.NewLineTable(data, text))
	if err != nil {
		return damaged(err)
	}
	if len(p.functions.Funcs) == 0 { // debug/gosym's way to say so
		return damaged("no function can be read")
	}
	return nil
}

// Contains tells whether an address lies in the program's code.
func (p *Program) Contains(address uint64) bool {
	for _, s := range p.text {
		if s.contains(address) {
			return true
		}
	}
	return false
}
