// SPDX-License-Identifier: MIT

// Package pagetable makes and reads page tables of Sv39, the scheme by which a
// RISC-V hart translates 39-bit virtual addresses in three steps.
//
//	 38      30 29      21 20      12 11          0
//	| VPN[2]   | VPN[1]   | VPN[0]   | offset      |   virtual address
//	     |          |          |
//	     |          |          +-- entry of a table of 4 KiB pages
//	     |          +------------- entry of a table of 2 MiB pages or tables
//	     +------------------------ entry of the root: 1 GiB pages or tables
//
// A table is one frame: 512 entries of 8 bytes, PTE. An entry is invalid, points
// to the next table, or is a leaf: it says where a page of 4 KiB, 2 MiB or 1 GiB
// lies in physical memory and who may do what to it.
//
// Table is an address space as its tables describe it. Map, Unmap and Protect
// change ranges, Translate and Walk read them. Map takes the largest pages that
// the two addresses and the size allow; Unmap and Protect split a large page
// where a range ends inside of it. A change happens wholly or not at all: when
// there is no frame for a table, everything is as it was before.
//
// Invariants, which Check verifies and the tests insist on:
//
//   - a table other than the root is referred to by one entry and is not empty,
//     unless it hangs in an entry of the root that is pinned;
//   - every leaf has its A and D bits set: the hart never has to write to a table
//     (k210-facts.md §2.7, and RISC-V priv. 1.12 §4.3.2 lets harts fault instead);
//   - bits 63:54 of each entry are 0, and so are those of the frame number above
//     the K210's 20 (k210-facts.md §2.5, §2.7): an entry is read alike by both
//     versions of the specification;
//   - no leaf is both writable and executable: Map and Protect refuse that.
//
// Two address spaces may have tables in common: an entry of the root is pinned in
// the space that owns the table behind it, and borrowed by those that adopt it.
// So all spaces see at once what the owner changes below it.
//
// The package is plain Go over Memory and Allocator, and is tested on the host
// against a map of pages. It neither allocates Go memory nor knows of harts: who
// changes a table that is in use sends the hart an sfence.vma afterwards.
//
// References: RISC-V privileged specification 1.12 §4.4; 1.9.1 §4.5 for the K210.
package pagetable
