// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import "unsafe"

// What == means for each kind of memory. The compiler calls these through the
// Equal field of type descriptions, and makes others of its own from them.

func memequal0(p, q unsafe.Pointer) bool   { return true }
func memequal8(p, q unsafe.Pointer) bool   { return *(*int8)(p) == *(*int8)(q) }
func memequal16(p, q unsafe.Pointer) bool  { return *(*int16)(p) == *(*int16)(q) }
func memequal32(p, q unsafe.Pointer) bool  { return *(*int32)(p) == *(*int32)(q) }
func memequal64(p, q unsafe.Pointer) bool  { return *(*int64)(p) == *(*int64)(q) }
func memequal128(p, q unsafe.Pointer) bool { return *(*[2]int64)(p) == *(*[2]int64)(q) }
func f32equal(p, q unsafe.Pointer) bool    { return *(*float32)(p) == *(*float32)(q) }
func f64equal(p, q unsafe.Pointer) bool    { return *(*float64)(p) == *(*float64)(q) }
func c64equal(p, q unsafe.Pointer) bool    { return *(*complex64)(p) == *(*complex64)(q) }
func c128equal(p, q unsafe.Pointer) bool   { return *(*complex128)(p) == *(*complex128)(q) }
func strequal(p, q unsafe.Pointer) bool    { return *(*string)(p) == *(*string)(q) }

func interequal(p, q unsafe.Pointer) bool {
	x, y := *(*iface)(p), *(*iface)(q)
	return x.tab == y.tab && ifaceeq(x.tab, x.data, y.data)
}

func nilinterequal(p, q unsafe.Pointer) bool {
	x, y := *(*eface)(p), *(*eface)(q)
	return x._type == y._type && efaceeq(x._type, x.data, y.data)
}

// efaceeq compares two values of type t.
func efaceeq(t *_type, x, y unsafe.Pointer) bool {
	if t == nil {
		return true
	}
	if t.Equal == nil {
		panic(newMessage("comparing uncomparable type ", typeString(t)))
	}
	if t.IsDirectIface() {
		return x == y
	}
	return t.Equal(x, y)
}

func ifaceeq(tab *itab, x, y unsafe.Pointer) bool {
	return tab == nil || efaceeq(tab.Type, x, y)
}

// strmin and strmax are min and max of strings.

func strmin(x, y string) string {
	if y < x {
		return y
	}
	return x
}

func strmax(x, y string) string {
	if y > x {
		return y
	}
	return x
}
