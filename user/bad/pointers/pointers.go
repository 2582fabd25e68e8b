// SPDX-License-Identifier: MIT

// Package pointers lists system calls with memory that is not the caller's:
// each must end with EFAULT, for each argument that is memory, and before the
// call does anything else.
package pointers

import "bugo/user/abi"

// Memory is the caller's.
type Memory struct {
	Base, End uintptr // its window
	Own       uintptr // 128 zero bytes in it, at a multiple of 8
}

// Addresses that are nobody's among the apps (k210-facts.md §1, §12.4).
const (
	firmware  = 0x8000_0000
	kernel    = 0x8002_0000
	uncached  = 0x4000_0000
	device    = 0x3800_0000
	noMemory  = 0x8080_0008
	wholeHalf = 1 << 63
)

// argument is one that is memory.
type argument struct {
	number      uintptr
	arguments   [3]uintptr
	index       int // which of them is the address
	size, align uintptr
	nullable    bool
}

// list is every argument of every call that is memory. The others are good.
func list(own uintptr) [8]argument {
	return [...]argument{
		{abi.SysRead, [3]uintptr{0, 0, 16}, 1, 16, 1, false},
		{abi.SysWrite, [3]uintptr{1, 0, 16}, 1, 16, 1, false},
		{abi.SysNanosleep, [3]uintptr{0, 0, 0}, 0, 16, 8, false},
		{abi.SysNanosleep, [3]uintptr{own, 0, 0}, 1, 16, 8, true},
		{abi.SysClockGettime, [3]uintptr{abi.ClockMonotonic, 0, 0}, 1, 16, 8, false},
		{abi.SysGettimeofday, [3]uintptr{0, 0, 0}, 0, 16, 8, true},
		{abi.SysGettimeofday, [3]uintptr{0, 0, 0}, 1, 8, 4, true},
		{abi.SysSysinfo, [3]uintptr{0, 0, 0}, 0, 112, 8, false},
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
		for i, p := range [...]place{
			{0, "null"}, // the first two are only for some arguments: see below
			{m.Own + max(a.align/2, 1), "misaligned"},
			{8, "the first page"},
			{m.Base - a.size, "below"},
			{m.Base - half, "straddling the beginning"},
			{m.End - half, "straddling the end"},
			{m.End, "above"},
			{-half, "wrapping around"},
			{-a.size, "the top of the address space"},
			{wholeHalf, "the middle of the address space"},
			{kernel, "the kernel's"},
			{firmware, "the firmware's"},
			{noMemory, "behind the end of memory"},
			{device, "a device's"},
			{m.Own - uncached, "the uncached alias of the caller's own"},
		} {
			if i == 0 && a.nullable || i == 1 && a.align == 1 {
				continue
			}
			arguments := a.arguments
			arguments[a.index] = p.address
			visit(a.number, arguments, p.what)
		}
		if a.align > 1 {
			continue
		}
		for _, length := range [...]uintptr{m.End - m.Own + 1, wholeHalf, ^uintptr(0), -m.Own, ^m.Own} {
			arguments := a.arguments
			arguments[a.index], arguments[a.index+1] = m.Own, length
			visit(a.number, arguments, "too long")
		}
	}
}
