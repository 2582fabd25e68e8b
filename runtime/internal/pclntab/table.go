// SPDX-License-Identifier: MIT

// Package pclntab reads the function tables which the Go linker writes into
// every program: from an address to the function, file and line, to the size
// of its stack frame and to the calls that were inlined there. Panics need
// them to find deferred calls, tracebacks to name places.
//
// The format is that of Go 1.20 to 1.26 (cmd/link/internal/ld/pcln.go), for
// little-endian machines; in images with numbers of its own (numbers_riscv64.go). Tables are read in place: nothing is copied and
// nothing allocated. They come from the linker and are trusted; a damaged one
// ends in a bounds panic.
//
// Functions marked noinline are called from several places on the way to an
// error message; copies of them would only make every image larger.
package pclntab

import "unsafe"

// A Table is the part of the linker's moduledata that describes functions. Its
// fields have moduledata's order, so that the runtime can lay it over them.
type Table struct {
	Header    *Header
	Names     []byte   // function names, each ended by a zero byte
	Units     []uint32 // for each compilation unit, offsets into Files
	Files     []byte   // file names, each ended by a zero byte
	Values    []byte   // the (value, pc) sequences, see Value
	Functions []byte   // the Func records
	Index     []Entry  // one per function by rising address, and an end mark

	FindFunc     uintptr // a hash-like index of Index, which we do not use
	MinPC, MaxPC uintptr // the functions lie in [MinPC, MaxPC)
	Text         uintptr // offsets of code count from here
}

// A Header stands in front of the tables. More follows that is of no use here.
type Header struct {
	Magic       uint32
	_           [2]byte
	Quantum     uint8 // lengths of code count in this many bytes
	PointerSize uint8
}

// Magic is the format's mark (internal/abi.Go120PCLnTabMagic).
const Magic = 0xfffffff1

// An Entry says where a function's code and its record begin.
type Entry struct {
	Code uint32 // from Text
	Func uint32 // into Functions
}

// A Func is one function's record. Two arrays follow it: Tables offsets into
// Values (PCDATA), then Blobs offsets of FUNCDATA.
type Func struct {
	Code        uint32 // entry point, from Text
	name        int32
	Args        int32  // bytes of arguments and results on the stack
	DeferReturn uint32 // from the entry point to its call of deferreturn, or 0
	frameSizes  uint32 // offsets into Values
	files       uint32
	lines       uint32
	Tables      uint32
	unit        uint32 // where its compilation unit begins in Units
	StartLine   int32
	ID          uint8 // internal/abi.FuncID
	Flag        uint8 // internal/abi.FuncFlag
	_           uint8
	Blobs       uint8
}

// Find returns the function whose code holds pc, or nil.
//
//go:noinline
func (t *Table) Find(pc uintptr) *Func {
	if pc < t.MinPC || pc >= t.MaxPC {
		return nil
	}
	code := uint32(pc - t.Text)
	low, high := 0, len(t.Index)-1
	for high-low > 1 {
		middle := int(uint(low+high) / 2)
		if t.Index[middle].Code <= code {
			low = middle
		} else {
			high = middle
		}
	}
	return (*Func)(unsafe.Pointer(&t.Functions[t.Index[low].Func]))
}

// Entry returns the address of f's first instruction.
func (t *Table) Entry(f *Func) uintptr { return t.Text + uintptr(f.Code) }

// Name returns f's name with its package path.
func (t *Table) Name(f *Func) string { return text(t.Names, uint32(f.name)) }

// text returns the string at an offset, up to its zero byte.
//
//go:noinline
func text(b []byte, offset uint32) string {
	b = b[offset:]
	n := 0
	for b[n] != 0 {
		n++
	}
	b = b[:n]
	return *(*string)(unsafe.Pointer(&b)) // without the checks of unsafe.String
}

// None is the value where a table has nothing to say.
const None = -1

// Value returns what a sequence in Values holds for pc. A sequence is a list
// of pairs of varints: by how much the value changes (zigzag-coded, starting
// from -1), and for how many bytes of code it then holds.
func (t *Table) Value(f *Func, sequence uint32, pc uintptr) int32 {
	if sequence == 0 {
		return None
	}
	b := t.Values[sequence:]
	offset := uint32(pc - t.Entry(f))
	end, value := uint32(0), int32(-1)
	for first := true; ; first = false {
		var change, length uint32
		change, b = Varint(b)
		if change == 0 && !first {
			return None
		}
		value += int32(change>>1) ^ -int32(change&1)
		length, b = Varint(b)
		end += length * uint32(t.Header.Quantum)
		if offset < end {
			return value
		}
	}
}

// Varint reads a number in groups of seven bits, lowest first, and returns it
// with the bytes after it.
//
//go:noinline
func Varint(b []byte) (uint32, []byte) {
	v, shift, i := uint32(0), uint(0), 0
	for b[i]&0x80 != 0 {
		v |= uint32(b[i]&0x7F) << shift
		shift += 7
		i++
	}
	return v | uint32(b[i])<<shift, b[i+1:]
}

// tail returns the i-th of the offsets that follow f's record.
func tail(f *Func, i uint32) uint32 {
	return *(*uint32)(unsafe.Add(unsafe.Pointer(f), unsafe.Sizeof(Func{})+uintptr(i)*4))
}

// PCData returns the value of one of f's PCDATA tables at pc.
func (t *Table) PCData(f *Func, table uint32, pc uintptr) int32 {
	if table >= f.Tables {
		return None
	}
	return t.Value(f, tail(f, table), pc)
}

// FuncData returns the address of one of f's FUNCDATA, which count from base
// (moduledata's gofunc), or nil.
func (f *Func) FuncData(i uint8, base unsafe.Pointer) unsafe.Pointer {
	if i >= f.Blobs {
		return nil
	}
	offset := tail(f, f.Tables+uint32(i))
	if offset == ^uint32(0) {
		return nil
	}
	return unsafe.Add(base, offset)
}

// FrameSize returns how far SP stands at pc below where it stood when f was
// called: 0 in a function that has no frame, or has not made it yet.
func (t *Table) FrameSize(f *Func, pc uintptr) uintptr {
	return uintptr(max(t.Value(f, f.frameSizes, pc), 0))
}

// Line returns the position of the instruction at pc in the source; "?" and 0
// where there is none.
func (t *Table) Line(f *Func, pc uintptr) (file string, line int) {
	n := t.Value(f, f.files, pc)
	if n == None {
		return "?", 0
	}
	offset := t.Units[f.unit+uint32(n)]
	if offset == ^uint32(0) {
		return "?", 0
	}
	return text(t.Files, offset), int(t.Value(f, f.lines, pc))
}
