// SPDX-License-Identifier: MIT

package syscalls

import "bugo/user/abi"

// brk moves the app's break to address if it may go there, and returns where it
// is: the raw call of Linux, which reports a failure by not moving.
func brk(address uintptr) uintptr {
	return kernel.Tasks.Current.MoveBreak(kernel.Memory, address)
}

// sysinfo tells how long the machine runs, the memory of apps in bytes and how
// many apps have not ended. There are no load averages: they stay 0.
func sysinfo(info *abi.Sysinfo) abi.Errno {
	total, free := appsMemory()
	*info = abi.Sysinfo{
		Uptime:   int64(kernel.Now() / kernel.UnitsPerSecond),
		TotalRAM: uint64(total),
		FreeRAM:  uint64(free),
		Procs:    uint16(living(kernel.Tasks.Tasks)),
		Unit:     1,
	}
	return 0
}
