// SPDX-License-Identifier: MIT

package machine

import (
	"fmt"

	"bugo/platforms/virt"
	"bugo/tools/devicetree"
	"bugo/tools/k210emu/device"
)

// tree is a device tree with the nodes of devices.
type tree struct{ devicetree.Tree }

// deviceTree describes the machine as QEMU's does, as far as it is there: memory,
// harts and devices, but not how interrupts are wired.
func deviceTree(harts int) []byte {
	var t tree
	t.Node("", func() {
		t.Cells("#address-cells", 2)
		t.Cells("#size-cells", 2)
		t.Strings("compatible", "riscv-virtio")
		t.Strings("model", "riscv-virtio,qemu")
		t.Node(fmt.Sprintf("memory@%x", virt.RAMBase), func() {
			t.Strings("device_type", "memory")
			t.Cells("reg", 0, virt.RAMBase, 0, virt.RAMSize)
		})
		t.Node("cpus", func() {
			t.Cells("#address-cells", 1)
			t.Cells("#size-cells", 0)
			t.Cells("timebase-frequency", virt.TimebaseHz)
			for id := range harts {
				t.Node(fmt.Sprintf("cpu@%x", id), func() {
					t.Strings("device_type", "cpu")
					t.Cells("reg", uint32(id))
					t.Strings("status", "okay")
					t.Strings("compatible", "riscv")
					t.Strings("riscv,isa", "rv64imafdc_zicsr_zifencei")
					t.Strings("mmu-type", "riscv,sv39")
				})
			}
		})
		t.Node("soc", func() {
			t.Cells("#address-cells", 2)
			t.Cells("#size-cells", 2)
			t.Strings("compatible", "simple-bus")
			t.Property("ranges", nil)
			t.device("serial", "ns16550a", virt.UARTBase, device.UART16550Size)
			t.device("clint", "riscv,clint0", virt.CLINTBase, device.CLINTSize)
			t.device("test", "sifive,test0", virt.FinisherBase, device.FinisherSize)
		})
	})
	return t.Finish()
}

func (t *tree) device(name, compatible string, base, size uint32) {
	t.Node(fmt.Sprintf("%s@%x", name, base), func() {
		t.Strings("compatible", compatible)
		t.Cells("reg", 0, base, 0, size)
	})
}
