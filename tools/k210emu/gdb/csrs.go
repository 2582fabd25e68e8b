// SPDX-License-Identifier: MIT

package gdb

import (
	"fmt"
	"slices"

	"bugo/tools/k210emu/hart"
)

// csrNames are the registers' names (RISC-V priv. 1.12 §2.2), those that have no
// number of their own in them.
var csrNames = map[uint32]string{
	0x001: "fflags", 0x002: "frm", 0x003: "fcsr",
	0xc00: "cycle", 0xc01: "time", 0xc02: "instret",
	0x100: "sstatus", 0x104: "sie", 0x105: "stvec", 0x106: "scounteren", 0x10a: "senvcfg",
	0x140: "sscratch", 0x141: "sepc", 0x142: "scause", 0x143: "stval", 0x144: "sip", 0x180: "satp",
	0xf11: "mvendorid", 0xf12: "marchid", 0xf13: "mimpid", 0xf14: "mhartid", 0xf15: "mconfigptr",
	0x300: "mstatus", 0x301: "misa", 0x302: "medeleg", 0x303: "mideleg", 0x304: "mie", 0x305: "mtvec",
	0x306: "mcounteren", 0x30a: "menvcfg", 0x320: "mcountinhibit",
	0x340: "mscratch", 0x341: "mepc", 0x342: "mcause", 0x343: "mtval", 0x344: "mip",
	0xb00: "mcycle", 0xb02: "minstret",
}

// csrNames1_9_1 are those that have another name in 1.9.1 (k210-facts.md §2.2).
var csrNames1_9_1 = map[uint32]string{
	0x143: "sbadaddr", 0x180: "sptbr", 0x343: "mbadaddr", 0x320: "mucounteren", 0x321: "mscounteren",
}

// csrRanges are the registers that are numbered.
var csrRanges = []struct {
	first, last uint32
	name        string
	number      uint32 // of the first
}{
	{0x323, 0x33f, "mhpmevent", 3},
	{0x3a0, 0x3af, "pmpcfg", 0},
	{0x3b0, 0x3ef, "pmpaddr", 0},
	{0xb03, 0xb1f, "mhpmcounter", 3},
	{0xc03, 0xc1f, "hpmcounter", 3},
}

// csrName is a register's name in a version of the architecture.
func csrName(spec *hart.Spec, number uint32) string {
	if spec.SfenceVM {
		if name := csrNames1_9_1[number]; name != "" {
			return name
		}
	}
	if name := csrNames[number]; name != "" {
		return name
	}
	for _, r := range csrRanges {
		if r.first <= number && number <= r.last {
			return fmt.Sprintf("%s%d", r.name, number-r.first+r.number)
		}
	}
	return fmt.Sprintf("csr%d", number)
}

// csrsOf are the registers of a version of the architecture, by number.
func csrsOf(spec *hart.Spec) (all []CSR) {
	for number := range spec.CSRs {
		all = append(all, CSR{csrName(spec, number), int(number)})
	}
	slices.SortFunc(all, func(a, b CSR) int { return a.Number - b.Number })
	return all
}
