// SPDX-License-Identifier: MIT

package table

import "errors"

// A Sequence gives a value for each place of a function's code. nil stands for
// none: the same as -1 everywhere.
//
// In the section it is a list of pairs of varints: by how much the value
// changes (zigzag-coded, starting from -1) and for how many quanta of code it
// then holds. A change of 0 that is not the first ends it.
type Sequence []Run

// A Run is a piece of code with one value.
type Run struct {
	Value  int32
	Length uint32 // in units of Quantum, not 0
}

// none is the value where a sequence has nothing to say.
const none = -1

// add appends a run; one of the same value is made longer instead.
func (s Sequence) add(value int32, length uint32) Sequence {
	if length == 0 {
		return s
	}
	if last := len(s) - 1; last >= 0 && s[last].Value == value {
		s[last].Length += length
		return s
	}
	return append(s, Run{value, length})
}

// trim drops what says no more than the end of the sequence does.
func (s Sequence) trim() Sequence {
	if last := len(s) - 1; last >= 0 && s[last].Value == none {
		s = s[:last]
	}
	if len(s) == 0 {
		return nil
	}
	return s
}

var (
	errSequenceEnd    = errors.New("has no end")
	errSequenceLength = errors.New("covers more than 4 GiB of code")
	errVarint         = errors.New("holds a varint of more than 32 bits")
)

// decodeSequence reads the sequence that b starts with.
func decodeSequence(b []byte) (Sequence, error) {
	var s Sequence
	var total uint64
	value := int32(none)
	for first := true; ; first = false {
		change, n, err := varint(b)
		if err != nil {
			return nil, err
		}
		b = b[n:]
		if change == 0 && !first {
			return s, nil
		}
		length, n, err := varint(b)
		if err != nil {
			return nil, err
		}
		b = b[n:]
		if total += uint64(length); total > 1<<32-1 {
			return nil, errSequenceLength
		}
		value += int32(change>>1) ^ -int32(change&1)
		s = s.add(value, length)
	}
}

// encode is the inverse of decodeSequence, for a sequence that is not empty.
func (s Sequence) encode() []byte {
	var b []byte
	value := int32(none)
	for _, run := range s {
		change := run.Value - value
		b = appendVarint(b, uint32(change)<<1^uint32(change>>31))
		b = appendVarint(b, run.Length)
		value = run.Value
	}
	return append(b, 0)
}

// varint reads a number in groups of seven bits, lowest first.
func varint(b []byte) (value uint32, size int, err error) {
	for i, c := range b {
		if i == 5 || i == 4 && c > 0x0F {
			return 0, 0, errVarint
		}
		value |= uint32(c&0x7F) << (7 * i)
		if c&0x80 == 0 {
			return value, i + 1, nil
		}
	}
	return 0, 0, errSequenceEnd
}

func appendVarint(b []byte, value uint32) []byte {
	for ; value >= 0x80; value >>= 7 {
		b = append(b, byte(value)|0x80)
	}
	return append(b, byte(value))
}
