// SPDX-License-Identifier: MIT

package gdb

import (
	"fmt"
	"strings"
)

// Names of the integer and F registers, as gdb wants them (gdb's manual, "RISC-V
// Features").
var (
	integerNames = [32]string{
		"zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "fp", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
		"a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
	}
	floatNames = [32]string{
		"ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2", "fa3", "fa4", "fa5",
		"fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11",
	}
)

// lastFloatCSR is fcsr: what is up to it belongs to the F registers.
const lastFloatCSR = 3

// description is target.xml: what registers the target has.
func description(csrs []CSR) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE target SYSTEM "gdb-target.dtd"><target version="1.0"><architecture>riscv:rv64</architecture>`)
	register := func(name string, number int, kind string) {
		fmt.Fprintf(&b, `<reg name="%s" bitsize="64" regnum="%d" type="%s"/>`, name, number, kind)
	}
	b.WriteString(`<feature name="org.gnu.gdb.riscv.cpu">`)
	for n, name := range integerNames {
		kind := "int"
		switch name {
		case "ra":
			kind = "code_ptr"
		case "sp", "gp", "tp", "fp":
			kind = "data_ptr"
		}
		register(name, n, kind)
	}
	register("pc", registerPC, "code_ptr")
	b.WriteString(`</feature><feature name="org.gnu.gdb.riscv.fpu"><union id="riscv_double"><field name="float" type="ieee_single"/><field name="double" type="ieee_double"/></union>`)
	for n, name := range floatNames {
		register(name, registerF0+n, "riscv_double")
	}
	for _, c := range csrs {
		if c.Number <= lastFloatCSR {
			register(c.Name, registerCSR0+c.Number, "int")
		}
	}
	b.WriteString(`</feature><feature name="org.gnu.gdb.riscv.csr">`)
	for _, c := range csrs {
		if c.Number > lastFloatCSR {
			register(c.Name, registerCSR0+c.Number, "int")
		}
	}
	b.WriteString(`</feature><feature name="org.gnu.gdb.riscv.virtual">`)
	register("priv", registerPrivilege, "int")
	b.WriteString(`</feature></target>`)
	return []byte(b.String())
}
