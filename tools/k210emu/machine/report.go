// SPDX-License-Identifier: MIT

package machine

import (
	"fmt"
	"io"

	"bugo/tools/k210emu/hart"
)

// abiNames are the integer registers' names (RISC-V unpriv. §25, table 25.1).
var abiNames = [32]string{
	"zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
	"a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
}

// reported are the CSRs that tell why a hart is where it is.
var reported = []struct {
	name   string
	number uint32
}{
	{"mstatus", 0x300}, {"mie", 0x304}, {"mip", 0x344},
	{"mepc", 0x341}, {"mcause", 0x342}, {"mtval", 0x343},
	{"sepc", 0x141}, {"scause", 0x142}, {"stval", 0x143},
}

// Report writes where all harts are.
func (m *Machine) Report(w io.Writer) {
	for _, h := range m.harts {
		fmt.Fprintf(w, "hart %d: pc 0x%016x, %s, %d instructions retired\n", h.ID, h.PC(), modeName(h.Privilege()), h.Retired())
		for n, name := range abiNames {
			fmt.Fprintf(w, "%5s %016x", name, h.X(n))
			if n%4 == 3 {
				fmt.Fprintln(w)
			}
		}
		for n, r := range reported {
			if value, there := h.CSR(r.number); there {
				fmt.Fprintf(w, "%8s %016x", r.name, value)
			}
			if n%3 == 2 {
				fmt.Fprintln(w)
			}
		}
	}
}

func modeName(p hart.Privilege) string {
	switch p {
	case hart.User:
		return "U-mode"
	case hart.Supervisor:
		return "S-mode"
	default:
		return "M-mode"
	}
}
