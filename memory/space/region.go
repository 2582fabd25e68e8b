// SPDX-License-Identifier: MIT

//bugo:trapcontext
package space

import "bugo/memory/pagetable"

// Rights of regions.
const (
	ReadExecute = pagetable.Read | pagetable.Execute
	ReadOnly    = pagetable.Read
	ReadWrite   = pagetable.Read | pagetable.Write
)

const pageSize = pagetable.PageSize

// Region is a piece of an address space that is of one kind.
type Region struct {
	Name        string
	Start, End  uintptr // multiples of 4096; End is behind it
	Permissions pagetable.Flags

	owned bool // its frames are the space's own
	lazy  bool // and come when they are touched first
}

// regionAt returns the region of an address, or nil. It begins with the last ones,
// which are touched first most often: heap and stack.
func regionAt(regions []Region, address uintptr) *Region {
	for i := len(regions) - 1; i >= 0; i-- {
		if r := &regions[i]; address >= r.Start && address < r.End {
			return r
		}
	}
	return nil
}

// nameAt returns the name of the region of an address.
func nameAt(regions []Region, address uintptr) string {
	if r := regionAt(regions, address); r != nil {
		return r.Name
	}
	return ""
}

// roundUp rounds an address up to a page.
func roundUp(address uintptr) uintptr { return (address + pageSize - 1) &^ (pageSize - 1) }
