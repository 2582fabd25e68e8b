// SPDX-License-Identifier: MIT

// Package fmt formats values as Go's package fmt does, for apps.
//
// It is the part of that package that needs no reflection: a type switch over
// Go's own types, errors and Stringers. An app that uses it grows by 40 KiB: 21
// of instructions, of which floats are 6, the rest mostly Go's tables of
// functions. Apps that must stay small use print and println.
//
//	verbs   %v %d %b %o %x %X %c %q %s %t %p %e %E %f %F %g %G %%
//	flags   + - 0 space, # for 0x; width and precision, also as *
//	types   bool, string, []byte, all integers and floats, unsafe.Pointer,
//	        nil, error, Stringer
//
// What is written is what stock fmt writes, bad verbs (%!d(string=hi)),
// missing and superfluous operands included, with these exceptions: %q escapes
// all but ASCII, as stock %+q; a value of another type, such as a struct or an
// integer type of one's own without methods, is written as (unknown type); %b
// and %x of floats, and %[1]d, are not known. Tests compare the two packages.
//
// Each call of Printf, Println or Fprintf makes one call of Write, so that an
// app's line is not cut in two by another app's. The text grows in a buffer
// that is kept for the next call.
//
//	print.go, stdout_riscv64.go   the functions
//	format.go                     reads formats
//	value.go                      from a value's type and a verb to text
//	integer.go, text.go           integers, strings
//	float.go, digits.go           floats: layout, and exact digits
package fmt
