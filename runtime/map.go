// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"internal/runtime/maps"
	"unsafe"
)

// Maps are the stock ones of internal/runtime/maps, which defines most of what
// compiled code calls (mapaccess, mapassign and their fast variants). Here are
// the other entry points, and what that package wants of a runtime.

func makemap_small() *maps.Map { return maps.NewEmptyMap() }

func makemap64(t *abi.MapType, hint int64, m *maps.Map) *maps.Map {
	return makemap(t, int(hint), m)
}

func makemap(t *abi.MapType, hint int, m *maps.Map) *maps.Map {
	return maps.NewMap(t, uintptr(max(hint, 0)), m, maxAlloc)
}

//go:linkname mapaccess1
func mapaccess1(t *abi.MapType, m *maps.Map, key unsafe.Pointer) unsafe.Pointer

//go:linkname mapaccess2
func mapaccess2(t *abi.MapType, m *maps.Map, key unsafe.Pointer) (unsafe.Pointer, bool)

//go:linkname mapassign
func mapassign(t *abi.MapType, m *maps.Map, key unsafe.Pointer) unsafe.Pointer

// The _fat variants serve elements larger than zeroVal: the caller brings a
// zero of its own.

func mapaccess1_fat(t *abi.MapType, m *maps.Map, key, zero unsafe.Pointer) unsafe.Pointer {
	elem, _ := mapaccess2_fat(t, m, key, zero)
	return elem
}

func mapaccess2_fat(t *abi.MapType, m *maps.Map, key, zero unsafe.Pointer) (unsafe.Pointer, bool) {
	if elem, ok := mapaccess2(t, m, key); ok {
		return elem, true
	}
	return zero, false
}

func mapdelete(t *abi.MapType, m *maps.Map, key unsafe.Pointer) { m.Delete(t, key) }

func mapclear(t *abi.MapType, m *maps.Map) { m.Clear(t) }

func mapIterStart(t *abi.MapType, m *maps.Map, it *maps.Iter) {
	it.Init(t, m)
	it.Next()
}

func mapIterNext(it *maps.Iter) { it.Next() }

//go:linkname maps_errNilAssign internal/runtime/maps.errNilAssign
var maps_errNilAssign error = &message{text: "assignment to entry in nil map", plain: true}

//go:linkname maps_fatal internal/runtime/maps.fatal
func maps_fatal(s string) { throw(s) }

//go:linkname maps_typeString internal/runtime/maps.typeString
func maps_typeString(t *_type) string { return typeString(t) }

//go:linkname maps_newobject internal/runtime/maps.newobject
func maps_newobject(t *_type) unsafe.Pointer { return newobject(t) }

//go:linkname maps_newarray internal/runtime/maps.newarray
func maps_newarray(t *_type, n int) unsafe.Pointer { return newarray(t, n) }

//go:linkname maps_typedmemmove internal/runtime/maps.typedmemmove
func maps_typedmemmove(t *_type, dst, src unsafe.Pointer) { typedmemmove(t, dst, src) }

//go:linkname maps_typedmemclr internal/runtime/maps.typedmemclr
func maps_typedmemclr(t *_type, p unsafe.Pointer) { typedmemclr(t, p) }

// mapclone serves maps.Clone.
//
//go:linkname mapclone maps.clone
func mapclone(m any) any {
	e := efaceOf(&m)
	e.data = unsafe.Pointer((*maps.Map)(e.data).Clone((*abi.MapType)(unsafe.Pointer(e._type))))
	return m
}
