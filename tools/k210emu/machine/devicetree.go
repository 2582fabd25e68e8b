// SPDX-License-Identifier: MIT

package machine

import (
	"encoding/binary"
	"fmt"

	"bugo/platforms/virt"
	"bugo/tools/k210emu/device"
)

// Tokens and numbers of the flattened format (Devicetree Specification v0.4 §5).
const (
	treeMagic      = 0xd00dfeed
	treeVersion    = 17
	treeCompatible = 16 // the oldest version that a reader may know
	treeHeader     = 40
	treeReserved   = 16 // the empty list of reserved memory

	tokenBeginNode = 1
	tokenEndNode   = 2
	tokenProperty  = 3
	tokenEnd       = 9
)

// tree builds a flattened device tree: a block of structure and one of names.
type tree struct {
	structure, names []byte
}

func (t *tree) number(v uint32) { t.structure = binary.BigEndian.AppendUint32(t.structure, v) }

// text appends bytes, padded to a multiple of 4.
func (t *tree) text(b []byte) {
	t.structure = append(t.structure, b...)
	for len(t.structure)%4 != 0 {
		t.structure = append(t.structure, 0)
	}
}

// node writes a node, whose properties and children inside writes.
func (t *tree) node(name string, inside func()) {
	t.number(tokenBeginNode)
	t.text(append([]byte(name), 0))
	inside()
	t.number(tokenEndNode)
}

func (t *tree) property(name string, value []byte) {
	t.number(tokenProperty)
	t.number(uint32(len(value)))
	t.number(uint32(len(t.names)))
	t.text(value)
	t.names = append(append(t.names, name...), 0)
}

func (t *tree) cells(name string, values ...uint32) {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	t.property(name, b)
}

func (t *tree) string(name, value string) { t.property(name, append([]byte(value), 0)) }

// finish returns the whole blob (Devicetree Specification v0.4 §5.2).
func (t *tree) finish() []byte {
	t.number(tokenEnd)
	structureAt := uint32(treeHeader + treeReserved)
	namesAt := structureAt + uint32(len(t.structure))
	var blob []byte
	for _, field := range []uint32{
		treeMagic, namesAt + uint32(len(t.names)), structureAt, namesAt, treeHeader,
		treeVersion, treeCompatible, 0, uint32(len(t.names)), uint32(len(t.structure)),
	} {
		blob = binary.BigEndian.AppendUint32(blob, field)
	}
	blob = append(blob, make([]byte, treeReserved)...)
	return append(append(blob, t.structure...), t.names...)
}

// deviceTree describes the machine as QEMU's does, as far as it is there: memory,
// harts and devices, but not how interrupts are wired.
func deviceTree(harts int) []byte {
	var t tree
	t.node("", func() {
		t.cells("#address-cells", 2)
		t.cells("#size-cells", 2)
		t.string("compatible", "riscv-virtio")
		t.string("model", "riscv-virtio,qemu")
		t.node(fmt.Sprintf("memory@%x", virt.RAMBase), func() {
			t.string("device_type", "memory")
			t.cells("reg", 0, virt.RAMBase, 0, virt.RAMSize)
		})
		t.node("cpus", func() {
			t.cells("#address-cells", 1)
			t.cells("#size-cells", 0)
			t.cells("timebase-frequency", virt.TimebaseHz)
			for id := range harts {
				t.node(fmt.Sprintf("cpu@%x", id), func() {
					t.string("device_type", "cpu")
					t.cells("reg", uint32(id))
					t.string("status", "okay")
					t.string("compatible", "riscv")
					t.string("riscv,isa", "rv64imafdc_zicsr_zifencei")
					t.string("mmu-type", "riscv,sv39")
				})
			}
		})
		t.node("soc", func() {
			t.cells("#address-cells", 2)
			t.cells("#size-cells", 2)
			t.string("compatible", "simple-bus")
			t.property("ranges", nil)
			t.device("serial", "ns16550a", virt.UARTBase, device.UART16550Size)
			t.device("clint", "riscv,clint0", virt.CLINTBase, device.CLINTSize)
			t.device("test", "sifive,test0", virt.FinisherBase, device.FinisherSize)
		})
	})
	return t.finish()
}

func (t *tree) device(name, compatible string, base, size uint32) {
	t.node(fmt.Sprintf("%s@%x", name, base), func() {
		t.string("compatible", compatible)
		t.cells("reg", 0, base, 0, size)
	})
}
