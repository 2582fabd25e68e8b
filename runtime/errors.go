// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/runtime/sys"
	"runtime/internal/number"
	"runtime/internal/pclntab"
	"unsafe"
)

// Error is what the panics raised by the language itself satisfy.
type Error interface {
	error
	RuntimeError()
}

// errorSpace returns memory for the value of a run-time error. A program that
// has no heap, or no memory left, gets that of spare in turn: its errors can be
// printed and recovered, but not kept for long. Each type has spares of its own,
// so that what somebody did keep is at least still of that type.
func errorSpace(size uintptr, spare unsafe.Pointer, turn *uint8) unsafe.Pointer {
	if allocator != nil {
		if p := allocator.Alloc(size, 8); p != nil {
			if setPointers != nil {
				setPointers(p, size, nil, 0, 0) // its type is not known here
			}
			return p
		}
	}
	*turn++
	return add(spare, uintptr(*turn%spares)*size)
}

const spares = 4 // as many panics of one type may be under way at once

// A writtenError can write its message bit by bit. To print one needs no
// memory; Error collects the bits.
type writtenError interface{ writeTo(w *textWriter) }

// A textWriter counts the bytes written to it, and puts them into text if that
// is not nil, or onto the console.
type textWriter struct {
	length  int
	text    []byte
	console bool
}

func (w *textWriter) add(s string) {
	if w.console {
		printstring(s)
		return
	}
	if w.text != nil {
		copy(w.text[w.length:], s)
	}
	w.length += len(s)
}

func (w *textWriter) addUint(v uint64) {
	var digits [number.IntSize]byte
	start := number.Int(digits[:], v, false)
	w.add(stringOf(sliceOf(noescape(unsafe.Pointer(&digits[start])), len(digits)-start)))
}

func errorText(e writtenError) string {
	var memory textWriter
	w := (*textWriter)(noescape(unsafe.Pointer(&memory)))
	e.writeTo(w)
	w.text, w.length = bytesFor(nil, w.length), 0
	e.writeTo(w)
	return stringOf(w.text)
}

// A message is a run-time error with a fixed text, and perhaps a detail.
type message struct {
	text, detail string
	plain        bool      // without the words "runtime error"
	_            [0]func() // not comparable: no code for == is made
}

var (
	spareMessages [spares]message
	messageTurn   uint8
)

func newMessage(text, detail string) *message {
	e := (*message)(errorSpace(unsafe.Sizeof(message{}), unsafe.Pointer(&spareMessages), &messageTurn))
	*e = message{text: text, detail: detail}
	return e
}

func (e *message) RuntimeError() {}
func (e *message) Error() string { return errorText(e) }

func (e *message) writeTo(w *textWriter) {
	if !e.plain {
		w.add("runtime error: ")
	}
	w.add(e.text)
	w.add(e.detail)
}

// The errors that compiled code raises, and (the first two) math/bits.
//
//go:linkname divideError
//go:linkname overflowError
var (
	divideError   error = &message{text: "integer divide by zero"}
	overflowError error = &message{text: "integer overflow"}
	shiftError    error = &message{text: "negative shift amount"}
	memoryError   error = &message{text: "invalid memory address or nil pointer dereference"}
)

func panicdivide() { panic(divideError) }

func panicoverflow() { panic(overflowError) }

func panicshift() { panic(shiftError) }

// sigpanic is where a trap handler sends a function that has touched memory
// it may not touch.
func sigpanic() { panic(memoryError) }

// panicrangestate is called when the function of a range-over-func loop calls
// the loop's body at a time it must not.
func panicrangestate(state int) { panic(newMessage(rangeStateTexts[state], "")) }

// By internal/abi.RF_State; 1 means that all is well.
var rangeStateTexts = [...]string{
	0: "range function continued iteration after function for loop body returned false",
	2: "range function continued iteration after loop body panic",
	3: "range function continued iteration after whole loop exit",
	4: "range function recovered a loop body panic and did not resume panicking",
}

// A TypeAssertionError explains a failed type assertion.
type TypeAssertionError struct {
	// These are *_type. A pointer type would bring the description of type
	// descriptions themselves into the image: 3 KB.
	static, have, want unsafe.Pointer

	missingMethod string
	_             [0]func()
}

var (
	spareAssertions [spares]TypeAssertionError
	assertionTurn   uint8
)

func panicAssertion(static, have, want *_type, missing string) {
	e := (*TypeAssertionError)(errorSpace(unsafe.Sizeof(TypeAssertionError{}), unsafe.Pointer(&spareAssertions), &assertionTurn))
	*e = TypeAssertionError{static: unsafe.Pointer(static), have: unsafe.Pointer(have), want: unsafe.Pointer(want), missingMethod: missing}
	panic(e)
}

func (*TypeAssertionError) RuntimeError()   {}
func (e *TypeAssertionError) Error() string { return errorText(e) }

func (e *TypeAssertionError) writeTo(w *textWriter) {
	w.add("interface conversion: ")
	static, have, want := (*_type)(e.static), (*_type)(e.have), (*_type)(e.want)
	if e.missingMethod != "" {
		w.add(typeString(have))
		w.add(" is not ")
		w.add(typeString(want))
		w.add(": missing method ")
		w.add(e.missingMethod)
		return
	}
	if static != nil {
		w.add(typeString(static))
	} else {
		w.add("interface")
	}
	w.add(" is ")
	if have != nil {
		w.add(typeString(have))
	} else {
		w.add("nil")
	}
	w.add(", not ")
	w.add(typeString(want))
	if have != nil && typeString(have) == typeString(want) {
		if typePackage(have) == typePackage(want) {
			w.add(" (types from different scopes)")
		} else {
			w.add(" (types from different packages)")
		}
	}
}

// A PanicNilError is what panic(nil) raises.
type PanicNilError struct {
	_ [0]func() // not comparable
}

func (*PanicNilError) RuntimeError() {}
func (*PanicNilError) Error() string { return "panic called with nil argument" }

// panicwrap is called by the wrapper that gives a pointer the methods of the
// value it points to, when that pointer is nil.
func panicwrap() {
	e := (*nilReceiverError)(errorSpace(unsafe.Sizeof(nilReceiverError{}), unsafe.Pointer(&spareReceivers), &receiverTurn))
	e.wrapper = unsafe.Pointer(firstmoduledata.Find(sys.GetCallerPC()))
	panic(e)
}

var (
	spareReceivers [spares]nilReceiverError
	receiverTurn   uint8
)

// A nilReceiverError is the error of a method called with such a pointer.
type nilReceiverError struct{ wrapper unsafe.Pointer }

func (*nilReceiverError) RuntimeError()   {}
func (e *nilReceiverError) Error() string { return errorText(e) }

// The wrapper's name, such as main.(*T).M, says which method it is.
func (e *nilReceiverError) writeTo(w *textWriter) {
	pkg, typ, method := pclntab.CutMethod(firstmoduledata.Name((*pclntab.Func)(e.wrapper)))
	w.add("value method ")
	w.add(pkg)
	w.add(".")
	w.add(typ)
	w.add(".")
	w.add(method)
	w.add(" called using nil *")
	w.add(typ)
	w.add(" pointer")
}
