// SPDX-License-Identifier: MIT

//bugo:trapcontext
package pagetable

// PageSize is the size of a frame and of the smallest page, in bytes.
const (
	PageSize  = 1 << pageShift
	pageShift = 12
)

// Entries is how many entries a table has.
const (
	Entries   = 1 << indexBits
	indexBits = 9
)

// Levels are counted as the specification does: the root is of level 2, a leaf
// of level 0 is a page of 4 KiB.
const rootLevel = 2

// AddressEnd is the first address above the lower half of Sv39, which is all that
// Bugo uses: addresses above it must have bits 63:39 equal to bit 38.
const AddressEnd = 1 << 38

// PhysicalEnd is the first physical address that an entry cannot hold on the
// K210, whose frame numbers have 20 bits (k210-facts.md §2.5).
const PhysicalEnd = 1 << 32

// levelSize returns how much one entry of a table of that level covers.
func levelSize(level uint) uintptr { return PageSize << (level * indexBits) }

// index returns which entry of a table of that level an address goes through.
func index(virtual uintptr, level uint) uintptr {
	return virtual >> (pageShift + level*indexBits) & (Entries - 1)
}

// Flags are the lower bits of an entry (RISC-V priv. 1.12 figure 4.21).
type Flags uint16

const (
	// Valid entries mean something.
	Valid Flags = 1 << iota
	// Read, Write and Execute say what may be done. None of them: the entry
	// points to a table.
	Read
	Write
	Execute
	// User pages are for user mode. Without the flag they are the kernel's alone.
	User
	// Global pages are the same in all address spaces.
	Global
	// Accessed and Dirty are what the hart notes, or faults about where it cannot:
	// in Bugo they are always set.
	Accessed
	Dirty

	// pinned and borrowed use the two bits that are left to software: see Pin.
	pinned
	borrowed
)

// Permissions are the flags that Map and Protect take.
const Permissions = Read | Write | Execute | User | Global

// String writes the flags as rwxug, with a - for each that is missing. It does
// not allocate.
func (f Flags) String() string {
	const width = 5
	at := int(f/Read&31) * width
	return flagNames[at : at+width]
}

// flagNames has the five letters for all 32 combinations; a test makes it anew.
const flagNames = "-----r-----w---rw-----x--r-x---wx--rwx--" +
	"---u-r--u--w-u-rw-u---xu-r-xu--wxu-rwxu-" +
	"----gr---g-w--grw--g--x-gr-x-g-wx-grwx-g" +
	"---ugr--ug-w-ugrw-ug--xugr-xug-wxugrwxug"

// valid reports whether Map and Protect may make a leaf of these permissions:
// something must be allowed, what is writable must be readable (RISC-V priv. 1.12
// table 4.5 reserves the rest), and nothing is writable and executable.
func (f Flags) valid() bool {
	return f&^Permissions == 0 && f&(Read|Execute) != 0 && (f&Write == 0 || f&Read != 0) && f&(Write|Execute) != Write|Execute
}

// PTE is a page table entry.
type PTE uint64

// ppnShift is where the frame number begins. On 1.9.1 it has 38 bits, on 1.12 it
// has 44: the lower 20 are at the same place (k210-facts.md §2.5).
const ppnShift = 10

// leaf makes an entry for a page.
func leaf(physical uintptr, permissions Flags) PTE {
	return PTE(physical>>pageShift<<ppnShift) | PTE(permissions|Valid|Accessed|Dirty)
}

// pointer makes an entry for the table in a frame.
func pointer(frame uintptr) PTE { return PTE(frame>>pageShift<<ppnShift) | PTE(Valid) }

// flags returns the lower bits.
func (e PTE) flags() Flags { return Flags(e & (1<<ppnShift - 1)) }

// Physical returns the address of the page or table that the entry refers to.
func (e PTE) Physical() uintptr { return uintptr(e>>ppnShift) << pageShift }

// Permissions returns what a leaf allows.
func (e PTE) Permissions() Flags { return e.flags() & Permissions }

// isValid, isLeaf and isTable say what an entry is.
func (e PTE) isValid() bool { return e&PTE(Valid) != 0 }
func (e PTE) isLeaf() bool  { return e.isValid() && e&PTE(Read|Execute) != 0 }
func (e PTE) isTable() bool { return e.isValid() && e&PTE(Read|Write|Execute) == 0 }
