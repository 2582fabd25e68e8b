// SPDX-License-Identifier: MIT

// Package pointers lists system calls with memory that is not the caller's:
// each must end with EFAULT, for each argument that is memory, and before the
// call does anything else.
package pointers

import (
	"bugo/user/abi"
	"bugo/user/layout"
)

// Memory is the caller's.
type Memory struct {
	layout.Layout
	Own uintptr // 128 zero bytes among its variables, at a multiple of 8
}

// Addresses that are nobody's among the apps: of the kernel's part of each address
// space, and of what is mapped nowhere (k210-facts.md §1, §12.4; memory/space).
const (
	firmware  = 0x8000_0000
	kernel    = 0x8002_0000
	frames    = 0x8040_0000
	stacks    = 0xc000_3000
	device    = 0x3800_0000
	mtime     = 0x0200_bff8
	noMemory  = 0x8080_0008
	lowerHalf = 1 << 38 // its end
	wholeHalf = 1 << 63
)

// argument is one that is memory.
type argument struct {
	number      uintptr
	arguments   [3]uintptr
	index       int // which of them is the address
	size, align uintptr
	nullable    bool
	out         bool // the kernel writes there
}

// list is every argument of every call that is memory. The others are good.
func list(own uintptr) [8]argument {
	return [...]argument{
		{abi.SysRead, [3]uintptr{0, 0, 16}, 1, 16, 1, false, true},
		{abi.SysWrite, [3]uintptr{1, 0, 16}, 1, 16, 1, false, false},
		{abi.SysNanosleep, [3]uintptr{0, 0, 0}, 0, 16, 8, false, false},
		{abi.SysNanosleep, [3]uintptr{own, 0, 0}, 1, 16, 8, true, true},
		{abi.SysClockGettime, [3]uintptr{abi.ClockMonotonic, 0, 0}, 1, 16, 8, false, true},
		{abi.SysGettimeofday, [3]uintptr{0, 0, 0}, 0, 16, 8, true, true},
		{abi.SysGettimeofday, [3]uintptr{0, 0, 0}, 1, 8, 4, true, true},
		{abi.SysSysinfo, [3]uintptr{0, 0, 0}, 0, 112, 8, false, true},
	}
}

// place is an address, and what is bad about it.
type place struct {
	address uintptr
	what    string
}

// Each calls visit for every bad call, with what is bad about it.
func Each(m Memory, visit func(number uintptr, arguments [3]uintptr, what string)) {
	for _, a := range list(m.Own) {
		half := a.size / 2
		bad := func(address uintptr, what string) {
			arguments := a.arguments
			arguments[a.index] = address
			visit(a.number, arguments, what)
		}
		if !a.nullable {
			bad(0, "null")
		}
		if a.align > 1 {
			bad(m.Own+a.align/2, "misaligned")
		}
		for _, p := range [...]place{
			{8, "the first page"},
			{m.Text - a.size, "below"},
			{m.Text - half, "straddling the beginning"},
			{m.StartEnd - half, "straddling the end"},
			{m.StartEnd, "above"},
			{m.DataEnd, "the guard below the stack"},
			{m.DataEnd - half, "straddling into that guard"},
			{m.Stack - half, "straddling out of that guard"},
			{m.StackEnd, "the guard above the stack"},
			{m.StackEnd - half, "straddling into that one"},
			{m.HeapEnd, "the guard above the heap"},
			{m.HeapEnd - half, "straddling into that one, too"},
			{m.HeapEnd + 0x10_0000, "far up a heap that only another app has"},
			{-half, "wrapping around"},
			{-a.size, "the top of the address space"},
			{lowerHalf, "the middle of the address space"},
			{lowerHalf - half, "straddling into the middle"},
			{wholeHalf, "the middle of all addresses"},
			{kernel, "the kernel's text"},
			{frames, "the frames'"},
			{stacks, "a kernel stack's"},
			{firmware, "the firmware's"},
			{noMemory, "behind the end of memory"},
			{device, "a device's"},
			{mtime, "a device's that the kernel may touch"},
		} {
			bad(p.address, p.what)
		}
		if a.out {
			for _, p := range [...]place{
				{m.Text, "text"},
				{m.ROData, "constants"},
				{m.Data - half, "straddling the end of constants"},
				{m.Start, "the start block"},
			} {
				bad(p.address, p.what)
			}
		}
		if a.align > 1 {
			continue
		}
		for _, length := range [...]uintptr{m.StartEnd - m.Own, m.DataEnd - m.Own + 1, wholeHalf, ^uintptr(0), -m.Own, ^m.Own} {
			arguments := a.arguments
			arguments[a.index], arguments[a.index+1] = m.Own, length
			visit(a.number, arguments, "too long")
		}
	}
}
