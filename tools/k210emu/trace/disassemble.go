// SPDX-License-Identifier: MIT

package trace

import (
	"encoding/binary"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/arch/riscv64/riscv64asm"

	"bugo/tools/k210emu/isa"
	"bugo/tools/k210emu/symbols"
)

// privileged are the instructions that riscv64asm does not know.
var privileged = map[isa.Op]string{
	isa.Mret: "mret", isa.Sret: "sret", isa.Wfi: "wfi", isa.SfenceVM: "sfence.vm",
}

// Disassemble is an instruction of size bytes at pc, in the GNU assembler's syntax.
// Where it jumps to is an address, with its name where there is one.
func Disassemble(bits uint32, size int, pc uint64, table *symbols.Table) string {
	in := isa.Decode(bits)
	switch {
	case size == 0:
		return "(cannot be fetched)"
	case in.Op == isa.SfenceVMA:
		return fmt.Sprintf("sfence.vma %s,%s", integerNames[in.Rs1&31], integerNames[in.Rs2&31])
	case privileged[in.Op] != "":
		return privileged[in.Op]
	}
	raw := binary.LittleEndian.AppendUint32(nil, bits)
	decoded, err := riscv64asm.Decode(raw[:size])
	if err != nil {
		if size == 2 {
			return fmt.Sprintf(".half %#04x", uint16(bits))
		}
		return fmt.Sprintf(".word %#08x", bits)
	}
	text := abiNames(riscv64asm.GNUSyntax(decoded))
	if in.Op >= isa.Beq && in.Op <= isa.Bgeu || in.Op == isa.Jal {
		// The offset is the last operand, or the only one.
		offset := strconv.Itoa(int(in.Imm))
		target := pc + uint64(int64(in.Imm))
		if before, ok := strings.CutSuffix(text, offset); ok {
			text = fmt.Sprintf("%s%#x", before, target)
			if name := table.Name(target); name != "" {
				text += " <" + name + ">"
			}
		}
	}
	return text
}

// Registers' names (RISC-V unpriv. §25, table 25.1).
var (
	integerNames = [32]string{
		"zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
		"a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
	}
	floatNames = [32]string{
		"ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2", "fa3", "fa4", "fa5",
		"fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11",
	}

	registerName = regexp.MustCompile(`\b[xf][0-9]+\b`)
)

// abiNames writes the registers as the ABI names them.
func abiNames(text string) string {
	return registerName.ReplaceAllStringFunc(text, func(name string) string {
		n, err := strconv.Atoi(name[1:])
		switch {
		case err != nil || n > 31:
			return name
		case name[0] == 'x':
			return integerNames[n]
		default:
			return floatNames[n]
		}
	})
}
