// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"unsafe"
)

// Type descriptions refer to names and to each other by offsets from the
// start of the section they stand in.

// nameAt returns the name at an offset: a byte of flags, the length as a
// varint, then the text. Of a name with flags of interest nameRecord gives more.
func nameAt(off abi.NameOff) string {
	if off == 0 {
		return ""
	}
	p := firstmoduledata.types + uintptr(off)
	length, shift := 0, uint(0)
	for {
		p++
		b := *(*byte)(unsafe.Pointer(p))
		length |= int(b&0x7F) << shift
		shift += 7
		if b&0x80 == 0 {
			return stringOf(sliceOf(unsafe.Pointer(p+1), length))
		}
	}
}

func nameRecord(off abi.NameOff) abi.Name {
	if off == 0 {
		return abi.Name{}
	}
	return abi.Name{Bytes: (*byte)(unsafe.Pointer(firstmoduledata.types + uintptr(off)))}
}

// typeAt returns nil for a method's type that the linker has left out.
func typeAt(off abi.TypeOff) *_type {
	if off <= 0 {
		return nil
	}
	return (*_type)(unsafe.Pointer(firstmoduledata.types + uintptr(off)))
}

// typeString returns the type as in Go source, with package names.
func typeString(t *_type) string {
	s := nameAt(t.Str)
	if t.TFlag&abi.TFlagExtraStar != 0 { // T and *T share one string
		return s[1:]
	}
	return s
}

// uncommon returns what only types with a name or with methods have, or nil.
// (It is not inlined: the place differs for each kind of type.)
//
//go:noinline
func uncommon(t *_type) *abi.UncommonType { return t.Uncommon() }

// typePackage returns the import path of the package that declares t; "" for
// predeclared types and those without a name.
func typePackage(t *_type) string {
	if u := uncommon(t); u != nil {
		return nameAt(u.PkgPath)
	}
	return ""
}

// namePackage returns the import path behind a name that is not exported, if
// it differs from that of the type around it.
func namePackage(n abi.Name) string {
	const hasPackage = 1 << 2
	if n.Bytes == nil || *n.Bytes&hasPackage == 0 {
		return ""
	}
	width, length := n.ReadVarint(1)
	at := 1 + width + length
	if n.HasTag() {
		width, length = n.ReadVarint(at)
		at += width + length
	}
	var off abi.NameOff
	memmove(unsafe.Pointer(&off), unsafe.Pointer(n.Data(at)), unsafe.Sizeof(off))
	return nameAt(off)
}
