// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"runtime/internal/number"
	"unsafe"
)

// print and println are compiled to printlock, one call per operand, and
// printunlock. The texts are those of Go 1.26 on Linux, digit by digit. Nothing
// in here may use a print statement: it would be one inside another.

// A printBuffer collects the operands of one print statement so that they
// reach the console by one sysWrite: an app's line costs one system call and
// is not cut in two by another's.
type printBuffer struct {
	depth int32 // print statements under way
	used  int32
	text  [112]byte
}

func printlock() { getg().printing.depth++ }

func printunlock() {
	b := &getg().printing
	if b.depth == 1 {
		b.flush()
	}
	b.depth--
}

func (b *printBuffer) flush() {
	n := int(b.used)
	b.used = 0
	if n > 0 {
		sysWrite(unsafe.Pointer(&b.text), n)
	}
}

// printbytes prints n bytes at p. A print statement in an interrupt handler
// that has struck inside another one on the same stack goes past the buffer.
func printbytes(p unsafe.Pointer, n int) {
	b := &getg().printing
	if b.depth == 1 {
		if n > len(b.text)-int(b.used) {
			b.flush()
		}
		if n <= len(b.text) {
			memmove(unsafe.Pointer(&b.text[b.used]), p, uintptr(n))
			b.used += int32(n)
			return
		}
	}
	sysWrite(p, n)
}

func printstring(s string) { printbytes(unsafe.Pointer(unsafe.StringData(s)), len(s)) }

func printsp() { printstring(" ") }

func printnl() { printstring("\n") }

func printbool(v bool) {
	if v {
		printstring("true")
	} else {
		printstring("false")
	}
}

func printuint(v uint64) { printdigits(v, false) }

func printint(v int64) {
	if v < 0 {
		printstring("-")
		v = -v
	}
	printdigits(uint64(v), false)
}

func printhex(v uint64) {
	printstring("0x")
	printdigits(v, true)
}

func printdigits(v uint64, hex bool) {
	var text [number.IntSize]byte
	start := number.Int(text[:], v, hex)
	printbytes(noescape(unsafe.Pointer(&text[start])), len(text)-start)
}

func printfloat64(v float64) { printfloat(*(*uint64)(unsafe.Pointer(&v)), false) }

func printfloat32(v float32) { printfloat(uint64(*(*uint32)(unsafe.Pointer(&v))), true) }

func printfloat(bits uint64, single bool) {
	var text [number.FloatSize]byte
	n := number.Float(text[:], bits, single)
	printbytes(noescape(unsafe.Pointer(&text)), n)
}

func printcomplex128(c complex128) {
	im := imag(c)
	printstring("(")
	printfloat64(real(c))
	printplus(im)
	printfloat64(im)
	printstring("i)")
}

func printcomplex64(c complex64) {
	im := imag(c)
	printstring("(")
	printfloat32(real(c))
	printplus(float64(im))
	printfloat32(im)
	printstring("i)")
}

// printplus prints the sign in front of an imaginary part whose own text will
// have none: that of an infinity always has one, that of NaN never.
func printplus(im float64) {
	bits := *(*uint64)(unsafe.Pointer(&im))
	const infinity = 0x7ff << 52
	if bits < infinity || im != im {
		printstring("+")
	}
}

func printpointer(p unsafe.Pointer) { printhex(uint64(uintptr(p))) }

func printuintptr(p uintptr) { printuint(uint64(p)) }

func printslice(s []byte) {
	printstring("[")
	printint(int64(len(s)))
	printstring("/")
	printint(int64(cap(s)))
	printstring("]")
	printpointer(unsafe.Pointer(unsafe.SliceData(s)))
}

func printeface(e eface) { printwords(unsafe.Pointer(e._type), e.data) }

func printiface(i iface) { printwords(unsafe.Pointer(i.tab), i.data) }

// printwords prints the two words of an interface value.
func printwords(first, second unsafe.Pointer) {
	printstring("(")
	printpointer(first)
	printstring(",")
	printpointer(second)
	printstring(")")
}

// hex is a number that print shows in hexadecimal: the compiler knows the
// type by its name and calls printhex.
type hex uint64
