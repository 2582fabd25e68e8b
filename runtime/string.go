// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"runtime/internal/runes"
	"unsafe"
)

// Strings: x + y + z and the conversions from and to []byte, []rune and rune.
// The compiler offers a buffer on the stack where the result does not escape;
// nil if it may.

type tmpBuf [32]byte

// bytesFor returns n bytes that the caller fills wholly.
func bytesFor(buf *tmpBuf, n int) []byte {
	if buf != nil && n <= len(buf) {
		return buf[:n]
	}
	return sliceOf(allocateBytes(uintptr(n)), n)
}

// sliceOf and stringOf are unsafe.Slice and unsafe.String without their checks.

func sliceOf(p unsafe.Pointer, n int) []byte { return *(*[]byte)(unsafe.Pointer(&slice{p, n, n})) }

func stringOf(b []byte) string { return *(*string)(unsafe.Pointer(&b)) }

func concatstrings(buf *tmpBuf, parts []string) string {
	n, filled, last := 0, 0, 0
	for i, s := range parts {
		if len(s) == 0 {
			continue
		}
		n += len(s)
		if n < 0 {
			throw("string concatenation too long")
		}
		filled, last = filled+1, i
	}
	if filled == 0 {
		return ""
	}
	// One part alone needs no copy, unless it lies in a frame that the result
	// may outlive.
	if s := parts[last]; filled == 1 && (buf != nil || !onStack(s)) {
		return s
	}
	b := bytesFor(buf, n)
	n = 0
	for _, s := range parts {
		n += copy(b[n:], s)
	}
	return stringOf(b)
}

func onStack(s string) bool {
	at := uintptr(unsafe.Pointer(unsafe.StringData(s)))
	stack := getg().stack
	return stack.lo <= at && at < stack.hi
}

func concatstring2(buf *tmpBuf, a, b string) string { return concatstrings(buf, []string{a, b}) }

func concatstring3(buf *tmpBuf, a, b, c string) string {
	return concatstrings(buf, []string{a, b, c})
}

func concatstring4(buf *tmpBuf, a, b, c, d string) string {
	return concatstrings(buf, []string{a, b, c, d})
}

func concatstring5(buf *tmpBuf, a, b, c, d, e string) string {
	return concatstrings(buf, []string{a, b, c, d, e})
}

// concatbytes is []byte(x + y): always a copy.
func concatbytes(buf *tmpBuf, parts []string) []byte {
	n := 0
	for _, s := range parts {
		n += len(s)
		if n < 0 {
			throw("string concatenation too long")
		}
	}
	b := bytesFor(buf, n)
	n = 0
	for _, s := range parts {
		n += copy(b[n:], s)
	}
	return b
}

func concatbyte2(buf *tmpBuf, a, b string) []byte { return concatbytes(buf, []string{a, b}) }

func concatbyte3(buf *tmpBuf, a, b, c string) []byte { return concatbytes(buf, []string{a, b, c}) }

func concatbyte4(buf *tmpBuf, a, b, c, d string) []byte {
	return concatbytes(buf, []string{a, b, c, d})
}

func concatbyte5(buf *tmpBuf, a, b, c, d, e string) []byte {
	return concatbytes(buf, []string{a, b, c, d, e})
}

// slicebytetostring is string(b) for the n bytes at p.
func slicebytetostring(buf *tmpBuf, p *byte, n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return unsafe.String((*byte)(unsafe.Pointer(&staticuint64s[*p])), 1)
	}
	b := bytesFor(buf, n)
	memmove(unsafe.Pointer(unsafe.SliceData(b)), unsafe.Pointer(p), uintptr(n))
	return stringOf(b)
}

// slicebytetostringtmp is string(b) where b does not change while it is used.
func slicebytetostringtmp(p *byte, n int) string { return unsafe.String(p, n) }

func stringtoslicebyte(buf *tmpBuf, s string) []byte {
	b := bytesFor(buf, len(s))
	copy(b, s)
	return b
}

func stringtoslicerune(buf *[32]rune, s string) []rune {
	n := runes.Count(s)
	var a []rune
	if buf != nil && n <= len(buf) {
		a = buf[:n]
	} else {
		a = unsafe.Slice((*rune)(allocate(uintptr(n)*4, 4, nil)), n)
	}
	at := 0
	for i := range a {
		a[i], at = runes.Decode(s, at)
	}
	return a
}

func slicerunetostring(buf *tmpBuf, a []rune) string {
	n := 0
	for _, r := range a {
		n += runes.Length(r)
	}
	b := bytesFor(buf, n)
	at := 0
	for _, r := range a {
		at += runes.Encode(b[at:], r)
	}
	return stringOf(b)
}

// intstring is string(v) of an integer.
func intstring(buf *[runes.MaxBytes]byte, v int64) string {
	r := rune(v)
	if int64(r) != v {
		r = runes.Error
	}
	var b []byte
	if buf != nil {
		b = buf[:]
	} else {
		b = bytesFor(nil, runes.Length(r))
	}
	return stringOf(b[:runes.Encode(b, r)])
}

func countrunes(s string) int { return runes.Count(s) }

// decoderune serves range over a string, for what is not ASCII.
func decoderune(s string, at int) (rune, int) { return runes.Decode(s, at) }
