// SPDX-License-Identifier: MIT

package abi

// Sysinfo is what sysinfo tells of the machine (struct sysinfo in
// include/uapi/linux/sysinfo.h, 112 bytes on a 64-bit machine). Sizes are in
// units of Unit bytes.
type Sysinfo struct {
	Uptime    int64     // seconds since the start
	Loads     [3]uint64 // load averages over 1, 5 and 15 minutes, times 65536
	TotalRAM  uint64
	FreeRAM   uint64
	SharedRAM uint64
	BufferRAM uint64
	TotalSwap uint64
	FreeSwap  uint64
	Procs     uint16 // apps that have not ended
	_         uint16
	_         uint32
	TotalHigh uint64
	FreeHigh  uint64
	Unit      uint32
	_         uint32
}
