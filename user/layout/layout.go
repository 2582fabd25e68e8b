// SPDX-License-Identifier: MIT

// Package layout says where the parts of an app are in its address space, and what
// the app may do there. Programs that try out what they must not do use it; it is
// plain Go, for their tests.
package layout

// PageSize is the size of a page in bytes.
const PageSize = 4096

// Layout has the addresses of the parts, in ascending order. What lies between two
// of them and is not named is a guard.
type Layout struct {
	Text   uintptr // instructions: to read and execute
	ROData uintptr // constants: to read
	Data   uintptr // variables, .bss too: to read and write

	DataEnd         uintptr
	Stack, StackEnd uintptr // to read and write
	Heap, HeapEnd   uintptr // to read and write, up to the break
	Start, StartEnd uintptr // the start block: to read
}

// Readable reports whether the app may read all of the size bytes at address.
func (l *Layout) Readable(address, size uintptr) bool {
	return within(address, size, l.Text, l.DataEnd) || within(address, size, l.Start, l.StartEnd) || l.Writable(address, size)
}

// Writable reports whether the app may write all of the size bytes at address.
func (l *Layout) Writable(address, size uintptr) bool {
	return within(address, size, l.Data, l.DataEnd) || within(address, size, l.Stack, l.StackEnd) || within(address, size, l.Heap, l.HeapEnd)
}

// within reports whether the size bytes at address are in [start, end).
func within(address, size, start, end uintptr) bool {
	return address >= start && address <= end && size <= end-address
}
