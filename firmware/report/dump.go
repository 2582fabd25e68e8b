// SPDX-License-Identifier: MIT

package report

import "bugo/arch/riscv"

// Trap is a trap that the firmware cannot handle.
type Trap struct {
	Hart                         int
	Mcause, Mepc, Mtval, Mstatus uint64
	// X are the integer registers at the trap.
	X *[riscv.RegisterCount]uint64
}

// Dump writes all of a trap: whose it was, why, where, and the registers, three
// a line.
func (p Printer) Dump(trap *Trap) {
	cause := riscv.Cause(trap.Mcause)
	from := trap.Mstatus >> riscv.StatusMPPShift & 3
	p.Text(Tag).Text("fatal: unexpected trap on hart ").Decimal(uint64(trap.Hart)).
		Text(" from ").Text(riscv.PrivilegeName(uintptr(from))).Text("-mode: ").
		Text(cause.String()).Line()
	p.value("mcause", trap.Mcause).value("mepc", trap.Mepc).value("mtval", trap.Mtval).Line()
	p.value("mstatus", trap.Mstatus).Line()
	const columns = 3
	for number := 1; number < riscv.RegisterCount; number++ {
		p.value(riscv.RegisterName(number), trap.X[number])
		if number%columns == 0 || number == riscv.RegisterCount-1 {
			p.Line()
		}
	}
}

// value writes a name, right-aligned to the longest, and a value in full width.
func (p Printer) value(name string, value uint64) Printer {
	const longest = len("mstatus")
	for range longest + 2 - len(name) {
		p.Byte(' ')
	}
	return p.Text(name).Text(" ").Hex(value, 16)
}
