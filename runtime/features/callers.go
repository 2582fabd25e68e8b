// SPDX-License-Identifier: MIT

package features

import (
	"runtime"
	"strings"
)

// here returns the line it is called in, and the function.
//
//go:noinline
func here() (function string, line int) {
	pc, _, line, _ := runtime.Caller(1)
	return lastElement(runtime.FuncForPC(pc - 1).Name()), line
}

// inlinedHere is inlined, so that the call has no frame of its own.
func inlinedHere() (string, int) { return here() }

func lastElement(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// stack returns the functions on the stack, innermost first.
//
//go:noinline
func stack() (names []string) {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for {
		frame, more := frames.Next()
		names = append(names, lastElement(frame.Function))
		if !more {
			return names
		}
	}
}

func inlinedStack() []string { return stack() }

type caller struct{}

func (caller) viaMethod() []string { return inlinedStack() }

//go:noinline
func viaGeneric[T any](T) []string { return caller{}.viaMethod() }

func callers(r *recorder) {
	_, first := here()
	name, second := here()
	r.equal("runtime.Caller", name+" +"+itoa(second-first), "features.callers +1")
	name, third := inlinedHere()
	r.is("runtime.Caller of an inlined call", name == "features.inlinedHere" && third < first)

	names := viaGeneric(1)
	r.equal("runtime.Callers with inlined calls", strings.Join(names[:5], " "),
		"features.inlinedStack features.caller.viaMethod features.viaGeneric[...] features.callers features.Run")
	var fromDefer []string
	func() {
		defer func() {
			_ = recover()
			fromDefer = stack()
		}()
		var p *wide
		opaque(p).last++
	}()
	text := strings.Join(fromDefer, " ")
	r.is("the stack of a panic holds the place of the fault", strings.HasPrefix(text, "features.callers.func1.1 runtime.gopanic ") && strings.Contains(text, " runtime.sigpanic features.callers.func1 features.callers "))
	_, file, line, ok := runtime.Caller(0)
	r.is("runtime.Caller names the file", ok && strings.HasSuffix(file, "runtime/features/callers.go") && line > second)
}
