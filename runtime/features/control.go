// SPDX-License-Identifier: MIT

package features

func control(r *recorder) {
	text := ""
outer:
	for i := range 4 {
		for j := range 4 {
			if j == 2 {
				continue outer
			}
			if i == 2 {
				break outer
			}
			text += itoa(i) + itoa(j) + " "
		}
	}
	r.equal("labelled break and continue", text, "00 01 10 11 ")

	n := 0
again:
	n++
	if n < 3 {
		goto again
	}
	r.equal("goto", itoa(n), "3")

	text = ""
	switch opaque(1) {
	case 1:
		text += "one "
		fallthrough
	case 2:
		text += "two "
	case 3:
		text += "three "
	default:
		text += "other "
	}
	r.equal("switch with fallthrough", text, "one two ")

	text = ""
	for _, s := range []string{"", "a", "bb", "alpha", "omega", "beta", "gamma", "delta", "zeta"} {
		switch s {
		case "alpha", "beta", "gamma", "delta":
			text += "g"
		case "omega":
			text += "o"
		case "a", "bb":
			text += "s"
		case "":
			text += "0"
		default:
			text += "?"
		}
	}
	r.equal("switch over strings", text, "0ssgogg"+"g?")

	sum := 0
	for i := range 10 {
		sum += i
	}
	for i := 10; i > 0; i-- {
		sum++
	}
	r.equal("loops over integers", itoa(sum), "55")
	var funcs []func() int
	for i := range 3 {
		funcs = append(funcs, func() int { i *= 10; return i })
	}
	r.equal("each iteration has its own variable", ints([]int{funcs[0](), funcs[1](), funcs[2](), funcs[2]()}), "0 10 20 200")

	text = ""
	for i, c := range "héllo, 世界\xff!" {
		text += itoa(i) + ":" + string(c) + " "
	}
	r.equal("range over a string", text, "0:h 1:é 3:l 4:l 5:o 6:, 7:  8:世 11:界 14:\uFFFD 15:! ")

	array := [3]int{1, 2, 3}
	sum = 0
	for i, v := range array { // the array is copied first
		array[2] = 10
		sum += i * v
	}
	r.equal("range copies an array", itoa(sum), "8")
	slice := array[:]
	for i := range slice {
		slice = append(slice, i)
	}
	r.equal("range fixes the length of a slice", itoa(len(slice)), "6")

	rangeOverFunctions(r)
}

// count yields 0 to n-1.
func count(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func pairs(yield func(string, int) bool) {
	_ = yield("a", 1) && yield("b", 2) && yield("c", 3)
}

func find(limit int) (found int) {
	for i := range count(limit) {
		for j := range count(limit) {
			if i*j == 12 {
				return i*100 + j
			}
		}
	}
	return -1
}

func rangeOverFunctions(r *recorder) {
	sum := 0
	for i := range count(10) {
		if i == 5 {
			break
		}
		if i%2 == 1 {
			continue
		}
		sum += i
	}
	r.equal("range over a function", itoa(sum), "6")
	text := ""
	for k, v := range pairs {
		text += k + itoa(v)
	}
	r.equal("range over a function of two values", text, "a1b2c3")
	r.equal("return from nested ranges over functions", ints([]int{find(10), find(3)}), "206 -1")
	sum = 0
outer:
	for i := range count(5) {
		for j := range count(5) {
			if j == 3 {
				continue outer
			}
			if i == 3 {
				break outer
			}
			sum += 10*i + j
		}
	}
	r.equal("labels across ranges over functions", itoa(sum), "99")

	var late func(int) bool
	for range func(yield func(int) bool) { late = yield; yield(1) } {
	}
	r.equal("body called after the loop", message(func() { late(2) }),
		"runtime error: range function continued iteration after whole loop exit")
	r.equal("body called after break", message(func() {
		for range func(yield func(int) bool) { yield(1); yield(2) } {
			break
		}
	}), "runtime error: range function continued iteration after function for loop body returned false")
	r.equal("body called after its panic", message(func() {
		for range func(yield func(int) bool) {
			func() {
				defer func() { _ = recover() }()
				yield(1)
			}()
			yield(2)
		} {
			panic("in the body")
		}
	}), "runtime error: range function continued iteration after loop body panic")
	r.equal("panic of the body swallowed", message(func() {
		for range func(yield func(int) bool) {
			defer func() { _ = recover() }()
			yield(1)
		} {
			panic("in the body")
		}
	}), "runtime error: range function recovered a loop body panic and did not resume panicking")
}
