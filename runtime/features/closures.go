// SPDX-License-Identifier: MIT

package features

type counter struct{ n int }

func (c *counter) add(by int) int {
	c.n += by
	return c.n
}

func (c counter) get() int { return c.n }

func compose(f, g func(int) int) func(int) int { return func(x int) int { return g(f(x)) } }

// recursion needs stack frames, and registers kept across calls.
func ackermann(m, n int) int {
	switch {
	case m == 0:
		return n + 1
	case n == 0:
		return ackermann(m-1, 1)
	}
	return ackermann(m-1, ackermann(m, n-1))
}

// many has more arguments and results than there are registers.
//
//go:noinline
func many(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r int, s string, t ...float64) (int, string, int, []float64, point) {
	return a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p, s, q - r, t, point{a, r}
}

//go:noinline
func floats(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q float64, r float32) float64 {
	return a + b*c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + float64(r)
}

func closures(r *recorder) {
	x := 10
	next := func() int { x++; return x }
	next()
	r.equal("closures share variables", ints([]int{next(), x}), "12 12")
	r.equal("closures as values", itoa(compose(func(x int) int { return x + 1 }, func(x int) int { return x * x })(4)), "25")
	c := counter{1}
	add, get, byType, ofValue := c.add, c.get, (*counter).add, counter.get
	add(5)
	now := c.n
	r.equal("method values", ints([]int{now, get(), byType(&c, 4), ofValue(counter{8})}), "6 1 10 8")
	var i namer = square{1}
	name := i.Name
	i = celsius(2)
	r.equal("method values of interfaces", name()+i.Name()+namer.Name(i), "squaredegreesdegrees")
	var fib func(int) int
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	}
	r.equal("recursive closures", itoa(fib(15)), "610")
	r.equal("deep recursion", itoa(ackermann(2, 9)), "21")
	n, s, d, list, p := many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, "s", 1, 2)
	r.equal("many arguments and results", ints([]int{n, d, len(list), p.x, p.y})+s, "136 -1 2 1 18s")
	r.equal("many floats", itoa(int(floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18))), "172")
	handlers := map[string]func(int) int{"double": func(x int) int { return 2 * x }, "square": func(x int) int { return x * x }}
	r.equal("tables of functions", ints([]int{handlers["double"](7), handlers["square"](7)}), "14 49")
	r.equal("immediate calls", itoa(func(a, b int) int { return a * b }(6, 7)), "42")
}
