// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"unsafe"
)

// An eface is an interface value without methods, an iface one with methods.
// data points to the value, or is the value if that is itself a pointer.

type eface struct {
	_type *_type
	data  unsafe.Pointer
}

type iface struct {
	tab  *itab
	data unsafe.Pointer
}

func efaceOf(p *any) *eface { return (*eface)(unsafe.Pointer(p)) }

// convT and its like make the data word of an interface value: they copy a
// value to the heap.

func convT(t *_type, v unsafe.Pointer) unsafe.Pointer {
	p := allocateFor(t.Size_, t)
	memmove(p, v, t.Size_)
	return p
}

func convTnoptr(t *_type, v unsafe.Pointer) unsafe.Pointer { return convT(t, v) }

func convT16(v uint16) unsafe.Pointer {
	if v < uint16(len(staticuint64s)) {
		return unsafe.Pointer(&staticuint64s[v])
	}
	p := allocate(2, 2, nil)
	*(*uint16)(p) = v
	return p
}

func convT32(v uint32) unsafe.Pointer {
	if v < uint32(len(staticuint64s)) {
		return unsafe.Pointer(&staticuint64s[v])
	}
	p := allocate(4, 4, nil)
	*(*uint32)(p) = v
	return p
}

func convT64(v uint64) unsafe.Pointer {
	if v < uint64(len(staticuint64s)) {
		return unsafe.Pointer(&staticuint64s[v])
	}
	p := allocate(8, 8, nil)
	*(*uint64)(p) = v
	return p
}

func convTstring(v string) unsafe.Pointer {
	if v == "" {
		return unsafe.Pointer(&zeroVal)
	}
	p := new(string)
	*p = v
	return unsafe.Pointer(p)
}

func convTslice(v []byte) unsafe.Pointer {
	if v == nil {
		return unsafe.Pointer(&zeroVal)
	}
	p := new([]byte)
	*p = v
	return unsafe.Pointer(p)
}

// Type assertions. To a concrete type compiled code compares types itself and
// comes here only to fail; to an interface type it needs a method table.

func panicdottypeE(have, want, static *_type) {
	panicAssertion(static, have, want, "")
}

func panicdottypeI(have *itab, want, static *_type) {
	var t *_type
	if have != nil {
		t = have.Type
	}
	panicdottypeE(t, want, static)
}

func panicnildottype(want *_type) { panicAssertion(nil, nil, want, "") }

// assertE2I returns the method table of t as an inter, or panics.
func assertE2I(inter *abi.InterfaceType, t *_type) *itab {
	if t == nil {
		panicnildottype(&inter.Type)
	}
	tab, missing := findItab(inter, t)
	if tab == nil {
		panicAssertion(nil, t, &inter.Type, missing)
	}
	return tab
}

// assertE2I2 returns nil where assertE2I panics.
func assertE2I2(inter *abi.InterfaceType, t *_type) *itab {
	if t == nil {
		return nil
	}
	tab, _ := findItab(inter, t)
	return tab
}

// typeAssert serves v.(I) in a program that caches results per assertion. We
// cache in findItab.
func typeAssert(s *abi.TypeAssert, t *_type) *itab {
	if s.CanFail {
		return assertE2I2(s.Inter, t)
	}
	return assertE2I(s.Inter, t)
}

// interfaceSwitch returns the first case of a type switch that t satisfies.
func interfaceSwitch(s *abi.InterfaceSwitch, t *_type) (int, *itab) {
	for i, inter := range unsafe.Slice(&s.Cases[0], s.NCases) {
		if tab, _ := findItab(inter, t); tab != nil {
			return i, tab
		}
	}
	return s.NCases, nil
}

// The caches all assertions and type switches start with: empty ones.
var (
	emptyTypeAssertCache      = abi.TypeAssertCache{Mask: 0}
	emptyInterfaceSwitchCache = abi.InterfaceSwitchCache{Mask: 0}
)

// unreachableMethod stands in the place of methods that the linker has found
// nobody can call.
func unreachableMethod() { throw("call of a method the linker has left out") }
