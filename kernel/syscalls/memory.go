// SPDX-License-Identifier: MIT

package syscalls

import (
	"bugo/memory/frame"
	"bugo/user/abi"
)

// brk moves the app's break to address if it may go there, and returns where it
// is: the raw call of Linux, which reports a failure by not moving.
func brk(address uintptr) uintptr {
	return kernel.Tasks.Current.Space.SetBreak(address)
}

// sysinfo tells how long the machine runs, how many bytes the frames have of which
// all memory but the kernel's image is made, and how many apps have not ended. There
// are no load averages: they stay 0.
func sysinfo(info *abi.Sysinfo) abi.Errno {
	frames := kernel.Frames.Stats()
	*info = abi.Sysinfo{
		Uptime:   int64(kernel.Now() / kernel.UnitsPerSecond),
		TotalRAM: uint64(frames.Total * frame.Size),
		FreeRAM:  uint64(frames.Free * frame.Size),
		Procs:    uint16(living(kernel.Tasks.Tasks)),
		Unit:     1,
	}
	return 0
}
