// SPDX-License-Identifier: MIT

// Package job is what the bench's host side tells its guest: which traces to
// replay over a heap of which size, and with which allocators.
//
// The host encodes it into a file that QEMU loads at Address, past all that a
// K210 has (k210-facts.md §1), so that neither the kernel nor its stack is
// near; the guest opens it in place. It is a row of little-endian words of 8
// bytes:
//
//	magic, length of the file, heap size, allocators, number of traces,
//	then for each trace the offset and the length of its packed form
//
// followed by the packed traces (package trace). Bit n of allocators asks for
// number n of package measure's list.
//
// Behind the file the guest has memory for its tables and for the heap itself:
// Layout says where, and the host gives the machine as much.
//
// The package needs neither fmt nor an operating system, and Open nothing but
// the memory of the file.
package job

import (
	"errors"

	"bugo/heap/trace"
)

// Address is where the guest finds the file.
const Address = 0x8080_0000

// magic is "BUGBENCH" in memory. Another form of the file will have other
// letters.
const magic = 0x48434e4542475542

const (
	wordSize    = 8
	headerWords = 5
)

// ErrDamaged is the error of Open.
var ErrDamaged = errors.New("the job is damaged: its words contradict each other")

// Encode returns the file. allocators is the sum of 1<<n over the numbers of
// the allocators.
func Encode(heapSize int, allocators uint64, traces []trace.Packed) []byte {
	offset := (headerWords + 2*len(traces)) * wordSize
	length := offset
	for _, packed := range traces {
		length += len(packed)
	}
	file := make([]byte, 0, length)
	for _, word := range []int{magic, length, heapSize, int(allocators), len(traces)} {
		file = appendWord(file, word)
	}
	for _, packed := range traces {
		file = appendWord(file, offset)
		file = appendWord(file, len(packed))
		offset += len(packed)
	}
	for _, packed := range traces {
		file = append(file, packed...)
	}
	return file
}

// (encoding/binary would need reflect, which bare metal does not have.)

func appendWord(to []byte, word int) []byte {
	for shift := range wordSize {
		to = append(to, byte(uint64(word)>>(8*shift)))
	}
	return to
}

func wordOf(b []byte) (word uint64) {
	for shift, value := range b[:wordSize] {
		word |= uint64(value) << (8 * shift)
	}
	return word
}

// A Job is an opened file.
type Job struct{ file []byte }

// Length returns the length of the file that begins with header, of which
// HeaderLength bytes must be there, and 0 when no such file begins so.
func Length(header []byte) int {
	if len(header) < HeaderLength || wordOf(header) != magic {
		return 0
	}
	length := wordOf(header[wordSize:])
	if length < HeaderLength || length > maxLength {
		return 0
	}
	return int(length)
}

// HeaderLength is how much of a file Length needs, in bytes.
const HeaderLength = headerWords * wordSize

// maxLength bounds what a guest believes.
const maxLength = 1 << 30

// Open checks the file and returns ErrDamaged if its words contradict each
// other. The traces themselves are for trace.Packed to check.
func Open(file []byte) (Job, error) {
	j := Job{file}
	if length := Length(file); length == 0 || length != len(file) {
		return Job{}, ErrDamaged
	}
	if room := uint64(len(file) - HeaderLength); j.word(4) > room/(2*wordSize) {
		return Job{}, ErrDamaged
	}
	offset := uint64(headerWords+2*j.Traces()) * wordSize
	for i := range j.Traces() {
		start, length := j.word(headerWords+2*i), j.word(headerWords+2*i+1)
		if start != offset || offset > uint64(len(file)) || length > uint64(len(file))-offset {
			return Job{}, ErrDamaged
		}
		offset += length
	}
	if offset != uint64(len(file)) || j.word(2) > maxLength {
		return Job{}, ErrDamaged
	}
	return j, nil
}

// word returns the number at an index that the file has.
func (j Job) word(i int) uint64 { return wordOf(j.file[i*wordSize:]) }

// HeapSize returns the size of the region that the allocators get, in bytes.
func (j Job) HeapSize() int { return int(j.word(2)) }

// Wants reports whether allocator number n is asked for.
func (j Job) Wants(n int) bool { return j.word(3)>>n&1 != 0 }

// Traces returns the number of traces.
func (j Job) Traces() int { return int(j.word(4)) }

// Trace returns trace number i.
func (j Job) Trace(i int) trace.Packed {
	offset, length := j.word(headerWords+2*i), j.word(headerWords+2*i+1)
	return trace.Packed(j.file[offset : offset+length])
}
