// SPDX-License-Identifier: MIT

package main

import (
	"encoding/binary"
	"fmt"

	"bugo/tools/riscvelf"
)

// A way is how many instructions getpid takes on each leg of its way.
type way struct {
	ask      int // vector: whose trap is it, and is it a call?
	save     int // the registers that a call preserves
	dispatch int // what else must be kept, and the function's address
	serve    int // the function, in Go
	aim      int // sscratch and sepc for the way back
	restore  int // the registers, and sret
}

// ecall is the app's own instruction, which the bench counts too.
const ecall = 1

// total is the way's length with the ecall.
func (w way) total() int {
	return ecall + w.ask + w.save + w.dispatch + w.serve + w.aim + w.restore
}

// The functions that the way leads through.
const (
	vector = "bugo/trap.vector.abi0"
	getpid = "bugo/kernel/syscalls.callGetpid"
)

// countWay follows the way through the kernel's code, instruction by
// instruction. No branch is taken on it, and it must look as it did when this was
// written: a branch, and one more; stores; a call; a write of sepc; loads; sret.
func countWay(elf *riscvelf.File) (way, error) {
	var w way
	code, err := body(elf, vector)
	if err != nil {
		return w, err
	}
	steps := []struct {
		leg  *int
		ends func(instruction, next uint32) bool
	}{
		{&w.ask, func(i, _ uint32) bool { return isBranch(i) }},
		{&w.ask, func(i, _ uint32) bool { return isBranch(i) }},
		{&w.save, func(i, next uint32) bool { return isStore(i) && !isStore(next) }},
		{&w.dispatch, func(i, _ uint32) bool { return isCall(i) }},
		{&w.aim, func(i, _ uint32) bool { return writesSepc(i) }},
		{&w.restore, func(i, _ uint32) bool { return i == sret }},
	}
	for _, step := range steps {
		n, rest, err := count(code, step.ends)
		if err != nil {
			return w, fmt.Errorf("%s: %w", vector, err)
		}
		*step.leg += n
		code = rest
	}
	if code, err = body(elf, getpid); err != nil {
		return w, err
	}
	if w.serve, _, err = count(code, func(i, _ uint32) bool { return isReturn(i) }); err != nil {
		return w, fmt.Errorf("%s: %w", getpid, err)
	}
	return w, nil
}

// body returns the code of a function, and what is behind it.
func body(elf *riscvelf.File, function string) ([]byte, error) {
	symbols, err := elf.Symbols()
	if err != nil {
		return nil, err
	}
	for _, s := range symbols {
		if s.Name != function {
			continue
		}
		section := elf.Sections[s.Section]
		data, err := section.Data()
		if err != nil {
			return nil, err
		}
		return data[s.Value-section.Addr:], nil
	}
	return nil, fmt.Errorf("%s has no function %s", elf.Path, function)
}

// longest is how many instructions of a leg are looked at.
const longest = 200

// count counts instructions up to the one that ends the leg, and returns the
// code behind it. ends is told the instruction behind, too.
func count(code []byte, ends func(instruction, next uint32) bool) (n int, rest []byte, err error) {
	for n = 1; n <= longest; n++ {
		instruction, size := decode(code)
		if size == 0 {
			break
		}
		code = code[size:]
		if next, _ := decode(code); ends(instruction, next) {
			return n, code, nil
		}
	}
	return 0, nil, fmt.Errorf("a leg of the way does not end within %d instructions", longest)
}

// decode returns the first instruction of the code and its size: 4, 2 if it is a
// compressed one, or 0 at the end (RISC-V unpriv. §1.5).
func decode(code []byte) (instruction uint32, size int) {
	switch {
	case len(code) < 2:
		return 0, 0
	case code[0]&3 != 3:
		return uint32(binary.LittleEndian.Uint16(code)), 2
	case len(code) < 4:
		return 0, 0
	}
	return binary.LittleEndian.Uint32(code), 4
}

// sret is RISC-V priv. 1.12 §3.3.2.
const sret = 0x1020_0073

// compressed reports whether i is an instruction of 16 bits, with this quadrant
// (bits 1..0) and this funct3 (bits 15..13): RISC-V unpriv. table of RVC.
func compressed(i, quadrant, funct3 uint32) bool {
	return i>>16 == 0 && i&3 == quadrant && i>>13 == funct3
}

// isBranch knows beq and its kin, c.beqz and c.bnez.
func isBranch(i uint32) bool {
	return i&0x7f == 0x63 || compressed(i, 1, 6) || compressed(i, 1, 7)
}

// isStore knows sd and its kin, and c.sdsp.
func isStore(i uint32) bool { return i&0x7f == 0x23 || compressed(i, 2, 7) }

// isCall knows jalr that links in ra, and c.jalr.
func isCall(i uint32) bool {
	return i&0xfff == 0xe7 || compressed(i, 2, 4) && i&0x107f == 0x1002 && i>>7&31 != 0
}

// isReturn knows jalr x0, 0(ra), and c.jr ra.
func isReturn(i uint32) bool { return i == 0x0000_8067 || i == 0x8082 }

// writesSepc knows csrw sepc, whatever the register (CSR 0x141).
func writesSepc(i uint32) bool { return i>>20 == 0x141 && i&0x7fff == 0x1073 }
