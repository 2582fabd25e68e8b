// SPDX-License-Identifier: MIT

package handlers

import (
	"bugo/arch/riscv"
	"bugo/kernel/platform"
	"bugo/memory/space"
	"bugo/platforms/k210"
	"bugo/trap"
)

const pageSize = 4096

// mtime is the CLINT's clock, at the same place on both machines (k210-facts.md §3).
const mtime = k210.CLINTBase + 0xbff8

// devices are all that the kernel itself may touch. The others are the firmware's,
// and mapped nowhere.
func devices() []space.Region {
	const page = mtime &^ (pageSize - 1)
	return []space.Region{{Name: "CLINT mtime", Start: page, End: page + pageSize, Permissions: space.ReadWrite}}
}

// clock returns how to tell the time. The K210 has no instruction for it, and its
// firmware takes hundreds to emulate one; mtime can be loaded (k210-facts.md §13).
func clock() func() uint64 {
	if platform.Spec() == trap.Spec1_9_1 {
		return func() uint64 { return riscv.Load64(mtime) }
	}
	return riscv.ReadTime
}
