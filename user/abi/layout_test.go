// SPDX-License-Identifier: MIT

package abi

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
)

// The sizes and offsets are those of Linux's structures on a 64-bit machine.
func TestStructuresAreLaidOutAsLinuxHasThem(t *testing.T) {
	var (
		spec Timespec
		val  Timeval
		zone Timezone
		info Sysinfo
	)
	for name, c := range map[string][2]uintptr{
		"sizeof timespec":     {unsafe.Sizeof(spec), 16},
		"timespec.tv_nsec":    {unsafe.Offsetof(spec.Nsec), 8},
		"alignof timespec":    {unsafe.Alignof(spec), 8},
		"sizeof timeval":      {unsafe.Sizeof(val), 16},
		"timeval.tv_usec":     {unsafe.Offsetof(val.Usec), 8},
		"sizeof timezone":     {unsafe.Sizeof(zone), 8},
		"timezone.tz_dsttime": {unsafe.Offsetof(zone.DSTTime), 4},
		"alignof timezone":    {unsafe.Alignof(zone), 4},
		"sizeof sysinfo":      {unsafe.Sizeof(info), 112},
		"sysinfo.loads":       {unsafe.Offsetof(info.Loads), 8},
		"sysinfo.totalram":    {unsafe.Offsetof(info.TotalRAM), 32},
		"sysinfo.freeram":     {unsafe.Offsetof(info.FreeRAM), 40},
		"sysinfo.sharedram":   {unsafe.Offsetof(info.SharedRAM), 48},
		"sysinfo.bufferram":   {unsafe.Offsetof(info.BufferRAM), 56},
		"sysinfo.totalswap":   {unsafe.Offsetof(info.TotalSwap), 64},
		"sysinfo.freeswap":    {unsafe.Offsetof(info.FreeSwap), 72},
		"sysinfo.procs":       {unsafe.Offsetof(info.Procs), 80},
		"sysinfo.totalhigh":   {unsafe.Offsetof(info.TotalHigh), 88},
		"sysinfo.freehigh":    {unsafe.Offsetof(info.FreeHigh), 96},
		"sysinfo.mem_unit":    {unsafe.Offsetof(info.Unit), 104},
		"sizeof start info":   {unsafe.Sizeof(StartInfo{}), startInfoSize},
	} {
		assert.Equal(t, c[1], c[0], name)
	}
}

func TestTimespecIsValidWithinItsRanges(t *testing.T) {
	for _, c := range []struct {
		sec, nsec int64
		valid     bool
	}{
		{0, 0, true},
		{5, 999_999_999, true},
		{0, 1_000_000_000, false},
		{0, -1, false},
		{-1, 0, false},
	} {
		assert.Equal(t, c.valid, (&Timespec{c.sec, c.nsec}).Valid(), "%d.%09d", c.sec, c.nsec)
	}
}
