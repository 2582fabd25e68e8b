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
		printBasic(kind, e.data, "")
		return
	}
	print(typeString(t))
	if kind == abi.Complex64 || kind == abi.Complex128 {
		printBasic(kind, e.data, "") // it has parentheses of its own
		return
	}
	print("(")
	printBasic(kind, e.data, `"`)
	print(")")
}

// A basicType describes a bool, number or string type.
type basicType struct {
	_type
	abi.UncommonType
}

// printBasic prints the bool, number or string at p, a string in quotes.
//
//go:noinline
func printBasic(kind abi.Kind, p unsafe.Pointer, quote string) {
	switch kind {
	case abi.Bool:
		printbool(*(*bool)(p))
	case abi.Int, abi.Int64:
		printint(*(*int64)(p))
	case abi.Int8:
		printint(int64(*(*int8)(p)))
	case abi.Int16:
		printint(int64(*(*int16)(p)))
	case abi.Int32:
		printint(int64(*(*int32)(p)))
	case abi.Uint, abi.Uint64, abi.Uintptr:
		printuint(*(*uint64)(p))
	case abi.Uint8:
		printuint(uint64(*(*uint8)(p)))
	case abi.Uint16:
		printuint(uint64(*(*uint16)(p)))
	case abi.Uint32:
		printuint(uint64(*(*uint32)(p)))
	case abi.Float32:
		printfloat32(*(*float32)(p))
	case abi.Float64:
		printfloat64(*(*float64)(p))
	case abi.Complex64:
		printcomplex64(*(*complex64)(p))
	case abi.Complex128:
		printcomplex128(*(*complex128)(p))
	case abi.String:
		print(quote)
		printIndented(*(*string)(p))
		print(quote)
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
