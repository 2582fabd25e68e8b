// SPDX-License-Identifier: MIT

package main

import (
	"fmt"

	"bugo/platforms/k210"
	"bugo/tools/devicetree"
)

// tree returns what a kernel can rely on: harts, memory without the AI SRAM, and the
// devices that are set up. The PLIC is not there, for it interrupts M-mode only
// (k210-facts.md §2.4): S-mode polls. Names are those of the Linux kernel's bindings, where there
// are any (canaan,k210; arch/riscv/boot/dts/canaan/k210.dtsi).
func tree() []byte {
	var t devicetree.Tree
	t.Node("", func() {
		t.Cells("#address-cells", 1)
		t.Cells("#size-cells", 1)
		t.Strings("model", "Kendryte K210")
		t.Strings("compatible", "canaan,kendryte-k210")
		t.Node("chosen", func() {
			t.Strings("stdout-path", fmt.Sprintf("/soc/serial@%x:%dn8", k210.UARTHSBase, k210.ConsoleBaud))
		})
		t.Node("cpus", func() {
			t.Cells("#address-cells", 1)
			t.Cells("#size-cells", 0)
			t.Cells("timebase-frequency", k210.TimebaseHz)
			for hart := range uint32(2) {
				cpu(&t, hart)
			}
		})
		t.Node(fmt.Sprintf("memory@%x", k210.SRAMBase), func() {
			t.Strings("device_type", "memory")
			t.Cells("reg", k210.SRAMBase, k210.AISRAMBase-k210.SRAMBase)
		})
		t.Node("soc", func() {
			t.Cells("#address-cells", 1)
			t.Cells("#size-cells", 1)
			t.Strings("compatible", "simple-bus")
			t.Property("ranges", nil)
			devices(&t)
		})
	})
	return t.Finish()
}

// cpu writes a hart (k210-facts.md §1).
func cpu(t *devicetree.Tree, hart uint32) {
	t.Node(fmt.Sprintf("cpu@%d", hart), func() {
		t.Strings("device_type", "cpu")
		t.Strings("compatible", "canaan,k210", "riscv")
		t.Cells("reg", hart)
		t.Strings("riscv,isa", "rv64imafdc")
		t.Strings("mmu-type", "riscv,sv39") // by way of the firmware: package emulate
		t.Cells("clock-frequency", k210.CPUHz)
	})
}

// devices writes CLINT and console (k210-facts.md §1).
func devices(t *devicetree.Tree) {
	const (
		clintSize  = 0xc000
		uarthsSize = 0x1000
	)
	t.Node(fmt.Sprintf("clint@%x", k210.CLINTBase), func() {
		t.Strings("compatible", "canaan,k210-clint", "sifive,clint0")
		t.Cells("reg", k210.CLINTBase, clintSize)
	})
	t.Node(fmt.Sprintf("serial@%x", k210.UARTHSBase), func() {
		t.Strings("compatible", "canaan,k210-uarths", "sifive,uart0")
		t.Cells("reg", k210.UARTHSBase, uarthsSize)
	})
}
