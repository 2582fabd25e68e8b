// SPDX-License-Identifier: MIT

package features

import "errors"

type (
	signal   int
	fraction float32
	plane    complex64
	label    string
	truth    bool
)

type failure struct{ code int }

func (f *failure) Error() string { return "failure " + itoa(f.code) }

type spoken int

func (s spoken) String() string { return "spoken\nin two lines" }

// values are panicked with, one during the other.
func values() []any {
	return []any{
		1, int8(-8), int64(-64), uint(1), uint8(8), uint64(1 << 63), uintptr(7), 'r',
		1.5, float32(0.1), 1e100, 2 + 3i, complex64(1 - 1i), true, "text", "two\nlines", "",
		signal(3), fraction(0.5), plane(1 + 2i), label("quoted \"text\"\nand more"), truth(false),
		&failure{7}, spoken(1), errors.New("an error"), celsius(1), meters(5),
	}
}

// Fatal ends the program by a panic, with all those values in its message. The
// last panics are raised by the language itself.
func Fatal() {
	panicWith(values())
}

func panicWith(rest []any) {
	if len(rest) > 0 {
		defer panicWith(rest[1:])
		panic(rest[0])
	}
	defer func() { keep(element(nil, -1)) }()
	defer func() {
		var m map[string]int
		m["a"] = 1
	}()
	defer func() { keep(opaque[any](1).(string)) }()
	defer func() { panic(opaque[any](nil)) }()
	func() {
		defer func() { _ = recover() }()
		panic("this one is over")
	}()
	defer func() {
		defer func() { panic(recover()) }()
		panic("again")
	}()
	var p *wide
	opaque(p).last = 1
}
