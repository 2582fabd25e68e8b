// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"unsafe"
)

// printPanicValue prints the value of a panic as stock Go does: strings and
// numbers as they are, those of a named type as in main.Code(3), and of all
// others the type and an address.
func printPanicValue(v any) {
	e := efaceOf(&v)
	t := e._type
	if t == nil {
		print("nil")
		return
	}
	var method textMethod
	if method.findWritten(e) {
		console := textWriter{console: true}
		method.asWritten().writeTo((*textWriter)(noescape(unsafe.Pointer(&console))))
		return
	}
	kind := t.Kind()
	if kind != abi.String && (kind < abi.Bool || kind > abi.Complex128) {
		print("(", typeString(t), ") ", e.data)
		return
	}
	if (*basicType)(unsafe.Pointer(t)).PkgPath == 0 { // a predeclared type
		printBasic(kind, e.data, t.Size_, "")
		return
	}
	print(typeString(t))
	if kind == abi.Complex64 || kind == abi.Complex128 {
		printBasic(kind, e.data, t.Size_, "") // it has parentheses of its own
		return
	}
	print("(")
	printBasic(kind, e.data, t.Size_, `"`)
	print(")")
}

// A basicType describes a bool, number or string type.
type basicType struct {
	_type
	abi.UncommonType
}

// printBasic prints the bool, number or string of size bytes at p, a string in
// quotes.
//
//go:noinline
func printBasic(kind abi.Kind, p unsafe.Pointer, size uintptr, quote string) {
	bits := uint64(0)
	for i := min(size, 8); i > 0; i-- { // little-endian: the last byte is the highest
		bits = bits<<8 | uint64(*(*byte)(add(p, i-1)))
	}
	switch {
	case kind == abi.String:
		print(quote)
		printIndented(*(*string)(p))
		print(quote)
	case kind == abi.Bool:
		printbool(bits != 0)
	case kind <= abi.Int64:
		unused := 64 - 8*size
		printint(int64(bits<<unused) >> unused)
	case kind <= abi.Uintptr:
		printuint(bits)
	case kind <= abi.Float64:
		printfloat(bits, size == 4)
	case kind == abi.Complex64:
		printcomplex64(*(*complex64)(p))
	default:
		printcomplex128(*(*complex128)(p))
	}
}

// printIndented prints s so that all its lines stand behind the first: nothing
// in a panic's text can be taken for a line of the traceback.
func printIndented(s string) {
	for i := 0; i < len(s); i++ {
		if s[i] == '\n' {
			print(s[:i+1], "\t")
			s, i = s[i+1:], -1
		}
	}
	print(s)
}
