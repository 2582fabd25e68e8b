// SPDX-License-Identifier: MIT

package features

// Who may recover, and what happens then.

func recoverResult() (n int, text string) {
	defer func() {
		if recover() != nil {
			text += " recovered"
		}
	}()
	n, text = 7, "set"
	panic("p")
}

func recoverThenOthers() (text string) {
	defer func() { text += "a" }()
	defer func() { text += "b" }()
	defer func() { _ = recover(); text += "c" }()
	defer func() { text += "d" }()
	panic("p")
}

func recoverNested() (text string) {
	defer func() { text += recover().(string) }()
	defer func() {
		defer func() { text += recover().(string) + "," }()
		panic("inner")
	}()
	panic("outer")
}

func recoverReplaced() (text string) {
	defer func() { text += recover().(string) }()
	defer func() { panic("second") }()
	defer func() { panic("first and a half") }()
	panic("first")
}

func recoverAgain() (text string) {
	defer func() { text += recover().(string) }()
	func() {
		defer func() {
			v := recover()
			text += "once,"
			panic(v)
		}()
		panic("p")
	}()
	return "unreachable"
}

//go:noinline
func helper() any { return recover() }

func inlinedHelper() any { return helper() }

// recoverTooDeep calls recover one call too deep: that stops nothing.
func recoverTooDeep() (text string) {
	defer func() { text += "|" + recover().(string) }()
	defer func() {
		if func() any { return recover() }() != nil || inlinedHelper() != nil {
			text += "wrong"
		}
		text += "too deep"
	}()
	panic("p")
}

// recoverDirectly defers the function that recovers by its name, and a method.
func recoverDirectly() (text string) {
	func() {
		defer helper()
		panic("p")
	}()
	text = "direct"
	func() {
		defer recoverer{}.stop()
		panic("q")
	}()
	func() {
		var s stopper = &recoverer{}
		defer s.stop()
		panic("r")
	}()
	return text + " method"
}

type stopper interface{ stop() }

type recoverer struct{ _ int }

func (recoverer) stop() { _ = recover() }

func recoverInLoop() (n int) {
	for i := range 100 {
		func() {
			defer func() { n += recover().(int) }()
			panic(i)
		}()
	}
	return n
}

func recoverAcross() (text string) {
	defer func() { text = "across " + recover().(string) }()
	var descend func(int)
	descend = func(n int) {
		defer func() { text += itoa(n) }()
		if n == 0 {
			panic("bottom")
		}
		descend(n - 1)
	}
	descend(50)
	return ""
}

// recoverInRange recovers in a deferred call of a range-over-func loop's body.
func recoverInRange() (text string) {
	for i := range count(3) {
		defer func() {
			if v := recover(); v != nil {
				text += "recovered " + v.(string) + " in " + itoa(i)
			}
		}()
		if i == 1 {
			panic("p")
		}
	}
	return "unreachable"
}

// recoverPanicDuringReturn panics in a deferred call of a normal return.
func recoverPanicDuringReturn() (text string) {
	defer func() { text += recover().(string) }()
	defer func() { panic(" late") }()
	return "returned"
}

func recoverWithin() (text string) {
	defer func() {
		text += message(func() { panic("within") })
		text += "," + recover().(string)
	}()
	panic("p")
}

func recovers(r *recorder) {
	n, text := recoverResult()
	r.equal("results of a function that recovers", itoa(n)+text, "7set recovered")
	r.equal("other defers after a recover", recoverThenOthers(), "dcba")
	r.equal("panic in a deferred call, recovered there", recoverNested(), "inner,outer")
	r.equal("panic in a deferred call, recovered above", recoverReplaced(), "second")
	r.equal("panic again", recoverAgain(), "once,p")
	r.equal("recover called too deep", recoverTooDeep(), "too deep|p")
	r.equal("recover by a named function and by methods", recoverDirectly(), "direct method")
	r.equal("recover in a loop", itoa(recoverInLoop()), "4950")
	r.equal("recover across many frames", recoverAcross(), "across bottom")
	r.equal("recover in a range over a function", recoverInRange(), "recovered p in 1")
	r.equal("panic during a return", recoverPanicDuringReturn(), "returned late")
	r.equal("panic and recover while panicking", recoverWithin(), "within,p")
	r.is("recover without a panic", recover() == nil)
	r.equal("panic(nil)", message(func() { panic(opaque[any](nil)) }), "panic called with nil argument")
	var value any
	func() {
		defer func() { value = recover() }()
		panic(point{1, 2})
	}()
	r.is("panic with any value", value == any(point{1, 2}))
	after := func() (s string) {
		defer func() {
			_ = recover()
			if recover() == nil {
				s = "only once"
			}
		}()
		panic("p")
	}()
	r.equal("recover recovers once", after, "only once")
}
