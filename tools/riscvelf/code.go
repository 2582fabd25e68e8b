// SPDX-License-Identifier: MIT

package riscvelf

import (
	"debug/elf"
	"fmt"
)

// Function is a function of the program.
type Function struct {
	Name string
	Addr uint64
	Code []byte
}

// End returns the address behind the function.
func (f *Function) End() uint64 { return f.Addr + uint64(len(f.Code)) }

// Functions returns all functions that have code, by address. One without a size, as
// assembly may be, extends to the next, or to the end of its section; where another
// begins at the same address, it is only a name.
func (f *File) Functions() ([]Function, error) {
	var found []Function
	for i, symbol := range f.code {
		section := f.sectionOf(symbol.Value)
		if section == nil {
			continue // (the Go linker marks the ends of text as functions)
		}
		end := section.Addr + section.Size
		for _, next := range f.code[i+1:] {
			if next.Value > symbol.Value {
				end = min(end, next.Value)
				break
			}
		}
		if symbol.Size != 0 {
			end = symbol.Value + symbol.Size
		} else if f.sharesAddress(i) {
			continue
		}
		from, to := symbol.Value-section.Addr, end-section.Addr
		if to > section.FileSize {
			return nil, fmt.Errorf("%s is damaged: %s ends at %#x, behind its section %s: build it again", f.Path, symbol.Name, end, section.Name)
		}
		found = append(found, Function{symbol.Name, symbol.Value, f.Data[section.Offset+from : section.Offset+to]})
	}
	return found, nil
}

// sharesAddress tells whether a symbol of code has a neighbour at the same address.
func (f *File) sharesAddress(i int) bool {
	return i > 0 && f.code[i-1].Value == f.code[i].Value || i+1 < len(f.code) && f.code[i+1].Value == f.code[i].Value
}

// sectionOf returns the section of code that holds an address, or nil.
func (f *File) sectionOf(address uint64) *elf.Section {
	for _, s := range f.Sections {
		if s.Type == elf.SHT_PROGBITS && s.Flags&elf.SHF_ALLOC != 0 && address >= s.Addr && address-s.Addr < s.Size {
			return s
		}
	}
	return nil
}
