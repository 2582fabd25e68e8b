// SPDX-License-Identifier: MIT

package machine

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/tools/k210emu/device"
	"bugo/tools/mkimage/flashimage"
)

// flashed is instructions as what a flash chip holds.
func flashed(t *testing.T, instructions ...uint32) []byte {
	t.Helper()
	flash, err := flashimage.Encode(program(instructions...)[0].Bytes)
	require.NoError(t, err)
	return flash
}

// newK210 returns a K210 with a program in flash.
func newK210(t *testing.T, instructions ...uint32) *K210 {
	t.Helper()
	m, err := NewK210(Board{Line: &terminal{}, Flash: flashed(t, instructions...)})
	require.NoError(t, err)
	return m
}

// li loads a constant of 32 bits, whose sign is extended. It is two instructions.
func li(rd, value uint32) []uint32 {
	return []uint32{lui(rd, (value+0x800)>>12), value&0xfff<<20 | rd<<15 | rd<<7 | 0x1b} // addiw
}

// code joins instructions and lists of them.
func code(parts ...any) (all []uint32) {
	for _, part := range parts {
		switch p := part.(type) {
		case uint32:
			all = append(all, p)
		case int:
			all = append(all, uint32(p))
		case []uint32:
			all = append(all, p...)
		}
	}
	return all
}

// put stores a word at an address. It changes x5 and x6.
func put(address, value uint32) []uint32 {
	return code(li(5, address), li(6, value), store(word, 5, 6, 0))
}

// fpioaOn lets FPIOA's clock run, which the boot ROM leaves off: clk_en_peri
// (k210-facts.md §8, §9).
var fpioaOn = put(k210.SYSCTLBase+0x2c, 1<<device.PeripheralFPIOA)

// halt ends a program on the hart that runs it.
var halt = code(csrw(0x304, 0), wfi, 0xffdff06f) // mie; j -4

// onHart0 lets hart 1 wait for nothing that comes.
var onHart0 = code(
	csrw(0x304, 0), // mie
	0xf1402373,     // csrr x6, mhartid
	0x00030663,     // beqz x6, +12
	wfi, 0xffdff06f)

func TestFlashIsStartedOnBothHartsAsTheROMLeavesThem(t *testing.T) {
	m := newK210(t, spin)
	for id, h := range m.Harts() {
		assert.Equal(t, uint64(k210.SRAMBase), h.PC())
		for number, want := range map[uint32]uint64{ // k210-facts.md §2.1
			0x301: 0x8000_0000_0014_112d, 0xf11: 0x4b5, 0xf14: uint64(id),
			0x300: 0x8000_0000_0000_7800, 0x305: 0x8800_008c, 0x302: 0, 0x303: 0, 0x342: 1, 0x304: 8,
		} {
			got, there := h.CSR(number)
			assert.True(t, there)
			assert.Equal(t, want, got, "hart %d, CSR %#x", id, number)
		}
		mip, _ := h.CSR(0x344)
		assert.NotZero(t, mip&8, "MSIP")
		assert.NotZero(t, h.X(3), "registers hold anything")
	}
	assert.Equal(t, uint32(spin), binary.LittleEndian.Uint32(m.Memory(k210.SRAMBase)))
	for offset := 8; offset < k210.SRAMSize; offset += 4096 {
		require.NotZero(t, binary.LittleEndian.Uint64(m.Memory(k210.SRAMBase)[offset:]), "memory is poisoned")
	}
	m.Run(5000)
	assert.NotZero(t, m.Harts()[1].Retired(), "both run")
}

func TestWhatIsNotWholeIsNotStarted(t *testing.T) {
	whole := flashed(t, spin)
	for want, flash := range map[string][]byte{
		"the boot ROM finds nothing to start in flash: wrong SHA-256": whole[:len(whole)-1],
		"wrong SHA-256":         append(append([]byte{}, whole[:len(whole)-1]...), whole[len(whole)-1]^1),
		"no flash image":        append([]byte{7}, whole[1:]...),
		"encrypted flash image": append([]byte{1}, whole[1:]...),
	} {
		_, err := NewK210(Board{Line: &terminal{}, Flash: flash})
		assert.ErrorContains(t, err, want)
	}
}

func TestAProgramEndsByHaltingAndTheRedLEDTellsHow(t *testing.T) {
	m := newK210(t, code(onHart0, halt)...)
	assert.Equal(t, Outcome{Finished, 0}, m.Run(10_000))

	red := code(fpioaOn,
		put(k210.FPIOABase+4*k210.PinLEDRed, 0x1f00|k210.FunctionGPIOHS), // driven, with oe_en
		put(k210.GPIOHSBase+0x08, 1),                                     // output_en; output_val is 0
	)
	var seen []LEDs
	m, err := NewK210(Board{Line: &terminal{}, Flash: flashed(t, code(onHart0, red, halt)...),
		LEDs: func(l LEDs) { seen = append(seen, l) }})
	require.NoError(t, err)
	assert.Equal(t, Outcome{Finished, 1}, m.Run(10_000))
	assert.Equal(t, []LEDs{{Red: true}}, seen)
	assert.Equal(t, LEDs{Red: true}, m.LEDs())
}

func TestAHartThatWaitsForWhatCannotComeHangs(t *testing.T) {
	m := newK210(t, code(
		li(5, k210.CLINTBase), 0xf1402373, 0x00231313, 0x006282b3, store(word, 5, 0, 0), // msip of this hart
		wfi, 0xffdff06f)...)
	assert.Equal(t, Outcome{Reason: Hung}, m.Run(10_000), "mie is as the ROM left it")
}

func TestUARTHSSpeaksWhileItsPadsLeadToIt(t *testing.T) {
	hello := put(k210.UARTHSBase, 'A')
	line := &terminal{}
	m, err := NewK210(Board{Line: line, Flash: flashed(t, code(onHart0,
		hello, fpioaOn,
		put(k210.FPIOABase+4*k210.PinISPTX, 0), put(k210.UARTHSBase, 'B'),
		put(k210.FPIOABase+4*k210.PinISPTX, 0x1f00|k210.FunctionUARTHSTX), put(k210.UARTHSBase, 'C'),
		halt)...)})
	require.NoError(t, err)
	assert.Equal(t, Outcome{Finished, 0}, m.Run(10_000))
	assert.Equal(t, "AC", string(line.sent))
}

func TestAWrongDivisorIsSeenAndRemarkedOnce(t *testing.T) {
	line := &terminal{}
	var remarks []string
	m, err := NewK210(Board{Line: line, Flash: flashed(t, code(onHart0,
		put(k210.UARTHSBase+0x18, 1000), put(k210.UARTHSBase, 'A'), put(k210.UARTHSBase, 'B'), halt)...),
		Remark: func(text string) { remarks = append(remarks, text) }})
	require.NoError(t, err)
	m.Run(10_000)
	assert.NotEqual(t, "AB", string(line.sent))
	assert.Equal(t, []string{"UARTHS is at 389610 baud, and the line at 115200 (hart 0, pc 0x80000038)"}, remarks)
}

func TestUncachedMemoryIsTheSameMemory(t *testing.T) {
	m := newK210(t, code(onHart0,
		put(k210.UncachedBase+0x1000, 0x1234), li(5, k210.SRAMBase+0x1000), load(word, 7, 5, 0),
		put(k210.SRAMBase+0x2000, 0x5678), li(5, k210.UncachedBase+0x2000), load(word, 8, 5, 0),
		halt)...)
	assert.Equal(t, Outcome{Finished, 0}, m.Run(10_000))
	assert.Equal(t, uint64(0x1234), m.Harts()[0].X(7))
	assert.Equal(t, uint64(0x5678), m.Harts()[0].X(8))
}

func TestTheAISRAMIsThereWhileItsClocksRun(t *testing.T) { // k210-facts.md §1, §9
	const sysctl = k210.SYSCTLBase
	try := func(rd uint32, base uint32) []uint32 {
		return code(li(5, base), load(word, rd, 5, 0))
	}
	handler := code(
		0x34102373, addi(6, 6, 4), csrw(0x341, 6), addi(9, 9, 1), 0x30200073, // mepc += 4, x9++, mret
	)
	const handlerAt = k210.SRAMBase + 0x400
	body := code(onHart0, li(6, handlerAt), csrw(0x305, 6), addi(9, 0, 0),
		try(10, k210.AISRAMBase), try(11, k210.UncachedBase+0x60_0000), // two faults
		put(sysctl+0x0c, 22<<4|1<<10|22<<14|1<<21|1<<25), // pll1: power, out_en
		put(sysctl+0x2c, 1<<2|1<<20),                     // clk_en_peri: ai, fpioa
		put(k210.AISRAMBase, 0x777), try(12, k210.AISRAMBase), try(13, k210.UncachedBase+0x60_0000),
		put(sysctl+0x34, 1<<2), // peri_reset: ai
		try(14, k210.AISRAMBase),
		halt)
	for len(body) < 0x100 {
		body = append(body, spin)
	}
	m := newK210(t, append(body, handler...)...)
	assert.Equal(t, Outcome{Finished, 0}, m.Run(10_000))
	h := m.Harts()[0]
	assert.Equal(t, uint64(3), h.X(9), "faults")
	assert.Equal(t, uint64(0x777), h.X(12))
	assert.Equal(t, uint64(0x777), h.X(13))
	cause, _ := h.CSR(0x342)
	assert.Equal(t, uint64(5), cause, "load access fault")
}

func TestASoftResetStartsFromFlashAgainAndMemoryStays(t *testing.T) {
	const counter = k210.SRAMBase + 0x10_0000
	m := newK210(t, code(onHart0,
		li(5, counter), load(word, 7, 5, 0), addi(7, 7, 1), store(word, 5, 7, 0),
		li(8, 0x1234+3),
		8<<20|7<<15|1<<12|14<<8|0x63, // bne x7, x8, +28: to the reset
		csrw(0x304, 0), wfi, 0xffdff06f,
		spin, spin, spin,
		put(k210.SYSCTLBase+0x30, 1), spin)...)
	binary.LittleEndian.PutUint32(m.Memory(counter), 0x1234)
	assert.Equal(t, Outcome{Finished, 0}, m.Run(10_000))
	assert.Equal(t, uint32(0x1237), binary.LittleEndian.Uint32(m.Memory(counter)))
}

func TestMtimeCountsOnceInFiftyCycles(t *testing.T) { // k210-facts.md §3
	m := newK210(t, code(onHart0, li(5, k210.CLINTBase+0xbff8), load(double, 7, 5, 0), nops(500), load(double, 8, 5, 0), halt)...)
	assert.Equal(t, Outcome{Finished, 0}, m.Run(10_000))
	assert.InDelta(t, 10, m.Harts()[0].X(8)-m.Harts()[0].X(7), 1)
}

func nops(n int) (all []uint32) {
	for range n {
		all = append(all, 0x00000013)
	}
	return all
}
