// SPDX-License-Identifier: MIT

package features

import "unsafe"

// Variables are initialised in the order of their dependencies.
var (
	third  = second + 1
	second = first() + 1
	trace  []string
)

func first() int {
	trace = append(trace, "first")
	return 40
}

func init() { trace = append(trace, "init1") }
func init() { trace = append(trace, "init2") }

// A table that only an initialiser can fill, and one in the data section.
var (
	squares = func() (t [16]int) {
		for i := range t {
			t[i] = i * i
		}
		return t
	}()
	primes = [...]int{2, 3, 5, 7, 11}
)

const (
	flagA = 1 << iota
	flagB
	_
	flagD
)

type weekday int

const (
	monday weekday = iota + 1
	tuesday
)

type point struct{ x, y int }

type segment struct {
	from, to point
	name     string
}

// A large value is copied by memmove and cleared by memclr.
type large struct {
	head  int
	bytes [1000]byte
	tail  int
}

func declarations(r *recorder) {
	r.equal("variables in order of dependency", itoa(second)+" "+itoa(third), "41 42")
	r.equal("init functions in order", trace[0]+" "+trace[1]+" "+trace[2], "first init1 init2")
	r.equal("table filled by an initialiser", itoa(squares[15]), "225")
	r.equal("table in the data section", ints(primes[:]), "2 3 5 7 11")
	r.equal("iota", ints([]int{flagA, flagB, flagD, int(tuesday)}), "1 2 8 2")

	p := &point{3, 4}
	keep(p)
	q := *p
	p.x = 5
	r.equal("structs are values", ints([]int{p.x, q.x}), "5 3")
	s := segment{point{1, 2}, point{3, 4}, opaque("a")}
	u := segment{point{1, 2}, point{3, 4}, opaque("a") + ""}
	r.is("structs compare by field", s == u)
	u.to.y++
	r.is("structs differ by field", s != u)

	a := opaque(large{head: 1, tail: 2})
	a.bytes[999] = 7
	b := a
	a.bytes[999] = 8
	r.equal("large structs are copied", ints([]int{b.head, int(b.bytes[999]), b.tail}), "1 7 2")
	a = large{}
	r.is("large structs are cleared", a == opaque(large{}))
	array := [3][2]int{{1, 2}, {3, 4}, {5, 6}}
	other := array
	other[2][1]++
	r.is("arrays are values", array[2][1] == 6 && array != other)

	n := new([100]int)
	keep(n)
	n[99] = 9
	r.is("new is zero", n[0] == 0 && n[98] == 0 && n[99] == 9)
	r.is("types without size share an address", unsafe.Sizeof(struct{}{}) == 0 && *new(struct{}) == struct{}{})
	x := 1
	{
		x := 2
		x++
		r.equal("shadowing", itoa(x), "3")
	}
	r.equal("after the shadow", itoa(x), "1")
	one, two := 1, 2
	one, two = two, one
	r.equal("parallel assignment", ints([]int{one, two}), "2 1")
}
