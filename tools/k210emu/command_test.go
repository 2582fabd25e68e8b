// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// file writes instructions, or any words, as an image.
func file(t *testing.T, name string, words ...uint32) string {
	t.Helper()
	var content []byte
	for _, word := range words {
		content = binary.LittleEndian.AppendUint32(content, word)
	}
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, content, 0o666))
	return path
}

// execute runs the command with an input file.
func execute(t *testing.T, input string, arguments ...string) (out, messages string, err error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "input")
	require.NoError(t, os.WriteFile(path, []byte(input), 0o666))
	in, err := os.Open(path)
	require.NoError(t, err)
	defer in.Close()
	var outBuffer, messageBuffer bytes.Buffer
	c := newCommand(in, &outBuffer, &messageBuffer)
	c.SetArgs(arguments)
	err = c.Execute()
	return outBuffer.String(), messageBuffer.String(), err
}

// echo sends what it receives, and fails with 1 on "!".
var echo = []uint32{
	0x100002b7, // lui x5, UART
	0x0052c303, // lbu x6, 5(x5)
	0x00137313, // andi x6, x6, 1
	0xfe030ce3, // beqz x6, -8
	0x0002c303, // lbu x6, 0(x5)
	0x00628023, // sb x6, 0(x5)
	0x02100393, // li x7, '!'
	0xfe7314e3, // bne x6, x7, -24
	0x00100e37, // lui x28, finisher
	0x000133b7, // lui x7, 0x13
	0x33338393, // addi x7, x7, 0x333
	0x007e2023, // sw x7, 0(x28)
	0x0000006f,
}

func TestTheGuestHasConsoleAndStatus(t *testing.T) {
	out, _, err := execute(t, "hi\n!", "--bios", file(t, "fw.bin", echo...))
	var status guestStatus
	require.True(t, errors.As(err, &status), "%v", err)
	assert.Equal(t, guestStatus(1), status)
	assert.Equal(t, "hi\n!", out)
}

func TestAKernelGoesWhereItIsTold(t *testing.T) {
	const jump = 0x0010006f | 0 // j +2048
	kernel := file(t, "kernel.bin", echo...)
	out, messages, err := execute(t, "!", "--bios", file(t, "fw.bin", jump), "--kernel", kernel+"@0x80000800", "--statistics")
	assert.EqualError(t, err, "the guest ended with status 1")
	assert.Equal(t, "!", out)
	assert.Contains(t, messages, "instructions retired")
}

func TestAHangIsReported(t *testing.T) {
	_, messages, err := execute(t, "", "--bios", file(t, "fw.bin", 0x10500073))
	assert.EqualError(t, err, "the guest hangs: all harts wait (wfi), and nothing that can wake them will come")
	assert.Contains(t, messages, "hart 0: pc 0x0000000080000004, M-mode, 1 instructions retired\n zero 0")
}

func TestTheLimitEndsTheGuest(t *testing.T) {
	_, messages, err := execute(t, "", "--bios", file(t, "fw.bin", 0x0000006f), "--limit", "1000")
	assert.EqualError(t, err, "the guest has run for the 1000 instructions of --limit and not ended")
	assert.Contains(t, messages, "1000 instructions retired")
}

func TestBadArgumentsAreNamed(t *testing.T) {
	firmware := file(t, "fw.bin", 0x10500073)
	for want, arguments := range map[string][]string{
		`there is no machine "k210": want virt`:                                          {"--machine", "k210", "--bios", firmware},
		"--harts is 9: want 1 to 8":                                                      {"--harts", "9", "--bios", firmware},
		"no firmware: want --bios FW.bin":                                                {},
		"cannot read the image: open /none/fw.bin":                                       {"--bios", "/none/fw.bin"},
		`--kernel kernel.bin@home: "home" is no address, want one such as 0x80020000`:    {"--bios", firmware, "--kernel", "kernel.bin@home"},
		"there is no memory at 0x1000, want an address from 0x80000000 to 0x807fffff":    {"--bios", firmware, "--kernel", firmware + "@0x1000"},
		"elf.bin: this is an ELF file, want a flat image (the .bin that is built beside": {"--bios", file(t, "elf.bin", 0x464c457f)},
		`unknown command "x"`:                                                            {"x"},
	} {
		_, _, err := execute(t, "", arguments...)
		assert.ErrorContains(t, err, want)
	}
}
