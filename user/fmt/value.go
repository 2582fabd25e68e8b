// SPDX-License-Identifier: MIT

package fmt

import "unsafe"

// value adds one operand as verb says.
func (p *printer) value(operand any, verb rune) {
	switch v := operand.(type) {
	case nil:
		if verb == 'v' {
			p.padString("<nil>")
		} else {
			p.badVerb(operand, verb)
		}
	case bool:
		p.bool(v, verb)
	case string:
		p.string_(v, operand, verb)
	case []byte:
		p.bytes(v, verb)
	case int:
		p.integer(uint64(v), v < 0, operand, verb)
	case int8:
		p.integer(uint64(v), v < 0, operand, verb)
	case int16:
		p.integer(uint64(v), v < 0, operand, verb)
	case int32:
		p.integer(uint64(v), v < 0, operand, verb)
	case int64:
		p.integer(uint64(v), v < 0, operand, verb)
	case uint:
		p.integer(uint64(v), false, operand, verb)
	case uint8:
		p.integer(uint64(v), false, operand, verb)
	case uint16:
		p.integer(uint64(v), false, operand, verb)
	case uint32:
		p.integer(uint64(v), false, operand, verb)
	case uint64:
		p.integer(v, false, operand, verb)
	case uintptr:
		p.integer(uint64(v), false, operand, verb)
	case float32:
		p.float(float64(v), true, operand, verb)
	case float64:
		p.float(v, false, operand, verb)
	case unsafe.Pointer:
		p.pointer(uintptr(v), operand, verb)
	case error:
		p.method(v.Error, operand, verb)
	case Stringer:
		p.method(v.String, operand, verb)
	default:
		p.badVerb(operand, verb)
	}
}

// typeName names the type of an operand.
//
//go:noinline
func typeName(operand any) string {
	switch operand.(type) {
	case bool:
		return "bool"
	case string:
		return "string"
	case []byte:
		return "[]uint8"
	case int:
		return "int"
	case int8:
		return "int8"
	case int16:
		return "int16"
	case int32:
		return "int32"
	case int64:
		return "int64"
	case uint:
		return "uint"
	case uint8:
		return "uint8"
	case uint16:
		return "uint16"
	case uint32:
		return "uint32"
	case uint64:
		return "uint64"
	case uintptr:
		return "uintptr"
	case float32:
		return "float32"
	case float64:
		return "float64"
	case unsafe.Pointer:
		return "unsafe.Pointer"
	}
	return unknownType
}

const unknownType = "unknown type"

// badVerb says that verb does not suit the operand: %!d(string=hi).
//
//go:noinline
func (p *printer) badVerb(operand any, verb rune) {
	if operand != nil && verb == 'v' && typeName(operand) == unknownType {
		p.padString("(unknown type)")
		return
	}
	p.add("%!")
	p.rune(verb)
	p.byte('(')
	if operand == nil {
		p.add("<nil>")
	} else {
		p.named(operand)
	}
	p.byte(')')
}

// named adds an operand with its type: string=hi.
//
//go:noinline
func (p *printer) named(operand any) {
	p.add(typeName(operand))
	p.byte('=')
	p.value(operand, 'v')
}

// method adds an error or a Stringer.
func (p *printer) method(text func() string, operand any, verb rune) {
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
		p.string_(text(), operand, verb)
	default:
		p.badVerb(operand, verb)
	}
}

func (p *printer) bool(v bool, verb rune) {
	switch {
	case verb != 't' && verb != 'v':
		p.badVerb(v, verb)
	case v:
		p.padString("true")
	default:
		p.padString("false")
	}
}

// pointer adds an address: 0x80400000, or <nil> for %v of 0.
func (p *printer) pointer(v uintptr, operand any, verb rune) {
	switch verb {
	case 'v':
		if v == 0 {
			p.padString("<nil>")
			return
		}
		p.number(uint64(v), 16, false, true, verb)
	case 'p':
		p.number(uint64(v), 16, false, !p.sharp, verb)
	case 'b', 'o', 'd', 'x', 'X':
		p.integer(uint64(v), false, operand, verb)
	default:
		p.badVerb(operand, verb)
	}
}
