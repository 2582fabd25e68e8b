// SPDX-License-Identifier: MIT

package features

// The compiler remembers deferred calls in three ways: see runtime/defer.go.
// These functions have few defers (open-coded), defers in loops (records on the
// heap), too many for the first way (records in the frame) and defers in
// range-over-func loops.

func deferFew() (text string) {
	defer func() { text += "a" }()
	if opaque(true) {
		defer func() { text += "b" }()
	}
	if opaque(false) {
		defer func() { text += "never" }()
	}
	return "r"
}

func deferInLoop() (text string) {
	for i := range 4 {
		defer func() { text += itoa(i) }()
	}
	defer func() { text += "x" }()
	return "r"
}

func deferMany() (text string) {
	defer func() { text += "1" }()
	defer func() { text += "2" }()
	defer func() { text += "3" }()
	defer func() { text += "4" }()
	defer func() { text += "5" }()
	defer func() { text += "6" }()
	defer func() { text += "7" }()
	defer func() { text += "8" }()
	defer func() { text += "9" }()
	return "r"
}

func deferInRange() (text string) {
	defer func() { text += "." }()
	for i := range count(3) {
		defer func() { text += itoa(i) }()
		for j := range count(2) {
			defer func() { text += string(rune('a' + j)) }()
		}
	}
	return "r"
}

func deferArguments() (text string) {
	note := func(s string) { text += s }
	s := "early"
	defer note(s) // the arguments are those of now
	s = " late"
	c := &counter{1}
	defer c.add(1)
	defer func() { text += s + itoa(c.n) }()
	return ""
}

func deferReturnsChanged() (n int, text string) {
	defer func() { n *= 2; text = "changed " + text }()
	return 21, "result"
}

func deferNested() (text string) {
	defer func() {
		defer func() { text += "3" }()
		text += "2"
	}()
	text = "1"
	return text
}

// deferAndPanic has defers of all kinds when the panic comes.
func deferAndPanic() (text string) {
	defer func() {
		text += "|" + recover().(string)
	}()
	defer func() { text += "a" }()
	for i := range count(2) {
		defer func() { text += itoa(i) }()
	}
	for i := range 2 {
		defer func() { text += string(rune('x' + i)) }()
	}
	panic("p")
}

type resource struct{ log *string }

func (r resource) Close() { *r.log += "closed" }

func deferMethod() (text string) {
	r := resource{&text}
	defer r.Close()
	var closer interface{ Close() } = resource{&text}
	defer closer.Close()
	text = "used "
	return text
}

func defers(r *recorder) {
	r.equal("few defers", deferFew(), "rba")
	r.equal("defers in a loop", deferInLoop(), "rx3210")
	r.equal("many defers", deferMany(), "r987654321")
	r.equal("defers in ranges over functions", deferInRange(), "rba2ba1ba0.")
	r.equal("arguments of deferred calls", deferArguments(), " late1early")
	n, text := deferReturnsChanged()
	r.equal("deferred calls change results", itoa(n)+text, "42changed result")
	r.equal("defers in deferred calls", deferNested(), "123")
	r.equal("defers of all kinds in a panic", deferAndPanic(), "yx10a|p")
	r.equal("deferred methods", deferMethod(), "used closedclosed")
	order := ""
	func() {
		defer func() { order += "3" }()
		func() {
			defer func() { order += "1" }()
		}()
		order += "2"
	}()
	r.equal("defers run when their function ends", order, "123")
	var nilFunc func()
	r.equal("deferred nil function", message(func() { defer nilFunc(); order += "!" }), "runtime error: invalid memory address or nil pointer dereference")
	r.equal("it fails at the end only", order, "123!")
}
