// SPDX-License-Identifier: MIT

package features

import (
	"errors"
	"math"
	"runtime"
	"strings"
	"unsafe"
)

// message runs f and returns the text of its panic; "" if there was none.
func message(f func()) (text string) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case error:
			text = v.Error()
		case string:
			text = v
		default:
			text = "something else"
		}
	}()
	f()
	return ""
}

//go:noinline
func element(list []int, i int) int { return list[i] }

//go:noinline
func character(s string, i int) byte { return s[i] }

//go:noinline
func part(list []int, i, j int) []int { return list[i:j] }

//go:noinline
func part3(list []int, i, j, k int) []int { return list[i:j:k] }

//go:noinline
func quotient(a, b int) int { return a / b }

type wide struct {
	_    [8192]byte
	last int
}

// panics checks the words of every panic that the language raises.
func panics(r *recorder) {
	list, text, array := make([]int, 3, 7), opaque("abc"), new([4]int)
	var (
		shapeOf   shape = opaque[shape](square{1})
		anything        = opaque[any](square{1})
		nothing         = opaque[any](nil)
		pointer         = opaque[*wide](nil)
		function        = opaque[func()](nil)
		nilShape        = opaque[shape](nil)
		nilNamer        = opaque[namer]((*square)(nil))
		minus           = opaque(-1)
		nilMap    map[string]int
		anyMap    = map[any]int{}
		byteValue = opaque(uint8(200))
		huge      = opaque(uint64(math.MaxUint64))
	)
	for _, c := range []struct {
		want string
		f    func()
	}{
		{"index out of range [5] with length 3", func() { keep(element(list, 5)) }},
		{"index out of range [3] with length 3", func() { list[opaque(3)]++ }},
		{"index out of range [-1]", func() { keep(element(nil, -1)) }},
		{"index out of range [0] with length 0", func() { keep(element(nil, 0)) }},
		{"index out of range [9] with length 3", func() { keep(character(text, 9)) }},
		{"index out of range [4] with length 4", func() { array[opaque(4)] = 1 }},
		{"index out of range [200] with length 4", func() { array[byteValue] = 1 }},
		{"index out of range [18446744073709551615] with length 4", func() { array[huge] = 1 }},
		{"slice bounds out of range [:8] with capacity 7", func() { keep(part(list, 0, 8)) }},
		{"slice bounds out of range [:-1]", func() { keep(part(list, 0, -1)) }},
		{"slice bounds out of range [:9] with length 3", func() { keep(text[:opaque(9)]) }},
		{"slice bounds out of range [:5] with length 4", func() { keep(array[:opaque(5)]) }},
		{"slice bounds out of range [4:2]", func() { keep(part(list, 4, 2)) }},
		{"slice bounds out of range [4:3]", func() { keep(list[opaque(4):]) }},
		{"slice bounds out of range [-1:]", func() { keep(list[minus:]) }},
		{"slice bounds out of range [::8] with capacity 7", func() { keep(part3(list, 0, 0, 8)) }},
		{"slice bounds out of range [::5] with length 4", func() { keep(array[0:0:opaque(5)]) }},
		{"slice bounds out of range [:6:5]", func() { keep(part3(list, 0, 6, 5)) }},
		{"slice bounds out of range [:-1:]", func() { keep(part3(list, 0, -1, 5)) }},
		{"slice bounds out of range [3:2:]", func() { keep(part3(list, 3, 2, 5)) }},
		{"slice bounds out of range [-1::]", func() { keep(part3(list, -1, 2, 5)) }},
		{"slice bounds out of range [::-1]", func() { keep(part3(list, 0, 0, -1)) }},
		{"cannot convert slice with length 3 to array or pointer to array with length 4", func() { keep([4]int(list)) }},
		{"cannot convert slice with length 0 to array or pointer to array with length 2", func() { keep((*[2]int)(list[:0])) }},
		{"integer divide by zero", func() { keep(quotient(1, opaque(0))) }},
		{"integer divide by zero", func() { keep(1 % opaque(uint8(0))) }},
		{"negative shift amount", func() { keep(1 << minus) }},
		{"negative shift amount", func() { keep(int8(1) >> opaque(int16(-2))) }},
		{"invalid memory address or nil pointer dereference", func() { pointer.last++ }},
		{"invalid memory address or nil pointer dereference", func() { keep(*opaque[*int](nil)) }},
		{"invalid memory address or nil pointer dereference", func() { *opaque[*byte](nil) = 1 }},
		{"invalid memory address or nil pointer dereference", func() { function() }},
		{"invalid memory address or nil pointer dereference", func() { keep(nilShape.area()) }},
		{"invalid memory address or nil pointer dereference", func() { keep(opaque[*rectangle](nil).area()) }},
		{"invalid memory address or nil pointer dereference", func() { opaque[*[4]int](nil)[2] = 1 }},
		{"makeslice: len out of range", func() { keep(make([]int, minus)) }},
		{"makeslice: len out of range", func() { keep(make([]int, opaque(math.MaxInt))) }},
		{"makeslice: len out of range", func() { keep(make([]int, huge)) }},
		{"makeslice: cap out of range", func() { keep(make([]int, 1, opaque(0))) }},
		{"makeslice: cap out of range", func() { keep(make([]int, 1, opaque(math.MaxInt))) }},
		{"unsafe.Slice: len out of range", func() { keep(unsafe.Slice(&array[0], minus)) }},
		{"unsafe.Slice: len out of range", func() { keep(unsafe.Slice(&array[0], opaque(math.MaxInt))) }},
		{"unsafe.Slice: ptr is nil and len is not zero", func() { keep(unsafe.Slice(opaque[*int](nil), opaque(1))) }},
		{"unsafe.String: len out of range", func() { keep(unsafe.String(unsafe.StringData(text), minus)) }},
		{"unsafe.String: ptr is nil and len is not zero", func() { keep(unsafe.String(nil, opaque(1))) }},
		{"hash of unhashable type []int", func() { anyMap[[]int{1}] = 2 }},
		{"hash of unhashable type func()", func() { keep(map[any]int{1: 1}[function]) }},
		{"hash of unhashable type map[string]int", func() { anyMap[nilMap] = 2 }},
		{"hash of unhashable type []string", func() { anyMap[[1]any{[]string{}}] = 2 }},
		{"comparing uncomparable type []int", func() { keep(any(list) == opaque(any(list))) }},
		{"comparing uncomparable type struct { f func() }", func() {
			v := opaque(any(struct{ f func() }{}))
			keep(v == v)
		}},
	} {
		r.equal(c.want, strings.TrimPrefix(message(c.f), "runtime error: "), c.want)
		r.is("with the prefix of runtime errors", strings.HasPrefix(message(c.f), "runtime error: "))
	}
	for _, c := range []struct {
		want string
		f    func()
	}{
		{"interface conversion: interface {} is features.square, not *features.rectangle", func() { keep(anything.(*rectangle)) }},
		{"interface conversion: interface {} is features.square, not int", func() { keep(anything.(int)) }},
		{"interface conversion: interface {} is nil, not int", func() { keep(nothing.(int)) }},
		{"interface conversion: features.shape is features.square, not *features.rectangle", func() { keep(shapeOf.(*rectangle)) }},
		{"interface conversion: features.shape is nil, not *features.rectangle", func() { keep(nilShape.(*rectangle)) }},
		{"interface conversion: features.square is not error: missing method Error", func() { keep(anything.(error)) }},
		{"interface conversion: interface is nil, not error", func() { keep(nothing.(error)) }},
		{"interface conversion: *features.rectangle is not features.namedShape: missing method Name", func() { keep(opaque[any](&rectangle{}).(namedShape)) }},
		{"hash of unhashable type: func()", func() { keep(anyMap[function]) }}, // the map is empty
		{"assignment to entry in nil map", func() { nilMap["a"] = 1 }},
		{"value method bugo/runtime/features.square.Name called using nil *square pointer", func() { keep(nilNamer.Name()) }},
		{"a string", func() { panic("a string") }},
		{"an error", func() { panic(errors.New("an error")) }},
	} {
		r.equal(c.want, message(c.f), c.want)
	}
	type local struct{}
	scope := func() any {
		type local struct{}
		return local{}
	}
	r.equal("types of two scopes", message(func() { keep(opaque(scope()).(local)) }),
		"interface conversion: interface {} is features.local, not features.local (types from different scopes)")

	var runtimeError runtime.Error
	err := caught(func() { keep(element(nil, 1)) })
	r.is("runtime errors are runtime.Error", errors.As(err, &runtimeError))
	var assertion *runtime.TypeAssertionError
	r.is("failed assertions are runtime.TypeAssertionError", errors.As(caught(func() { keep(anything.(int)) }), &assertion))
	first, second := caught(func() { keep(element(nil, 1)) }), caught(func() { keep(element(nil, 2)) })
	r.equal("errors of two panics are two", first.Error()+", "+second.Error(),
		"runtime error: index out of range [1] with length 0, runtime error: index out of range [2] with length 0")
}

// caught returns the error that f panics with.
func caught(f func()) (err error) {
	defer func() { err, _ = recover().(error) }()
	f()
	return nil
}
