// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"unsafe"
)

// A textMethod calls one method of a value, as a type assertion to an interface
// type with that method would. But it makes the method table on the stack: on
// the way to a panic's message there may be no memory for one. And it needs no
// descriptions of interface types, which every image would then hold.
type textMethod struct {
	tab   itab
	value iface
}

// find says whether v has a method of this name and function type.
func (m *textMethod) find(v *eface, name string, function any) bool {
	if v._type == nil {
		return false
	}
	u := uncommon(v._type)
	if u == nil {
		return false
	}
	wanted := efaceOf(&function)._type
	methods := add(unsafe.Pointer(u), uintptr(u.Moff))
	for i := uintptr(0); i < uintptr(u.Mcount); i++ {
		method := (*abi.Method)(add(methods, i*unsafe.Sizeof(abi.Method{})))
		if typeAt(method.Mtyp) == wanted && nameAt(method.Name) == name {
			m.tab.Type = v._type
			m.tab.Fun[0] = firstmoduledata.Text + uintptr(method.Ifn)
			m.value = iface{(*itab)(noescape(unsafe.Pointer(&m.tab))), v.data}
			return true
		}
	}
	return false
}

// The linker keeps the methods of the types below, since they are called here
// through interfaces.

type stringer interface{ String() string }

func (m *textMethod) asError() error { return *(*error)(unsafe.Pointer(&m.value)) }

func (m *textMethod) asStringer() stringer { return *(*stringer)(unsafe.Pointer(&m.value)) }

func (m *textMethod) asWritten() writtenError { return *(*writtenError)(unsafe.Pointer(&m.value)) }

// callText returns v.Error() or v.String(), if v has one of the two.
func callText(v *eface) (text string, ok bool) {
	var method textMethod
	if method.find(v, "Error", (func() string)(nil)) {
		return method.asError().Error(), true
	}
	if method.find(v, "String", (func() string)(nil)) {
		return method.asStringer().String(), true
	}
	return "", false
}

// findWritten makes m call the writeTo method of an error of the runtime.
func (m *textMethod) findWritten(v *eface) bool {
	return m.find(v, "writeTo", (func(*textWriter))(nil))
}
