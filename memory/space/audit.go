// SPDX-License-Identifier: MIT

package space

import (
	"bugo/memory/frame"
	"bugo/memory/pagetable"
)

// Violation is a page that breaks a rule.
type Violation struct {
	Page pagetable.Leaf
	Rule string
}

// UserArea is where apps have their addresses: one entry of the root.
const (
	UserArea    = 0x4000_0000
	UserAreaEnd = UserArea + gigabyte
)

// Audit walks the page tables of an address space that is in use, the kernel's or an
// app's, and reports each page that breaks a rule:
//
//   - no page is writable and executable, not even by way of two addresses: what user
//     mode may execute, the kernel may not write, and the other way round;
//   - what lies in the apps' part is for user mode and not global, all else is global
//     and for the kernel alone, and at its own address unless it is a stack;
//   - what user mode may write is a frame that is handed out for that, and not at two
//     addresses; no page table is anywhere in the apps' part;
//   - the first page is not mapped, and no guard is.
//
// seen has a bit for each frame, to be passed from space to space: two apps must not
// share one. It returns how many pages there are.
func (k *Kernel) Audit(table *pagetable.Table, guards []Region, seen map[uintptr]bool, report func(Violation)) (pages int) {
	table.Walk(0, pagetable.AddressEnd, func(l pagetable.Leaf) bool {
		pages++
		if rule := k.broken(l, guards, seen); rule != "" {
			report(Violation{l, rule})
		}
		return true
	})
	if table.Check() != nil {
		report(Violation{Rule: "an entry is malformed"})
	}
	return pages
}

// broken returns which rule a page breaks, or "".
func (k *Kernel) broken(l pagetable.Leaf, guards []Region, seen map[uintptr]bool) string {
	p := l.Permissions
	end := l.Virtual + l.Size
	user := p&pagetable.User != 0
	switch {
	case p&(pagetable.Write|pagetable.Execute) == pagetable.Write|pagetable.Execute:
		return "writable and executable"
	case l.Virtual == 0:
		return "the first page is mapped"
	case user != (l.Virtual >= UserArea && end <= UserAreaEnd):
		return "user mode's where it must not be, or the kernel's where apps are"
	case user == (p&pagetable.Global != 0):
		return "global and an app's, or neither"
	case !user && l.Virtual != l.Physical && l.Virtual < StackArea:
		return "the kernel's, but at another address"
	}
	for _, g := range guards {
		if l.Virtual < g.End && end > g.Start {
			return "a guard is mapped"
		}
	}
	if l.Virtual >= StackArea && (l.Virtual-StackArea)%StackSlot < StackSlot-StackSize {
		return "the guard of a kernel stack is mapped"
	}
	if !user {
		return ""
	}
	_, own, mapped := k.Table.Translate(l.Physical)
	use, handedOut := k.frames.Use(l.Physical)
	switch {
	case !mapped:
		return "an app's page that the kernel does not know"
	case p&pagetable.Execute != 0 && own&pagetable.Write != 0:
		return "executed by an app and written by the kernel"
	case p&pagetable.Write != 0 && own&pagetable.Execute != 0:
		return "written by an app and executed by the kernel"
	case p&pagetable.Write != 0 && (!handedOut || use != frame.UserPage):
		return "written by an app, but not a frame for that"
	case handedOut && use != frame.UserPage:
		return "a frame of the kernel's in an app's hands"
	case handedOut && seen[l.Physical]:
		return "a frame in two places"
	}
	if handedOut {
		seen[l.Physical] = true
	}
	return ""
}

// Guards returns what must not be mapped between the regions of an app.
func (s *Space) Guards() []Region {
	var guards []Region
	for i, r := range s.Regions() {
		if i > 0 && s.regions[i-1].End < r.Start {
			guards = append(guards, Region{Name: "guard", Start: s.regions[i-1].End, End: r.Start})
		}
	}
	return guards
}
