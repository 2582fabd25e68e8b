// SPDX-License-Identifier: MIT

package handlers

import (
	"bugo/memory/space"
	"bugo/platforms/k210"
)

const pageSize = 4096

// mtime is the page of the CLINT that has the register of that name, at the same
// place on both machines (k210-facts.md §3).
const mtime = (k210.CLINTBase + 0xbff8) &^ (pageSize - 1)

// devices are all that the kernel itself may touch. The others are the firmware's,
// and mapped nowhere.
func devices() []space.Region {
	return []space.Region{{Name: "CLINT mtime", Start: mtime, End: mtime + pageSize, Permissions: space.ReadWrite}}
}
