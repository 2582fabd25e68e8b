// SPDX-License-Identifier: MIT

// Package riscvelf opens the ELF files that our linker scripts produce and
// answers what mkimage, elfcheck and boot ask of them: is it a static RISC-V
// executable of 64 bits, where does its memory end, what is the address of a
// symbol. It is debug/elf plus the checks and messages of this project: each
// error names the file, what was found and what to do.
//
// Reference: System V ABI (gABI) chapters 4 and 5, and the RISC-V ELF psABI.
package riscvelf

import (
	"bytes"
	"cmp"
	"debug/elf"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// A File is one opened executable. It needs no closing: the file is in memory.
type File struct {
	*elf.File
	Path    string // as the user named it, for messages
	Data    []byte // the whole file
	symbols map[string]elf.Symbol
	code    []elf.Symbol // functions, by address and then by name
}

// Open reads path and checks that it is a RISC-V executable.
func Open(path string) (*File, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the ELF file: %w", err)
	}
	return New(path, data)
}

// New is Open for bytes already read; path only serves messages.
func New(path string, data []byte) (*File, error) {
	switch {
	case len(data) == 0:
		return nil, fmt.Errorf("%s is empty: its link failed or was interrupted, build it again", path)
	case len(data) < len(elf.ELFMAG) || string(data[:len(elf.ELFMAG)]) != elf.ELFMAG:
		return nil, fmt.Errorf("%s is not an ELF file (it starts with % x): give the linker's output, not a flat image",
			path, data[:min(len(data), len(elf.ELFMAG))])
	}
	file, err := elf.NewFile(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s is a truncated or damaged ELF file (%s): build it again", path, plain(err))
	}
	f := &File{File: file, Path: path, Data: data, symbols: make(map[string]elf.Symbol)}
	if err := f.checkHeader(); err != nil {
		return nil, err
	}
	if err := f.checkBounds(); err != nil {
		return nil, err
	}
	symbols, err := file.Symbols()
	if err != nil && !errors.Is(err, elf.ErrNoSymbols) {
		return nil, fmt.Errorf("%s has a damaged symbol table (%s): build it again", path, plain(err))
	}
	for _, s := range symbols {
		if s.Section != elf.SHN_UNDEF && s.Name != "" {
			f.symbols[s.Name] = s
			if elf.ST_TYPE(s.Info) == elf.STT_FUNC {
				f.code = append(f.code, s)
			}
		}
	}
	slices.SortFunc(f.code, func(a, b elf.Symbol) int {
		return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Name, b.Name))
	})
	return f, nil
}

func (f *File) checkHeader() error {
	switch {
	case f.Class != elf.ELFCLASS64 || f.ByteOrder.String() != "LittleEndian":
		return fmt.Errorf("%s is %v, %v: want a little-endian ELF of 64 bits", f.Path, f.Class, f.ByteOrder)
	case f.Machine != elf.EM_RISCV:
		return fmt.Errorf("%s is for %v, not EM_RISCV: build it for //platforms/k210, with the rules of //tools/build", f.Path, f.Machine)
	case f.Type != elf.ET_EXEC:
		return fmt.Errorf("%s is of type %v, want ET_EXEC: link it with a script of platforms/k210 and without -pie or -r", f.Path, f.Type)
	}
	return nil
}

// checkBounds finds truncated files that debug/elf accepts, since it reads
// segments and sections only when asked.
func (f *File) checkBounds() error {
	size := uint64(len(f.Data))
	for i, p := range f.Progs {
		if p.Off > size || p.Filesz > size-p.Off {
			return fmt.Errorf("%s is truncated: segment %d needs %d bytes at offset %d, the file has %d: build it again",
				f.Path, i, p.Filesz, p.Off, size)
		}
		if p.Type == elf.PT_LOAD && (p.Memsz < p.Filesz || p.Vaddr+p.Memsz < p.Vaddr) {
			return fmt.Errorf("%s is damaged: segment %d at %#x has %d bytes in the file and %d in memory: build it again",
				f.Path, i, p.Vaddr, p.Filesz, p.Memsz)
		}
	}
	for _, s := range f.Sections {
		if s.Type != elf.SHT_NOBITS && s.Type != elf.SHT_NULL && (s.Offset > size || s.FileSize > size-s.Offset) {
			return fmt.Errorf("%s is truncated: section %s needs %d bytes at offset %d, the file has %d: build it again",
				f.Path, s.Name, s.FileSize, s.Offset, size)
		}
	}
	return nil
}

// Address returns the value of a defined symbol.
func (f *File) Address(symbol string) (uint64, error) {
	s, ok := f.symbols[symbol]
	if !ok {
		return 0, fmt.Errorf("%s does not define %s: link it with a script of platforms/k210 and do not strip it", f.Path, symbol)
	}
	return s.Value, nil
}

// Span returns the addresses of two symbols that enclose something.
func (f *File) Span(low, high string) (from, to uint64, err error) {
	if from, err = f.Address(low); err != nil {
		return 0, 0, err
	}
	if to, err = f.Address(high); err != nil {
		return 0, 0, err
	}
	if to < from {
		return 0, 0, fmt.Errorf("%s: %s %#x lies before %s %#x: check the order in the linker script", f.Path, high, to, low, from)
	}
	return from, to, nil
}

// Loads returns the segments that occupy memory.
func (f *File) Loads() []*elf.Prog {
	var loads []*elf.Prog
	for _, p := range f.Progs {
		if p.Type == elf.PT_LOAD && p.Memsz > 0 {
			loads = append(loads, p)
		}
	}
	return loads
}

// Static returns an error that names the first thing in the file that only a
// dynamic linker could act on: nothing in this system is one.
func (f *File) Static() error {
	for _, p := range f.Progs {
		if p.Type == elf.PT_DYNAMIC || p.Type == elf.PT_INTERP {
			return fmt.Errorf("%s has a %v segment: link it with -static and without -pie or shared libraries", f.Path, p.Type)
		}
	}
	for _, s := range f.Sections {
		switch {
		case s.Type == elf.SHT_DYNAMIC || s.Type == elf.SHT_DYNSYM || s.Name == ".interp":
			return fmt.Errorf("%s has a section %s (%v): link it with -static and without -pie or shared libraries", f.Path, s.Name, s.Type)
		case (s.Type == elf.SHT_RELA || s.Type == elf.SHT_REL) && s.Flags&elf.SHF_ALLOC != 0 && s.Size > 0:
			return fmt.Errorf("%s keeps %d bytes of relocations for load time in %s: link it with -static and without -pie", f.Path, s.Size, s.Name)
		}
	}
	return nil
}

// plain takes what debug/elf says on one line.
func plain(err error) string { return strings.ReplaceAll(err.Error(), "\n", " ") }
