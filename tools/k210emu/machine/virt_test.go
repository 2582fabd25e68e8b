// SPDX-License-Identifier: MIT

package machine

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/virt"
)

// terminal is a line that keeps what is sent, and has input.
type terminal struct{ sent, input []byte }

func (l *terminal) Send(b byte) { l.sent = append(l.sent, b) }

func (l *terminal) Receive() (b byte, ok bool) {
	if len(l.input) == 0 {
		return 0, false
	}
	b, l.input = l.input[0], l.input[1:]
	return b, true
}

// program is instructions as an image at the start of memory.
func program(instructions ...uint32) []Image {
	var code []byte
	for _, bits := range instructions {
		code = binary.LittleEndian.AppendUint32(code, bits)
	}
	return []Image{{Name: "program", Address: virt.RAMBase, Bytes: code}}
}

func lui(rd, imm uint32) uint32       { return imm<<12 | rd<<7 | 0x37 }
func addi(rd, rs1, imm uint32) uint32 { return imm<<20 | rs1<<15 | rd<<7 | 0x13 }
func load(size, rd, rs1, imm uint32) uint32 {
	return imm<<20 | rs1<<15 | size<<12 | rd<<7 | 0x03
}
func store(size, rs1, rs2, imm uint32) uint32 {
	return imm>>5<<25 | rs2<<20 | rs1<<15 | size<<12 | imm&31<<7 | 0x23
}
func csrw(csr, rs1 uint32) uint32 { return csr<<20 | rs1<<15 | 1<<12 | 0x73 }

const (
	bytes8, word, double = 0, 2, 3 // load and store sizes
	byteUnsigned         = 4
	wfi                  = 0x10500073
	spin                 = 0x0000006f
)

func TestTheFinisherEndsTheMachine(t *testing.T) {
	for name, c := range map[string]struct {
		command uint32
		outcome Outcome
	}{
		"pass":    {0x5555, Outcome{Finished, 0}},
		"fail":    {0x3333 | 7<<16, Outcome{Finished, 7}},
		"nothing": {0x1234, Outcome{LimitReached, 0}},
	} {
		high := (c.command + 0x800) >> 12
		m, err := NewVirt(1, &terminal{}, program(
			lui(5, virt.FinisherBase>>12), lui(6, high), addi(6, 6, c.command&0xfff), store(word, 5, 6, 0), spin))
		require.NoError(t, err)
		assert.Equal(t, c.outcome, m.Run(1000), name)
	}
}

func TestAReboot(t *testing.T) {
	// Counts its starts in memory that no image covers, and reboots twice.
	m, err := NewVirt(1, &terminal{}, program(
		0x100<<12|7<<7|0x17 /* auipc */, load(word, 8, 7, 0), addi(8, 8, 1), store(word, 7, 8, 0),
		lui(5, virt.FinisherBase>>12),
		addi(9, 0, 3),
		9<<20|8<<15|0<<12|16<<7|0x63, // beq x8, x9, +16
		lui(6, 7), addi(6, 6, 0x777), // 0x7777
		store(word, 5, 6, 0),
		lui(6, 5), addi(6, 6, 0x555), // 0x5555
		store(word, 5, 6, 0), spin))
	require.NoError(t, err)
	assert.Equal(t, Outcome{Finished, 0}, m.Run(1000))
	assert.Equal(t, byte(3), m.Memory(0x8010_0000)[0])
}

func TestTheConsoleEchoes(t *testing.T) {
	line := &terminal{input: []byte("ok")}
	m, err := NewVirt(1, line, program(
		lui(5, virt.UARTBase>>12),
		load(byteUnsigned, 6, 5, 5), // line status
		0x00137313,                  // andi x6, x6, 1
		0xfe030ce3,                  // beqz x6, -8
		load(byteUnsigned, 6, 5, 0),
		store(bytes8, 5, 6, 0),
		0xfedff06f, // j -20
	))
	require.NoError(t, err)
	m.Run(100)
	assert.Equal(t, "ok", string(line.sent))
}

// waitForTimer enables the timer interrupt, and waits.
func waitForTimer(deadline uint32) []Image {
	return program(
		lui(5, virt.CLINTBase>>12), lui(7, 4), 0x007282b3, // x5 = CLINT + 0x4000
		addi(6, 0, deadline), store(double, 5, 6, 0),
		addi(6, 0, 0x80), csrw(0x304, 6), // mie.MTIE
		wfi,
		lui(5, virt.FinisherBase>>12), lui(6, 5), addi(6, 6, 0x555), store(word, 5, 6, 0), spin)
}

func TestWaitingTakesTimeAndNoInstructions(t *testing.T) {
	m, err := NewVirt(1, &terminal{}, waitForTimer(500))
	require.NoError(t, err)
	assert.Equal(t, Outcome{Finished, 0}, m.Run(1000))
	assert.Equal(t, uint64(12), m.Retired())
	assert.Equal(t, uint64(50_004), m.Cycles(), "500 ticks of 100 ns, and four instructions")
}

func TestWaitingForNothingIsAHang(t *testing.T) {
	m, err := NewVirt(1, &terminal{}, program(addi(6, 0, 8), csrw(0x304, 6), wfi))
	require.NoError(t, err)
	assert.Equal(t, Outcome{Reason: Hung}, m.Run(1000))
	var report strings.Builder
	m.Report(&report)
	assert.Contains(t, report.String(), "hart 0: pc 0x000000008000000c, M-mode, 3 instructions retired")
	assert.Contains(t, report.String(), "t1 0000000000000008")
	assert.Contains(t, report.String(), "mie 0000000000000008")

	// A deadline that never comes is none.
	m, err = NewVirt(1, &terminal{}, program(addi(6, 0, 0x80), csrw(0x304, 6), wfi))
	require.NoError(t, err)
	assert.Equal(t, Outcome{Reason: Hung}, m.Run(1000))
}

func TestTheLimitIsExact(t *testing.T) {
	m, err := NewVirt(1, &terminal{}, program(spin))
	require.NoError(t, err)
	assert.Equal(t, Outcome{Reason: LimitReached}, m.Run(12_345))
	assert.Equal(t, uint64(12_345), m.Retired())
}

func TestAHartWakesAnother(t *testing.T) {
	// Hart 0 raises hart 1's software interrupt; hart 1 ends the machine.
	m, err := NewVirt(2, &terminal{}, program(
		0xf1402373, // csrr x6, mhartid
		0x00031a63, // bnez x6, +20
		lui(5, virt.CLINTBase>>12), addi(7, 0, 1), store(word, 5, 7, 4),
		wfi,
		addi(7, 0, 8), csrw(0x304, 7), wfi,
		lui(5, virt.FinisherBase>>12), lui(6, 5), addi(6, 6, 0x555), store(word, 5, 6, 0), spin))
	require.NoError(t, err)
	assert.Equal(t, Outcome{Finished, 0}, m.Run(100_000))
}

func TestBadImagesAreNamed(t *testing.T) {
	directory := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(directory, name)
		require.NoError(t, os.WriteFile(path, content, 0o666))
		return path
	}
	for _, c := range []struct{ path, want string }{
		{filepath.Join(directory, "none.bin"), "cannot read the image: open "},
		{file("empty.bin", nil), "empty.bin: the image is empty"},
		{file("kernel.elf", []byte("\x7fELF\x02")), "kernel.elf: this is an ELF file, want a flat image (the .bin that is built beside the .elf)"},
	} {
		_, err := ReadImage(c.path, virt.RAMBase)
		assert.ErrorContains(t, err, c.want)
	}
	four := []byte{1, 2, 3, 4}
	for _, c := range []struct {
		images []Image
		want   string
	}{
		{nil, "there is no image to run: give one with --bios"},
		{[]Image{{"a", virt.RAMBase, make([]byte, virt.RAMSize+1)}}, "a: 8388609 bytes at 0x80000000 are too many: memory ends after 8388608"},
		{[]Image{{"a", 0x1000, four}}, "a: there is no memory at 0x1000, want an address from 0x80000000 to 0x807fffff"},
		{[]Image{{"a", virt.RAMBase, four}, {"b", virt.RAMBase + 3, four}}, "b (4 bytes at 0x80000003) overlaps a (4 bytes at 0x80000000)"},
	} {
		_, err := NewVirt(1, &terminal{}, c.images)
		assert.EqualError(t, err, c.want)
	}
}

func TestTheLongerACycleTheFewerInstructionsToATick(t *testing.T) {
	for nanoseconds, want := range map[uint64]uint64{1: 10, 20: 200, 100: 1000} {
		m, err := NewVirt(1, &terminal{}, program(spin))
		require.NoError(t, err)
		require.NoError(t, m.SetCycle(nanoseconds))
		m.Run(1000)
		assert.Equal(t, want, m.ticks(), "%d ns", nanoseconds)
	}
}

func TestACycleThatMtimeCannotCountIsRefused(t *testing.T) {
	m, err := NewVirt(1, &terminal{}, program(spin))
	require.NoError(t, err)
	for _, nanoseconds := range []uint64{0, 3, 200} {
		assert.ErrorContains(t, m.SetCycle(nanoseconds), "want a divisor of 100")
	}
}
