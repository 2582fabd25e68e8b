// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"internal/runtime/maps"
	"unsafe"
)

// What internal/reflectlite wants, the small package reflect that errors, sort
// and sync are built on.

//go:linkname reflectlite_resolveNameOff internal/reflectlite.resolveNameOff
func reflectlite_resolveNameOff(_ unsafe.Pointer, off int32) unsafe.Pointer {
	return unsafe.Pointer(nameRecord(abi.NameOff(off)).Bytes)
}

//go:linkname reflectlite_resolveTypeOff internal/reflectlite.resolveTypeOff
func reflectlite_resolveTypeOff(_ unsafe.Pointer, off int32) unsafe.Pointer {
	return unsafe.Pointer(typeAt(abi.TypeOff(off)))
}

//go:linkname reflectlite_ifaceE2I internal/reflectlite.ifaceE2I
func reflectlite_ifaceE2I(inter *abi.InterfaceType, e eface, dst *iface) {
	*dst = iface{assertE2I(inter, e._type), e.data}
}

//go:linkname reflectlite_unsafe_New internal/reflectlite.unsafe_New
func reflectlite_unsafe_New(t *_type) unsafe.Pointer { return newobject(t) }

//go:linkname reflectlite_typedmemmove internal/reflectlite.typedmemmove
func reflectlite_typedmemmove(t *_type, dst, src unsafe.Pointer) { typedmemmove(t, dst, src) }

//go:linkname reflectlite_maplen internal/reflectlite.maplen
func reflectlite_maplen(m *maps.Map) int {
	if m == nil {
		return 0
	}
	return int(m.Used())
}

// reflectlite_chanlen is asked for the length of a nil channel only: there is
// no way to make another.
//
//go:linkname reflectlite_chanlen internal/reflectlite.chanlen
func reflectlite_chanlen(unsafe.Pointer) int { return 0 }
