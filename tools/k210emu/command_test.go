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
	out, _, err := execute(t, "hi\n!", "--machine", "virt", "--bios", file(t, "fw.bin", echo...))
	var status guestStatus
	require.True(t, errors.As(err, &status), "%v", err)
	assert.Equal(t, guestStatus(1), status)
	assert.Equal(t, "hi\n!", out)
}

func TestAKernelGoesWhereItIsTold(t *testing.T) {
	const jump = 0x0010006f | 0 // j +2048
	kernel := file(t, "kernel.bin", echo...)
	out, messages, err := execute(t, "!", "--machine", "virt", "--bios", file(t, "fw.bin", jump), "--kernel", kernel+"@0x80000800", "--statistics")
	assert.EqualError(t, err, "the guest ended with status 1")
	assert.Equal(t, "!", out)
	assert.Contains(t, messages, "instructions retired")
}

func TestAHangIsReported(t *testing.T) {
	_, messages, err := execute(t, "", "--machine", "virt", "--bios", file(t, "fw.bin", 0x10500073))
	assert.EqualError(t, err, "the guest hangs: all harts wait (wfi), and nothing that can wake them will come")
	assert.Contains(t, messages, "hart 0: pc 0x0000000080000004, M-mode, 1 instructions retired\n zero 0")
}

// k210Echo sends what it receives over UARTHS, and halts on "!". Hart 1 halts at
// once.
var k210Echo = []uint32{
	0x30401073, // csrw mie, x0
	0xf1402373, // csrr x6, mhartid
	0x02031063, // bnez x6, +32: halt
	0x380002b7, // lui x5, UARTHS
	0x02100393, // li x7, '!'
	0x0042a303, // lw x6, 4(x5)
	0xfe034ee3, // bltz x6, -4
	0x0062a023, // sw x6, 0(x5)
	0xfe731ae3, // bne x6, x7, -12
	0x00000013,
	0x10500073, // wfi
	0xffdff06f, // j -4
}

func TestTheK210HasTheConsoleToo(t *testing.T) {
	out, messages, err := execute(t, "hi\n!", "--image", file(t, "image.bin", k210Echo...))
	require.NoError(t, err)
	assert.Equal(t, "hi\n!", out)
	assert.Empty(t, messages)
}

func TestTheFlashChipIsSaved(t *testing.T) {
	image := file(t, "image.bin", k210Echo...)
	saved := filepath.Join(t.TempDir(), "flash.bin")
	_, _, err := execute(t, "!", "--image", image, "--save-flash", saved)
	require.NoError(t, err)
	content, err := os.ReadFile(saved)
	require.NoError(t, err)
	assert.Len(t, content, 16<<20)
	out, _, err := execute(t, "again!", "--flash", saved)
	require.NoError(t, err)
	assert.Equal(t, "again!", out)

	_, _, err = execute(t, "!", "--image", image, "--save-flash", filepath.Join(t.TempDir(), "none", "flash.bin"))
	assert.ErrorContains(t, err, "no such file or directory")
}

func TestTheLimitEndsTheGuest(t *testing.T) {
	_, messages, err := execute(t, "", "--machine", "virt", "--bios", file(t, "fw.bin", 0x0000006f), "--limit", "1000")
	assert.EqualError(t, err, "the guest has run for the 1000 instructions of --limit and not ended")
	assert.Contains(t, messages, "1000 instructions retired")
}

func TestBadArgumentsAreNamed(t *testing.T) {
	firmware := file(t, "fw.bin", 0x10500073)
	for want, arguments := range map[string][]string{
		`there is no machine "k211": want k210 or virt`:                                             {"--machine", "k211", "--bios", firmware},
		"--bios is not for the machine k210, which has --image, --flash, --isp, --save-flash, --sd": {"--bios", firmware},
		"--image is not for the machine virt, which has --bios, --kernel, --harts, --cycle":         {"--machine", "virt", "--image", firmware},
		"nothing to run: want --image IMAGE.bin, --flash FLASH.bin or --isp (or":                    {},
		"--image and --flash both say what the flash chip holds":                                    {"--image", firmware, "--flash", firmware},
		"fw.bin: the boot ROM finds nothing to start in flash: no flash image":                      {"--flash", firmware},
		"cannot open the SD card's image: open /none/disk.img":                                      {"--image", firmware, "--sd", "/none/disk.img"},
		"fw.bin has 4 bytes: want at least 524288, the smallest card":                               {"--image", firmware, "--sd", firmware},
		"is no ordinary file":                                                            {"--image", firmware, "--sd", os.DevNull},
		"cannot read the flash image: open /none/flash.bin":                              {"--flash", "/none/flash.bin"},
		"elf.bin: the image is an ELF file: give the flat image (.bin)":                  {"--image", file(t, "elf.bin", 0x464c457f)},
		"--harts is 9: want 1 to 8":                                                      {"--machine", "virt", "--harts", "9", "--bios", firmware},
		"--cycle: a cycle of 3 ns: want a divisor of 100":                                {"--machine", "virt", "--cycle", "3", "--bios", firmware},
		"no firmware: want --bios FW.bin":                                                {"--machine", "virt"},
		"cannot read the image: open /none/fw.bin":                                       {"--machine", "virt", "--bios", "/none/fw.bin"},
		`--kernel kernel.bin@home: "home" is no address, want one such as 0x80020000`:    {"--machine", "virt", "--bios", firmware, "--kernel", "kernel.bin@home"},
		"there is no memory at 0x1000, want an address from 0x80000000 to 0x807fffff":    {"--machine", "virt", "--bios", firmware, "--kernel", firmware + "@0x1000"},
		"elf.bin: this is an ELF file, want a flat image (the .bin that is built beside": {"--machine", "virt", "--bios", file(t, "elf.bin", 0x464c457f)},
		`unknown command "x"`:                                                            {"x"},
	} {
		_, _, err := execute(t, "", arguments...)
		assert.ErrorContains(t, err, want)
	}
}
