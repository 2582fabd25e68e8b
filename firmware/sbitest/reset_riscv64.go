// SPDX-License-Identifier: MIT

package main

import (
	"unsafe"

	"bugo/arch/sbi"
)

// mark is a word that no loader writes: memory of the apps. It survives the
// reboot, and says that there was one.
const (
	markAt    = 0x8050_0000
	markValue = 0x5b1_7e57_5b1_7e57
)

func mark() *uint64 { return (*uint64)(unsafe.Add(nil, uintptr(markAt))) }

func reboot() {
	*mark() = markValue
	sbi.Reboot()
}

// rebooted reads the mark, and takes it away.
//
// It is not inlined, so that the emulator's strict mode can be told that this
// function reads a word that was never written.
//
//go:noinline
func rebooted() bool {
	was := *mark() == markValue
	*mark() = 0
	return was
}

func checkReset() {
	for _, bad := range [...]struct {
		name         string
		err          sbi.Error
		kind, reason uintptr
	}{
		{"reset.warm_reboot", sbi.ErrNotSupported, uintptr(sbi.ResetWarmReboot), 0},
		{"reset.reserved_type", sbi.ErrInvalidParam, 3, 0},
		{"reset.vendor_type", sbi.ErrInvalidParam, 0xf000_0000, 0},
		{"reset.reserved_reason", sbi.ErrInvalidParam, 0, 2},
	} {
		check(bad.name, refused(bad.err, sbi.ExtensionReset, sbi.ResetSystem, bad.kind, bad.reason, 0))
	}
}
