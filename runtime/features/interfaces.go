// SPDX-License-Identifier: MIT

package features

import "errors"

type shape interface{ area() int }

type namer interface{ Name() string }

type namedShape interface {
	shape
	namer
}

type square struct{ side int }

func (s square) area() int    { return s.side * s.side }
func (s square) Name() string { return "square" }

type rectangle struct{ width, height int }

func (r *rectangle) area() int { return r.width * r.height }

// labelled has the methods of what it embeds, by value, pointer and interface.
type labelled struct {
	square
	*rectangle
	error
	label string
}

func (l labelled) area() int { return l.square.area() + l.rectangle.area() }

type celsius float64

func (c celsius) Name() string { return "degrees" }

type callback func() string

func (c callback) Name() string { return c() }

type set map[string]bool

func (s set) Name() string { return itoa(len(s)) + " members" }

// kindOf is a type switch over types of all kinds.
func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case int, int64:
		return "integer"
	case string:
		return "string " + v
	case float64:
		return "float64"
	case bool:
		return "bool"
	case error:
		return "error " + v.Error()
	case namer:
		return "namer " + v.Name()
	case shape:
		return "shape " + itoa(v.area())
	case []int:
		return "[]int " + ints(v)
	case map[string]int:
		return "map"
	case func() int:
		return "func " + itoa(v())
	case *int:
		return "*int " + itoa(*v)
	case [2]int:
		return "[2]int"
	case struct{}:
		return "empty struct"
	}
	return "other"
}

func interfaces(r *recorder) {
	total := 0
	for _, s := range []shape{square{5}, &rectangle{2, 3}, &square{1}, labelled{square: square{2}, rectangle: &rectangle{1, 1}}} {
		total += s.area()
	}
	r.equal("method calls", itoa(total), "37")
	var v any = opaque(any(square{5}))
	n, ok := v.(namer)
	r.is("assertion to an interface", ok && n.Name() == "square")
	both, ok := v.(namedShape)
	r.is("assertion to a larger interface", ok && both.area() == 25)
	_, ok = v.(error)
	r.is("failed assertion to an interface", !ok)
	sq, ok := v.(square)
	r.is("assertion to a type", ok && sq.side == 5)
	_, ok = v.(*square)
	r.is("failed assertion to a type", !ok)
	var e error
	_, ok = any(e).(error)
	r.is("nil satisfies nothing", !ok)
	again := 0
	for range 100 { // the second time and later a cache may answer
		if _, ok := v.(namer); ok {
			again++
		}
		if _, ok := v.(error); ok {
			again += 1000
		}
	}
	r.equal("assertions repeated", itoa(again), "100")

	one := 1
	want := map[string]any{
		"nil": nil, "integer": int64(1), "string s": "s", "float64": 2.5, "bool": true, "error e": errors.New("e"),
		"namer square": square{1}, "shape 6": &rectangle{2, 3}, "[]int 1 2": []int{1, 2}, "map": map[string]int{},
		"func 7": func() int { return 7 }, "*int 1": &one, "[2]int": [2]int{}, "empty struct": struct{}{}, "other": uint8(1),
		"namer degrees": celsius(1), "namer called": callback(func() string { return "called" }), "namer 1 members": set{"a": true},
	}
	for kind, value := range want {
		if got := kindOf(value); got != kind {
			r.equal("type switch", got, kind)
		}
	}
	r.equal("type switch over all kinds", itoa(len(want)), "18")

	l := labelled{square{3}, &rectangle{4, 5}, errors.New("inner"), "l"}
	r.equal("embedding", ints([]int{l.area(), l.side, l.width, l.square.area()})+l.Name()+l.Error(), "29 3 4 9squareinner")
	var asError error = l
	r.is("embedded interface", errors.Is(asError, l.error) == false && asError.Error() == "inner")

	r.is("interfaces compare", any(1) == any(1) && any(1) != any("1") && any(int8(1)) != any(1) && any(2.5) == any(opaque(2.5)))
	r.is("interfaces of structs compare", any(point{1, 2}) == any(point{1, 2}) && shape(square{2}) != shape(square{3}) && any(square{2}) == any(shape(square{2})))
	r.is("an interface and a value compare", shape(square{2}) == square{2} && v != any(nil))
	var p *rectangle
	var s shape = p
	r.is("a nil pointer is no nil interface", s != nil && p == nil)
	boxed := []any{opaque(uint16(7)), opaque(uint16(700)), opaque(uint32(70000)), opaque(int64(-1)), opaque("text"), opaque(""), opaque([]byte("b")), opaque(point{1, 2}), opaque(large{tail: 3}), opaque(struct{}{})}
	r.is("values in interfaces", boxed[0] == uint16(7) && boxed[1] == uint16(700) && boxed[2] == uint32(70000) && boxed[3] == int64(-1) && boxed[4] == "text" && boxed[5] == "" && string(boxed[6].([]byte)) == "b" && boxed[7] == point{1, 2} && boxed[8].(large).tail == 3 && boxed[9] == struct{}{})
	dynamic := opaque(any(celsius(36.6)))
	r.is("methods of a named number", dynamic.(namer).Name() == "degrees" && float64(dynamic.(celsius)) == 36.6)
	anonymous := opaque(any(struct {
		square
		extra int
	}{square{6}, 1}))
	r.equal("methods of a type without a name", itoa(anonymous.(shape).area()), "36")
}
