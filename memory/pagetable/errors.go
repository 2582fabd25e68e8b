// SPDX-License-Identifier: MIT

package pagetable

// Error is a mistake in the use of a Table, or the lack of a frame. Its values are
// constants, so that reporting one needs no memory. Compare with errors.Is or ==.
type Error uint8

const (
	// ErrAlignment: an address or a size is not a multiple of PageSize.
	ErrAlignment Error = 1 + iota
	// ErrRange: the range is empty, or does not end by AddressEnd or PhysicalEnd.
	ErrRange
	// ErrPermissions: the flags are not those of a leaf.
	ErrPermissions
	// ErrMapped: something in the range is mapped already.
	ErrMapped
	// ErrNotMapped: something in the range is not mapped.
	ErrNotMapped
	// ErrNoFrame: there is no frame for a table.
	ErrNoFrame
	// ErrBorrowed: the range belongs to another space's tables.
	ErrBorrowed
	// ErrCorrupted: the tables break an invariant of the package.
	ErrCorrupted
)

// messages is indexed by Error.
var messages = [...]string{
	0:              "page table: no error",
	ErrAlignment:   "page table: an address or a size is no multiple of 4096",
	ErrRange:       "page table: the range is empty or too high for Sv39 or for the K210's 32-bit physical addresses",
	ErrPermissions: "page table: no leaf has these permissions: it must be readable or executable, and not writable and executable",
	ErrMapped:      "page table: a part of the range is mapped already",
	ErrNotMapped:   "page table: a part of the range is not mapped",
	ErrNoFrame:     "page table: no frame is left for a table",
	ErrBorrowed:    "page table: the range lies in tables of another address space",
	ErrCorrupted:   "page table: an entry breaks the rules; somebody wrote into a table",
}

// Error returns one line that says what was wrong.
func (e Error) Error() string {
	if int(e) >= len(messages) {
		return "page table: unknown error"
	}
	return messages[e]
}
