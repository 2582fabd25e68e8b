// SPDX-License-Identifier: MIT

package object

import (
	"encoding/binary"
	"fmt"
	"slices"

	"bugo/tools/slimtab/table"
)

// The fields of runtime.moduledata that matter here, by their offset. Names and
// units and so on are slices: an address, a length, a capacity. (Go 1.26,
// cmd/link/internal/ld/symtab.go; runtime/moduledata.go here has the same.)
const (
	fieldHeader    = 0x00
	fieldNames     = 0x08
	fieldUnits     = 0x20
	fieldFiles     = 0x38
	fieldValues    = 0x50
	fieldFunctions = 0x68
	fieldIndex     = 0x80 // functions once more, as pairs (code, record)
	fieldFindFunc  = 0x98
	fieldText      = 0xb0
	fieldBlobs     = 0x140
	fieldEnd       = 0x148

	moduledataRead = 0x150 // bytes of it that this file knows
)

// tableFields are those that point into .gopclntab: all of them, and only them.
var tableFields = []uint64{
	fieldHeader, fieldNames, fieldUnits, fieldFiles, fieldValues, fieldFunctions, fieldIndex, fieldFindFunc, fieldBlobs, fieldEnd,
}

// moduledata is runtime.firstmoduledata.
type moduledata struct {
	file   []byte                 // all of it
	bytes  []byte                 // moduledata itself, in file
	fields map[uint64]*relocation // by offset; those of tableFields
	at     map[uint64]uint64      // where in .gopclntab they point
	text   uint64                 // where in .text the code begins
}

// moduledata finds all references to .gopclntab and checks that they are the
// fields known here.
func (o *object) moduledata() (*moduledata, error) {
	s, err := o.symbol("runtime.firstmoduledata")
	if err != nil {
		return nil, err
	}
	if int(s.Shndx) >= len(o.sections) {
		return nil, fmt.Errorf("runtime.firstmoduledata lies in no section")
	}
	home := &o.sections[s.Shndx]
	contents := o.contents(home)
	if s.Size < moduledataRead || s.Value > uint64(len(contents)) || s.Size > uint64(len(contents))-s.Value {
		return nil, fmt.Errorf("runtime.firstmoduledata (%d bytes at %#x of %s) is too short or lies outside its section", s.Size, s.Value, home.name)
	}
	m := &moduledata{
		file:   o.data,
		bytes:  contents[s.Value:][:s.Size],
		fields: make(map[uint64]*relocation),
		at:     make(map[uint64]uint64),
	}
	relocations, err := o.relocations()
	if err != nil {
		return nil, err
	}
	text := false
	for i := range relocations {
		r := &relocations[i]
		to, place := o.target(r)
		inside := r.in == home && r.Off >= s.Value && r.Off < s.Value+s.Size
		if inside && r.Off-s.Value == fieldText && r.absolute() {
			m.text, text = place, true
		}
		if r.in == o.table {
			return nil, fmt.Errorf("%s has a relocation, %v against %s, but it should hold no addresses", tableName, r, to.name)
		}
		if int(to.Shndx) != o.table.index {
			continue
		}
		field := r.Off - s.Value
		if !inside || !slices.Contains(tableFields, field) || !r.absolute() || m.fields[field] != nil {
			return nil, fmt.Errorf("the relocation %v refers to %s+%#x in %s, which only the known fields of runtime.firstmoduledata should do",
				r, to.name, r.Addend, tableName)
		}
		m.fields[field], m.at[field] = r, place
	}
	for _, field := range tableFields {
		if m.fields[field] == nil {
			return nil, fmt.Errorf("the field of runtime.firstmoduledata at %#x does not point into %s: this version of Go has another moduledata", field, tableName)
		}
	}
	if !text {
		return nil, fmt.Errorf("the field of runtime.firstmoduledata at %#x does not say where the code begins", fieldText)
	}
	return m, m.check(o)
}

// check compares what moduledata says with what the table's header says.
func (m *moduledata) check(o *object) error {
	section := o.contents(o.table)
	h, err := table.ParseHeader(section)
	if err != nil {
		return err
	}
	size := uint64(len(section))
	for _, f := range []struct{ field, want uint64 }{
		{fieldHeader, 0}, {fieldNames, h.Names}, {fieldUnits, h.Units}, {fieldFiles, h.Files}, {fieldValues, h.Values},
		{fieldFunctions, h.Functions}, {fieldIndex, h.Functions}, {fieldEnd, size},
	} {
		if m.at[f.field] != f.want {
			return fmt.Errorf("the field of runtime.firstmoduledata at %#x points to %#x of %s, the table itself says %#x",
				f.field, m.at[f.field], tableName, f.want)
		}
	}
	for _, f := range []struct{ field, unit, end uint64 }{
		{fieldNames, 1, h.Units}, {fieldUnits, 4, h.Files}, {fieldFiles, 1, h.Values}, {fieldValues, 1, h.Functions},
		{fieldFunctions, 1, m.at[fieldBlobs]}, {fieldIndex, 8, m.at[fieldBlobs]},
	} {
		length, capacity := m.length(f.field)
		if length != capacity || length > size || m.at[f.field]+length*f.unit > (f.end+7)&^7 {
			return fmt.Errorf("the slice of runtime.firstmoduledata at %#x has length %d and capacity %d, but ends at %#x of %s",
				f.field, length, capacity, f.end, tableName)
		}
	}
	if length, _ := m.length(fieldIndex); length != h.Count+1 {
		return fmt.Errorf("runtime.firstmoduledata counts %d functions and an end, the table itself %d", length, h.Count)
	}
	return nil
}

func (m *moduledata) length(field uint64) (length, capacity uint64) {
	return binary.LittleEndian.Uint64(m.bytes[field+8:]), binary.LittleEndian.Uint64(m.bytes[field+16:])
}

func (m *moduledata) setLength(field, length uint64) {
	binary.LittleEndian.PutUint64(m.bytes[field+8:], length)
	binary.LittleEndian.PutUint64(m.bytes[field+16:], length)
}
