// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"internal/runtime/sys"
	"runtime/internal/hash"
	"unsafe"
)

// Hash functions of map keys, by kind of memory. Values that are equal must
// have equal hashes. h is the map's seed, or the hash of what stands before.

func memhash(p unsafe.Pointer, h, size uintptr) uintptr { return hash.Bytes(p, size, h) }

// memhash_varlen is called through a closure made by the compiler, whose second
// word is the number of bytes.
func memhash_varlen(p unsafe.Pointer, h uintptr) uintptr {
	closure := sys.GetClosurePtr()
	size := *(*uintptr)(unsafe.Pointer(closure + unsafe.Sizeof(h)))
	return hash.Bytes(p, size, h)
}

func memhash0(p unsafe.Pointer, h uintptr) uintptr   { return h }
func memhash8(p unsafe.Pointer, h uintptr) uintptr   { return hash.Bytes(p, 1, h) }
func memhash16(p unsafe.Pointer, h uintptr) uintptr  { return hash.Bytes(p, 2, h) }
func memhash32(p unsafe.Pointer, h uintptr) uintptr  { return hash.Uint64(uint64(*(*uint32)(p)), h) }
func memhash64(p unsafe.Pointer, h uintptr) uintptr  { return hash.Uint64(*(*uint64)(p), h) }
func memhash128(p unsafe.Pointer, h uintptr) uintptr { return hash.Bytes(p, 16, h) }

func strhash(p unsafe.Pointer, h uintptr) uintptr {
	s := *(*string)(p)
	return hash.Bytes(unsafe.Pointer(unsafe.StringData(s)), uintptr(len(s)), h)
}

func f32hash(p unsafe.Pointer, h uintptr) uintptr { return floatHash(float64(*(*float32)(p)), h) }
func f64hash(p unsafe.Pointer, h uintptr) uintptr { return floatHash(*(*float64)(p), h) }

func floatHash(v float64, h uintptr) uintptr {
	switch {
	case v == 0:
		v = 0 // +0 and -0 are equal
	case v != v:
		h ^= uintptr(rand()) // no NaN equals another
	}
	return hash.Uint64(*(*uint64)(unsafe.Pointer(&v)), h)
}

func c64hash(p unsafe.Pointer, h uintptr) uintptr { return f32hash(add(p, 4), f32hash(p, h)) }

func c128hash(p unsafe.Pointer, h uintptr) uintptr { return f64hash(add(p, 8), f64hash(p, h)) }

func interhash(p unsafe.Pointer, h uintptr) uintptr {
	i := (*iface)(p)
	if i.tab == nil {
		return h
	}
	return dynamicHash(i.tab.Type, &i.data, h)
}

func nilinterhash(p unsafe.Pointer, h uintptr) uintptr {
	e := (*eface)(p)
	if e._type == nil {
		return h
	}
	return dynamicHash(e._type, &e.data, h)
}

// dynamicHash hashes a value of type t from the data word of an interface.
func dynamicHash(t *_type, data *unsafe.Pointer, h uintptr) uintptr {
	if t.Equal == nil {
		panic(unhashable(t))
	}
	if t.IsDirectIface() {
		return typehash(t, unsafe.Pointer(data), h)
	}
	return typehash(t, *data, h)
}

func unhashable(t *_type) error { return newMessage("hash of unhashable type ", typeString(t)) }

// typehash hashes a value by its type's description. The result need not be
// that of the compiler's own function for the type: a map uses one of both.
func typehash(t *_type, p unsafe.Pointer, h uintptr) uintptr {
	if t.TFlag&abi.TFlagRegularMemory != 0 { // equal if all bytes are
		return hash.Bytes(p, t.Size_, h)
	}
	switch t.Kind() {
	case abi.Float32:
		return f32hash(p, h)
	case abi.Float64:
		return f64hash(p, h)
	case abi.Complex64:
		return c64hash(p, h)
	case abi.Complex128:
		return c128hash(p, h)
	case abi.String:
		return strhash(p, h)
	case abi.Interface:
		if len((*abi.InterfaceType)(unsafe.Pointer(t)).Methods) == 0 {
			return nilinterhash(p, h)
		}
		return interhash(p, h)
	case abi.Array:
		a := (*abi.ArrayType)(unsafe.Pointer(t))
		for i := uintptr(0); i < a.Len; i++ {
			h = typehash(a.Elem, add(p, i*a.Elem.Size_), h)
		}
		return h
	case abi.Struct:
		s := (*abi.StructType)(unsafe.Pointer(t))
		for i := range s.Fields {
			if f := &s.Fields[i]; !f.Name.IsBlank() {
				h = typehash(f.Typ, add(p, f.Offset), h)
			}
		}
		return h
	}
	panic(unhashable(t))
}

// randomState is the state of an xorshift generator (Marsaglia 2003). It gives
// maps their seeds and iterations their starting points: the same in every
// run, so that a boot can be repeated exactly.
var randomState uint64 = 0x9E3779B97F4A7C15

func rand() uint64 {
	x := randomState
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	randomState = x
	return x
}

func rand32() uint32 { return uint32(rand() >> 32) }

//go:linkname maps_rand internal/runtime/maps.rand
func maps_rand() uint64 { return rand() }
