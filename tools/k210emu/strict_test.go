// SPDX-License-Identifier: MIT

package main

import (
	"debug/elf"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
)

// undefinedBranch looks at memory that nobody has written, and ends with 0.
var undefinedBranch = []uint32{
	0x00001297, // auipc x5, 1
	0x0002a303, // lw x6, 0(x5)
	0x00030263, // beqz x6, +4
	0x00100e37, // lui x28, finisher
	0x000053b7, // lui x7, 5
	0x55538393, // addi x7, x7, 0x555
	0x007e2023, // sw x7, 0(x28)
	0x0000006f,
}

const undefinedReport = "strict: uninitialised: hart 0 (M-mode) at 0x80000008: the branch depends on memory at 0x80001000 that was never written, loaded at 0x80000004\n"

func TestAReportFailsTheRun(t *testing.T) {
	arguments := []string{"--machine", "virt", "--bios", file(t, "fw.bin", undefinedBranch...)}
	_, messages, err := execute(t, "", arguments...)
	require.NoError(t, err, "not strictly")
	assert.Empty(t, messages)

	_, messages, err = execute(t, "", append(arguments, "--strict")...)
	assert.EqualError(t, err, "strict mode has a report: this would break on the board")
	var broken strictError
	assert.True(t, errors.As(err, &broken), "main ends with 3")
	assert.Equal(t, undefinedReport+"k210emu: all reports of strict mode:\n"+undefinedReport, messages)
}

func TestAReportFailsTheRunOfAGuestThatFailsToo(t *testing.T) {
	program := append([]uint32{}, undefinedBranch...)
	program[4], program[5] = 0x000133b7, 0x33338393 // x7 = 1<<16 | 0x3333
	_, messages, err := execute(t, "", "--machine", "virt", "--bios", file(t, "fw.bin", program...), "--strict")
	assert.EqualError(t, err, "strict mode has a report: this would break on the board; the guest ended with status 1")
	var broken strictError
	assert.True(t, errors.As(err, &broken), "main ends with 3")
	assert.Equal(t, 2, strings.Count(messages, undefinedReport))
}

func TestANoteFailsNothing(t *testing.T) {
	program := append([]uint32{
		0x000802b7, 0x02c29293, 0x18029073, // x5 = 0x80000 << 44, csrw satp, x5
	}, undefinedBranch[3:]...)
	_, messages, err := execute(t, "", "--machine", "virt", "--bios", file(t, "fw.bin", program...), "--strict")
	require.NoError(t, err)
	assert.Contains(t, messages, "strict: satp-bits-lost: hart 0 (M-mode) at 0x80000008 writes MODE or ASID to satp, which the K210 drops (a note)\n")
}

func TestSymbolsNamePlacesAndScanners(t *testing.T) {
	program := elftest.ELF{
		Entry: 0x8000_0000,
		Sections: []elftest.Section{
			{Name: ".text", Addr: 0x8000_0000, Data: make([]byte, 64), Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR},
		},
		Functions: []elftest.Function{{Name: "guess", Addr: 0x8000_0000, Size: 64}},
	}.File(t, "program.elf")
	arguments := []string{"--machine", "virt", "--bios", file(t, "fw.bin", undefinedBranch...), "--strict", "--symbols", program}
	_, messages, err := execute(t, "", arguments...)
	assert.Error(t, err)
	assert.Contains(t, messages, "hart 0 (M-mode) at 0x80000008 (guess+0x8): the branch")

	_, messages, err = execute(t, "", append(arguments, "--scanner", "gue")...)
	require.NoError(t, err)
	assert.Empty(t, messages)
}

func TestSymbolsThatAreNoProgramAreNamed(t *testing.T) {
	_, _, err := execute(t, "", "--machine", "virt", "--bios", file(t, "fw.bin", 0), "--symbols", file(t, "flat.bin", 0))
	assert.ErrorContains(t, err, "flat.bin is not an ELF file")
}
