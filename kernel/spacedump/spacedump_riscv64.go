// SPDX-License-Identifier: MIT

// Package spacedump writes the running kernel's address spaces on the console, as
// tables for people and as lines for tools/spaceview, which draws them:
//
//	spacedump v1 NAME
//	spacedump r VIRTUAL PHYSICAL SIZE FLAGS LABEL    pages behind one another in both; numbers in hex
//	spacedump g VIRTUAL SIZE LABEL                   where nothing is mapped, on purpose
//	spacedump p VIRTUAL SIZE LABEL                   promised, but not touched yet
//	spacedump end
//
// Both follow from the page tables themselves, but for the labels and for what is not
// in them.
package spacedump

import (
	"bugo/memory/pagetable"
	"bugo/memory/space"
	"bugo/task"
)

// Name says what is at an address of an app's space, or with nil of the kernel's.
func Name(s *space.Space) func(virtual uintptr) string {
	return func(virtual uintptr) string {
		if s != nil && virtual >= space.UserArea && virtual < space.UserAreaEnd {
			return s.NameAt(virtual)
		}
		return space.Own.NameAt(virtual)
	}
}

// Print writes all address spaces as tables: the kernel's, and of the apps' what is
// not the kernel's.
func Print() {
	print("[kernel] the kernel's address space\n", string(space.Own.Table.Print(nil, Name(nil))))
	for i := range task.All.Tasks {
		t := &task.All.Tasks[i]
		if t.Space.InUse() {
			print("[kernel] the address space of app ", t.App.Name, "\n", string(t.Space.Table.Print(nil, Name(&t.Space))))
		}
	}
}

// Dump writes all address spaces as lines.
func Dump() {
	dump("kernel", &space.Own.Table, nil)
	for i := range task.All.Tasks {
		t := &task.All.Tasks[i]
		if t.Space.InUse() {
			dump(t.App.Name, &t.Space.Table, &t.Space)
		}
	}
}

func dump(name string, table *pagetable.Table, s *space.Space) {
	println("spacedump v1", name)
	table.Ranges(0, pagetable.AddressEnd, false, Name(s), func(r pagetable.Range) {
		println("spacedump r", hex(r.Virtual), hex(r.Physical), hex(r.Size), r.Permissions.String(), Name(s)(r.Virtual))
	})
	if s != nil {
		for _, g := range s.Guards() {
			println("spacedump g", hex(g.Start), hex(g.End-g.Start), "guard")
		}
		for _, r := range s.Regions() {
			promised(table, r)
		}
	}
	for _, g := range space.KernelGuards() {
		println("spacedump g", hex(g.Start), hex(g.End-g.Start), g.Name)
	}
	println("spacedump end")
}

// promised writes the parts of a region that are not mapped.
func promised(table *pagetable.Table, r space.Region) {
	start := r.Start
	for at := r.Start; at <= r.End; at += pagetable.PageSize {
		_, _, mapped := table.Translate(at)
		if at < r.End && !mapped {
			continue
		}
		if at > start {
			println("spacedump p", hex(start), hex(at-start), r.Name)
		}
		start = at + pagetable.PageSize
	}
}

func hex(n uintptr) string {
	text := ""
	for {
		text = string("0123456789abcdef"[n&15]) + text
		if n >>= 4; n == 0 {
			return text
		}
	}
}
