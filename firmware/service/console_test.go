// SPDX-License-Identifier: MIT

package service

import (
	"testing"

	"bugo/arch/sbi"

	"github.com/stretchr/testify/assert"
)

const end = ramBase + ramSize

func TestDebugConsoleWritesMemory(t *testing.T) {
	m, s := newMachine(1)
	copy(m.ram[0x30000:], "hello\n")
	answer := call(s, sbi.ExtensionDebugConsole, sbi.DebugConsoleWrite, 6, ramBase+0x30000, 0)
	assert.Equal(t, Answer{A1: 6}, answer)
	assert.Equal(t, "hello\n", m.output.String())
}

func TestDebugConsoleReadsWhatWaits(t *testing.T) {
	m, s := newMachine(1)
	m.input = []byte("abcdef")
	read := func(n uint64) Answer {
		return call(s, sbi.ExtensionDebugConsole, sbi.DebugConsoleRead, n, ramBase+0x30000, 0)
	}
	assert.Equal(t, Answer{A1: 4}, read(4))
	assert.Equal(t, "abcd\x00", string(m.ram[0x30000:0x30005]))
	assert.Equal(t, Answer{A1: 2}, read(4))
	assert.Equal(t, "efcd\x00", string(m.ram[0x30000:0x30005]))
	assert.Equal(t, Answer{}, read(4))
	assert.Equal(t, Answer{}, read(0))
}

func TestDebugConsoleTakesOnlyTheKernelsMemory(t *testing.T) {
	for _, test := range []struct {
		name         string
		n, low, high uint64
		ok           bool
	}{
		{"first byte of the kernel", 1, kernelEntry, 0, true},
		{"last byte of RAM", 1, end - 1, 0, true},
		{"nothing", 0, kernelEntry, 0, true},
		{"nothing at the end", 0, end, 0, true},
		{"last byte of the firmware", 1, kernelEntry - 1, 0, false},
		{"into the kernel from the firmware", 2, kernelEntry - 1, 0, false},
		{"the firmware", 16, ramBase, 0, false},
		{"beyond RAM", 2, end - 1, 0, false},
		{"above RAM", 1, end, 0, false},
		{"below RAM", 1, ramBase - 1, 0, false},
		{"a device", 1, 0x1000_0000, 0, false},
		{"a high half", 1, kernelEntry, 1, false},
		{"round the end of addresses", ^uint64(0), kernelEntry, 0, false},
		{"a length that wraps", 1<<63 + 1, 1<<63 + kernelEntry, 0, false},
	} {
		for _, function := range []uint64{sbi.DebugConsoleWrite, sbi.DebugConsoleRead} {
			m, s := newMachine(1)
			m.input = []byte{'x', 'y'}
			answer := call(s, sbi.ExtensionDebugConsole, function, test.n, test.low, test.high)
			if test.ok {
				assert.Equal(t, Answer{A1: test.n}, answer, test.name)
				continue
			}
			assert.Equal(t, failed(sbi.ErrInvalidParam), answer, test.name)
			assert.Empty(t, m.output.String(), test.name)
			assert.Len(t, m.input, 2, test.name)
		}
	}
}

func TestBytesReachTheConsoleBothWays(t *testing.T) {
	m, s := newMachine(1)
	assert.Equal(t, Answer{}, call(s, sbi.ExtensionDebugConsole, sbi.DebugConsoleWriteByte, 0x141)) // 8 bits count
	assert.Equal(t, Answer{KeepA1: true}, call(s, sbi.LegacyConsolePutchar, 99, 0x142))
	assert.Equal(t, "AB", m.output.String())
}

func TestLegacyGetcharAnswersMinusOneForNothing(t *testing.T) {
	m, s := newMachine(1)
	assert.Equal(t, Answer{A0: ^uint64(0), KeepA1: true}, call(s, sbi.LegacyConsoleGetchar, 0))
	m.input = []byte{0xff, 0}
	assert.Equal(t, Answer{A0: 0xff, KeepA1: true}, call(s, sbi.LegacyConsoleGetchar, 0))
	assert.Equal(t, Answer{A0: 0, KeepA1: true}, call(s, sbi.LegacyConsoleGetchar, 0))
}
