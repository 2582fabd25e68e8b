// SPDX-License-Identifier: MIT

package syscalls

import (
	"unsafe"

	"bugo/memory/pagetable"
	"bugo/memory/space"
)

// What an app passes by address is copied: structures to and from variables of the
// functions in table.go, bytes by way of buffer. Nothing of the kernel ever refers to
// an app's memory, so nothing can change under its hands.

// maxBytes bounds how much one call moves, because no other app runs meanwhile. For
// the console it is much: at 115,200 baud, a byte takes 87 microseconds.
const maxBytes = 1024

// buffer holds what a call has copied in, or is about to copy out. No call keeps
// anything in it while it waits.
var buffer [maxBytes]byte

func current() *space.Space { return &kernel.Tasks.Current.Space }

// copyIn copies a structure of the caller's to a variable of the kernel's.
func copyIn(to unsafe.Pointer, from, size, align uintptr) bool {
	return from%align == 0 && current().CopyIn(unsafe.Slice((*byte)(to), size), from) == space.Resolved
}

// writable reports whether the caller may write a structure at an address, and makes
// the pages that it lies in: afterwards copyOut cannot fail, however long the call has
// waited meanwhile.
func writable(at, size, align uintptr) bool {
	return at%align == 0 && current().Prepare(at, size, pagetable.Write) == space.Resolved
}

// copyOut copies a variable of the kernel's to a structure of the caller's, which is
// writable.
func copyOut(to uintptr, from unsafe.Pointer, size uintptr) {
	if current().CopyOut(to, unsafe.Slice((*byte)(from), size)) != space.Resolved {
		panic("syscalls: what was writable is not")
	}
}

// userBytes are bytes of the caller's, all of which it may access in the way that the
// call is about.
type userBytes struct{ address, size uintptr }

// bytesIn are for the kernel to read, bytesOut for it to write.

func bytesIn(address, size uintptr) (userBytes, bool) {
	return userBytes{address, size}, current().Allows(address, size, pagetable.Read)
}

func bytesOut(address, size uintptr) (userBytes, bool) {
	return userBytes{address, size}, current().Allows(address, size, pagetable.Write)
}

// get copies the first of the bytes, at most maxBytes, to buffer. It is false if there
// is no frame for a page that was only promised.
func (b userBytes) get() ([]byte, bool) {
	p := buffer[:min(b.size, maxBytes)]
	return p, current().CopyIn(p, b.address) == space.Resolved
}

// room makes the pages of the first of the bytes, at most maxBytes, and returns how
// many that are: put of as many cannot fail.
func (b userBytes) room() (n int, ok bool) {
	size := min(b.size, maxBytes)
	return int(size), current().Prepare(b.address, size, pagetable.Write) == space.Resolved
}

// put copies p, which has room, to the bytes.
func (b userBytes) put(p []byte) {
	copyOut(b.address, unsafe.Pointer(unsafe.SliceData(p)), uintptr(len(p)))
}
