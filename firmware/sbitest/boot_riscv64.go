// SPDX-License-Identifier: MIT

package main

import (
	"runtime"
	"unsafe"

	"bugo/arch/riscv"
)

// deviceTreeMagic begins a device tree blob, high byte first (Devicetree
// Specification v0.4 §5.2).
const deviceTreeMagic = 0xd00dfeed

// checkBoot wants what a kernel finds at its entry: the hart's number in a0, the
// device tree in a1, translation and interrupts off.
func checkBoot() {
	hart, tree := runtime.BootArgs()
	check("boot.hart", hart == self)

	magic := uint32(0)
	for i := range 4 {
		magic = magic<<8 | uint32(*(*byte)(unsafe.Add(nil, tree+uintptr(i))))
	}
	check("boot.device_tree", magic == deviceTreeMagic)
	check("boot.quiet", riscv.ReadSatp() == 0 && riscv.ReadSstatus()&riscv.StatusSIE == 0 &&
		riscv.ReadSie() == 0 && riscv.ReadSip() == 0)
}
