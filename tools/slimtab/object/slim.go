// SPDX-License-Identifier: MIT

package object

import (
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"bugo/tools/slimtab/table"
)

// The symbols that may lie in .gopclntab. Of findfunctab, an index that our
// runtime does not read, only the symbol stays, at the end and empty.
const (
	symbolStart    = "runtime.pclntab"
	symbolBlobs    = "go:func.*"
	symbolFindFunc = "runtime.findfunctab"
	symbolEnd      = "runtime.epclntab"
)

// Slim returns a copy of the object with smaller function tables.
func Slim(data []byte) ([]byte, error) {
	out, program, err := rewrite(slices.Clone(data))
	if err != nil {
		return nil, err
	}
	again, err := open(out)
	if err != nil {
		return nil, fmt.Errorf("the result cannot be read again: %w", err)
	}
	m, err := again.moduledata()
	if err != nil {
		return nil, fmt.Errorf("the result cannot be read again: %w", err)
	}
	got, err := table.Parse(again.contents(again.table), m.at[fieldBlobs])
	if err != nil {
		return nil, fmt.Errorf("the result cannot be read again: %w", err)
	}
	if !reflect.DeepEqual(got, program) {
		return nil, errors.New("the result does not say the same as the input: this is a mistake in slimtab")
	}
	return out, nil
}

// rewrite changes data in place. It also returns what the new tables should say.
func rewrite(data []byte) ([]byte, *table.Program, error) {
	o, err := open(data)
	if err != nil {
		return nil, nil, err
	}
	m, err := o.moduledata()
	if err != nil {
		return nil, nil, err
	}
	program, err := table.Parse(o.contents(o.table), m.at[fieldBlobs])
	if err != nil {
		return nil, nil, err
	}
	dead, err := o.deadTrampolines(m)
	if err != nil {
		return nil, nil, err
	}
	program.Remove(dead)
	section, layout, err := table.Build(program)
	if err != nil {
		return nil, nil, err
	}
	old := o.contents(o.table)
	if len(section) > len(old) {
		return nil, nil, fmt.Errorf("the tables would grow from %d to %d bytes: they were slimmed before", len(old), len(section))
	}
	clear(old[copy(old, section):])
	o.resize(uint64(len(section)))
	values, err := o.moveSymbols(layout, uint64(len(section)))
	if err != nil {
		return nil, nil, err
	}
	m.move(values, layout, uint64(len(section)), uint64(len(program.Functions)))
	return data, program, nil
}

// resize changes the size in the header of .gopclntab. What is left of it in
// the file belongs to no section.
func (o *object) resize(size uint64) {
	at := o.header.Shoff + uint64(o.table.index)*uint64(o.header.Shentsize)
	const sizeOffset = 32 // in elf.Section64
	binary.LittleEndian.PutUint64(o.data[at+sizeOffset:], size)
}

// moveSymbols gives the symbols of .gopclntab their new values, which it
// returns by the symbol's number.
func (o *object) moveSymbols(l table.Layout, size uint64) (map[uint32]uint64, error) {
	values := make(map[uint32]uint64)
	for i := range o.symbols {
		s := &o.symbols[i]
		if int(s.Shndx) != o.table.index {
			continue
		}
		if elf.ST_BIND(s.Info) != elf.STB_LOCAL {
			return nil, fmt.Errorf("the symbol %s in %s is not local: other objects might refer to what moves", s.name, tableName)
		}
		var value, length uint64
		switch {
		case s.name == symbolStart || elf.ST_TYPE(s.Info) == elf.STT_SECTION:
			if s.Value != 0 || s.Size != 0 && s.Size != o.table.Size {
				return nil, fmt.Errorf("the symbol %s is %d bytes at %#x of %s, want its start", s.name, s.Size, s.Value, tableName)
			}
			length = min(s.Size, size)
		case s.name == symbolBlobs:
			value, length = l.Blobs, size-l.Blobs
		case s.name == symbolFindFunc, s.name == symbolEnd:
			value = size
		default:
			return nil, fmt.Errorf("the symbol %s in %s is unknown: teach slimtab this version of Go", s.name, tableName)
		}
		const valueOffset, sizeOffset = 8, 16 // in elf.Sym64
		at := o.data[o.symtab.Off+uint64(i)*elf.Sym64Size:]
		binary.LittleEndian.PutUint64(at[valueOffset:], value)
		binary.LittleEndian.PutUint64(at[sizeOffset:], length)
		values[uint32(i)] = value
	}
	return values, nil
}

// move makes the fields of moduledata say where the parts are now.
func (m *moduledata) move(values map[uint32]uint64, l table.Layout, size, functions uint64) {
	point := func(field, place uint64) {
		r := m.fields[field]
		const addendOffset = 16 // in elf.Rela64
		binary.LittleEndian.PutUint64(m.file[r.offset+addendOffset:], place-values[elf.R_SYM64(r.Info)])
	}
	for _, slice := range []struct {
		field, place, length uint64
	}{
		{fieldNames, l.Names.Offset, l.Names.Size},
		{fieldUnits, l.Units.Offset, l.Units.Size / 4},
		{fieldFiles, l.Files.Offset, l.Files.Size},
		{fieldValues, l.Values.Offset, l.Values.Size},
		{fieldFunctions, l.Functions.Offset, l.Functions.Size},
		{fieldIndex, l.Functions.Offset, functions + 1},
	} {
		point(slice.field, slice.place)
		m.setLength(slice.field, slice.length)
	}
	point(fieldHeader, 0)
	point(fieldBlobs, l.Blobs)
	point(fieldFindFunc, size)
	point(fieldEnd, size)
}
