// SPDX-License-Identifier: MIT

package board

// Region is a range of physical addresses.
type Region struct {
	Base, Size uintptr
}

// Contains reports whether all of [base, base+size) lies in r. An empty range
// lies in r when its base does, or is r's end. A range that wraps round the end
// of the address space lies nowhere.
func (r Region) Contains(base, size uintptr) bool {
	return base >= r.Base && base-r.Base <= r.Size && size <= r.Size-(base-r.Base)
}

// Overlaps reports whether [base, base+size) and r share a byte.
//
// Preconditions: base+size does not wrap.
func (r Region) Overlaps(base, size uintptr) bool {
	return size > 0 && r.Size > 0 && base < r.Base+r.Size && r.Base < base+size
}
