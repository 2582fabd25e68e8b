// SPDX-License-Identifier: MIT

package stub

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/firmware/drivers/nor"
	"bugo/firmware/drivers/nor/nortest"
	"bugo/platforms/k210/isp"
)

// A bench is a stub with a chip of 1 MiB and a line that remembers.
type bench struct {
	*Stub
	chip    *nortest.Chip
	line    []byte // what the stub has sent
	rates   []uint32
	now     uint64
	reboots int
}

func (b *bench) Tx(value byte)            { b.line = append(b.line, value) }
func (b *bench) CanBaud(rate uint32) bool { return rate >= 9600 && rate <= 5_000_000 }
func (b *bench) SetBaud(rate uint32)      { b.rates = append(b.rates, rate) }
func (b *bench) Milliseconds() uint64     { return b.now }
func (b *bench) Reboot()                  { b.reboots++ }

func newBench() *bench { return newBenchWith(nortest.New(20)) }

func newBenchWith(chip *nortest.Chip) *bench {
	b := &bench{chip: chip}
	for i := range b.chip.Flash {
		b.chip.Flash[i] = 0xa5
	}
	b.Stub = &Stub{Flash: &nor.Chip{SPI: b.chip, Clock: b.chip, Hz: 1000}, Machine: b, Baud: 115200}
	b.Use(make([]byte, isp.MaxRequest))
	return b
}

// push gives the stub bytes of the line and returns its replies.
func (b *bench) push(t *testing.T, line []byte) (replies []isp.Reply) {
	t.Helper()
	b.line = nil
	for _, c := range line {
		b.Receive(c)
	}
	d := isp.Deframer{Max: 1000}
	for _, c := range b.line {
		body, damage := d.Push(c)
		require.Empty(t, damage)
		if body == nil {
			continue
		}
		reply, ok := isp.ParseReply(bytes.Clone(body))
		require.True(t, ok, "%x", body)
		replies = append(replies, reply)
	}
	return replies
}

// ask sends one request and returns reason and text of the reply to it.
func (b *bench) ask(t *testing.T, r isp.Request) (isp.Reason, string) {
	t.Helper()
	replies := b.push(t, isp.AppendFrame(nil, r.AppendBody(nil)))
	require.Len(t, replies, 1)
	require.Equal(t, r.Op, replies[0].Op)
	if r.Op.Stub() {
		require.Equal(t, r.Echo(), replies[0].Echo)
	}
	return replies[0].Reason, string(replies[0].Text)
}

func initRequest(length uint32) isp.Request {
	return isp.Request{Op: isp.OpFlashInit, Address: uint32(isp.ChipOnBoard), Length: length}
}

func write(address uint32, data []byte) isp.Request {
	return isp.Request{Op: isp.OpFlashWrite, Address: address, Length: uint32(len(data)), Data: data}
}

func pattern(n int) []byte {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(i*3 + i>>8)
	}
	return data
}

func TestAWriteIsInFlashAndNothingElseChanges(t *testing.T) {
	b := newBench()
	b.chip.BusyFor = 2
	reason, text := b.ask(t, initRequest(1<<20))
	require.Equal(t, isp.OK, reason)
	assert.Equal(t, "JEDEC id 0xc86014, 1048576 bytes", text)
	data := pattern(isp.MaxFlashWrite)
	reason, text = b.ask(t, write(0x10000, data))
	require.Equal(t, isp.OK, reason, text)
	reason, text = b.ask(t, write(0x3000, data[:0x2000]))
	require.Equal(t, isp.OK, reason, text)

	want := bytes.Repeat([]byte{0xa5}, 1<<20)
	copy(want[0x10000:], data)
	copy(want[0x3000:], data[:0x2000])
	require.True(t, bytes.Equal(want, b.chip.Flash))
	assert.Empty(t, b.chip.Mistakes)
}

func TestAWriteOfWhatIsThereWearsNothing(t *testing.T) {
	b := newBench()
	b.ask(t, initRequest(0))
	data := pattern(isp.MaxFlashWrite)
	b.ask(t, write(0, data))
	erasures, programmed := b.chip.Erasures, b.chip.Programmed
	reason, _ := b.ask(t, write(0, data))
	assert.Equal(t, isp.OK, reason)
	assert.Equal(t, erasures, b.chip.Erasures)
	assert.Equal(t, programmed, b.chip.Programmed)
}

func TestEraseErasesWholeSectors(t *testing.T) {
	b := newBench()
	b.ask(t, initRequest(0))
	reason, _ := b.ask(t, isp.Request{Op: isp.OpFlashErase, Address: 0x1000, Length: 0x2000})
	require.Equal(t, isp.OK, reason)
	assert.Equal(t, 0x2000, bytes.Count(b.chip.Flash, []byte{0xff}))
	assert.EqualValues(t, 0xff, b.chip.Flash[0x1000])
}

func TestWhatIsRefused(t *testing.T) {
	sector := make([]byte, nor.SectorSize)
	for _, test := range []struct {
		name    string
		r       isp.Request
		fault   func(*nortest.Chip)
		without bool // init
		reason  isp.Reason
		text    string
	}{
		{"a write before the init", write(0, sector), nil, true, isp.BadInit, "no flash chip is initialised: D7 comes first"},
		{"an erase before the init", isp.Request{Op: isp.OpFlashErase, Length: 4096}, nil, true, isp.BadInit, "no flash chip is initialised: D7 comes first"},
		{"another chip", isp.Request{Op: isp.OpFlashInit}, nil, true, isp.BadInit, "only flash chip 1, on SPI3, is known"},
		{"no chip, line low", initRequest(0), func(c *nortest.Chip) { c.ID = [3]byte{} }, true, isp.BadInit, "no flash chip answers on SPI3: its JEDEC id reads 0x000000"},
		{"no chip, line high", initRequest(0), func(c *nortest.Chip) { c.ID = [3]byte{255, 255, 255} }, true, isp.BadInit, "no flash chip answers on SPI3: its JEDEC id reads 0xffffff"},
		{"a chip too small", initRequest(1<<20 + 1), nil, true, isp.BadInit, "the flash chip (JEDEC id 0xc86014) has 1048576 bytes, and 1048577 are wanted"},
		{"a write past the end", write(0xff000, make([]byte, 0x2000)), nil, false, isp.BadLength, "this passes the end of the flash chip at 0x100000"},
		{"a write beyond all", write(0xfffff000, sector), nil, false, isp.BadLength, "this passes the end of the flash chip at 0x100000"},
		{"a write inside a sector", write(0x100, sector), nil, false, isp.BadLength, "address and length are not those of whole sectors of 4096 bytes"},
		{"a write of half a sector", write(0, sector[:2048]), nil, false, isp.BadLength, "address and length are not those of whole sectors of 4096 bytes"},
		{"an erase of nothing", isp.Request{Op: isp.OpFlashErase}, nil, false, isp.BadLength, "address and length are not those of whole sectors of 4096 bytes"},
		{"a rate of 0", isp.BaudRequest(isp.OpStubBaud, 0), nil, false, isp.BadLength, "the line cannot have this rate"},
		{"a reboot with an address", isp.Request{Op: isp.OpReboot, Address: 1}, nil, false, isp.BadLength, "a reboot has neither address nor length"},
		{"the ROM's greeting", isp.Request{Op: isp.OpGreet}, nil, false, isp.BadCommand, "this is the flash stub, which knows D2 to D7"},
		{"the ROM's boot", isp.Request{Op: isp.OpMemoryBoot}, nil, false, isp.BadCommand, "this is the flash stub, which knows D2 to D7"},
		{"a dead controller", write(0, sector), func(c *nortest.Chip) { c.Dead = true }, false, isp.BadInit, "the SPI controller does not finish"},
		{"a chip busy for ever", write(0, sector), func(c *nortest.Chip) { c.BusyFor = 1 << 40 }, false, isp.BadInit, "the flash chip stays busy"},
		{"a locked chip", write(0, sector), func(c *nortest.Chip) { c.Locked = true }, false, isp.BadInit, "the flash chip does not let itself be written"},
		{"a protected chip", write(0, sector), func(c *nortest.Chip) { c.Protected = true }, false, isp.BadInit, "flash at 0x000000 is not what was written: is the chip write protected, or worn out?"},
		{"a worn chip", write(0x1000, bytes.Repeat([]byte{3}, 4096)), func(c *nortest.Chip) { c.Stuck = map[int]int{0x1234: 1} }, false, isp.BadInit, "flash at 0x001234 is not what was written: is the chip write protected, or worn out?"},
		{"a dead controller at an erase", isp.Request{Op: isp.OpFlashErase, Length: 4096}, func(c *nortest.Chip) { c.Dead = true }, false, isp.BadInit, "the SPI controller does not finish"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench()
			if !test.without {
				reason, _ := b.ask(t, initRequest(0))
				require.Equal(t, isp.OK, reason)
			}
			if test.fault != nil {
				test.fault(b.chip)
			}
			reason, text := b.ask(t, test.r)
			assert.Equal(t, test.reason, reason)
			assert.Equal(t, test.text, text)
			assert.Empty(t, b.chip.Mistakes)
			assert.Zero(t, b.reboots)
			assert.Empty(t, b.rates)
		})
	}
}

func TestAWriteIsTriedTwice(t *testing.T) {
	b := newBench()
	b.ask(t, initRequest(0))
	b.chip.Stuck = map[int]int{7: 0xff}
	tried := 0
	flash := &flaky{Flash: b.Flash, before: func() {
		tried++
		if tried == 2 {
			b.chip.Stuck = nil
		}
	}}
	b.Flash = flash
	reason, text := b.ask(t, write(0, pattern(4096)))
	assert.Equal(t, isp.OK, reason, text)
	assert.Equal(t, 2, tried)
}

// flaky is a chip that something happens to before it is erased.
type flaky struct {
	Flash
	before func()
}

func (f *flaky) Erase(address, length uint32) error {
	f.before()
	return f.Flash.Erase(address, length)
}

func TestRebootComesAfterTheReply(t *testing.T) {
	b := newBench()
	reason, _ := b.ask(t, isp.Request{Op: isp.OpReboot})
	assert.Equal(t, isp.OK, reason)
	assert.Equal(t, 1, b.reboots)
}

func TestARateMustProveGood(t *testing.T) {
	b := newBench()
	reason, _ := b.ask(t, isp.BaudRequest(isp.OpStubBaud, 1_500_000))
	require.Equal(t, isp.OK, reason)
	b.now += isp.BaudProbation - 1
	b.Idle()
	assert.Equal(t, []uint32{1_500_000}, b.rates)
	b.now++
	b.push(t, []byte("noise\xc0")) // that is no proof
	b.Idle()
	assert.Equal(t, []uint32{1_500_000, 115200}, b.rates)
	b.Idle()

	b.ask(t, isp.BaudRequest(isp.OpStubBaud, 921600))
	b.ask(t, isp.Request{Op: isp.OpStubGreet})
	b.ask(t, isp.BaudRequest(isp.OpStubBaud, 921600)) // sent twice
	b.now += isp.BaudProbation
	b.Idle()
	assert.Equal(t, []uint32{1_500_000, 115200, 921600}, b.rates)
}

func TestARateLapsesWhenTheHostIsGone(t *testing.T) {
	b := newBench()
	b.ask(t, isp.BaudRequest(isp.OpStubBaud, 921600))
	b.ask(t, isp.BaudRequest(isp.OpStubBaud, 1_500_000))
	b.now += isp.BaudProbation
	b.Idle()
	require.Equal(t, []uint32{921600, 1_500_000, 921600}, b.rates, "the second rate was not good")
	for range 10 {
		b.now += isp.BaudLapse
		b.ask(t, isp.Request{Op: isp.OpStubGreet})
		b.push(t, []byte("noise\xc0"))
		b.Idle()
	}
	require.Len(t, b.rates, 3)
	b.now += isp.BaudLapse + 2000
	b.push(t, []byte("noise\xc0"))
	b.Idle()
	assert.Equal(t, []uint32{921600, 1_500_000, 921600, 115200}, b.rates)
	b.now += 100 * isp.BaudLapse
	b.Idle()
	assert.Len(t, b.rates, 4)
}

// requests are one of each, with a state in which all are accepted.
func requests() []isp.Request {
	return []isp.Request{
		{Op: isp.OpStubGreet},
		initRequest(1 << 20),
		{Op: isp.OpFlashErase, Address: 0x10000, Length: 0x10000},
		write(0x20000, pattern(isp.MaxFlashWrite)),
		write(0x30000, pattern(nor.SectorSize)),
		{Op: isp.OpReboot},
		isp.BaudRequest(isp.OpStubBaud, 1_500_000),
	}
}

func TestOneChangedBitNeverChangesFlash(t *testing.T) {
	for _, r := range requests() {
		body := r.AppendBody(nil)
		t.Run(r.Op.String(), func(t *testing.T) {
			b := newBench()
			b.ask(t, initRequest(1<<20))
			before := bytes.Clone(b.chip.Flash)
			// All bits of the header, and some of the data.
			for bit := 0; bit < 8*len(body); bit += 1 + bit/256*97 {
				body[bit/8] ^= 1 << (bit % 8)
				for _, c := range isp.AppendFrame(nil, body) {
					b.Receive(c)
				}
				body[bit/8] ^= 1 << (bit % 8)
				require.True(t, bytes.Equal(before, b.chip.Flash), "bit %d", bit)
			}
		})
	}
}

func TestADamagedFrameIsAnsweredAtOnce(t *testing.T) {
	b := newBench()
	b.ask(t, initRequest(0))
	before := bytes.Clone(b.chip.Flash)
	frame := isp.AppendFrame(nil, write(0, pattern(nor.SectorSize)).AppendBody(nil))
	for _, test := range []struct {
		name string
		line []byte
	}{
		{"a lost byte", append(bytes.Clone(frame[:100]), frame[101:]...)},
		{"a doubled byte", append(bytes.Clone(frame[:100]), frame[99:]...)},
		{"half of it", append(bytes.Clone(frame[:2000]), 0xc0)},
		{"an unknown escape", append(bytes.Clone(frame[:100]), 0xdb, 1, 0xc0)},
		{"too long", append(bytes.Repeat(frame[1:len(frame)-1], 20), 0xc0)},
	} {
		t.Run(test.name, func(t *testing.T) {
			replies := b.push(t, test.line)
			require.NotEmpty(t, replies)
			assert.Equal(t, isp.OpFlashWrite, replies[0].Op)
			assert.Equal(t, isp.BadChecksum, replies[0].Reason)
			assert.True(t, bytes.Equal(before, b.chip.Flash))
			reason, _ := b.ask(t, isp.Request{Op: isp.OpStubGreet})
			assert.Equal(t, isp.OK, reason, "the next request")
		})
	}
}

func TestNothingIsAllocated(t *testing.T) {
	b := newBench()
	b.line = make([]byte, 0, 1<<20)
	var frames [][]byte
	for _, r := range requests() {
		frames = append(frames, isp.AppendFrame(nil, r.AppendBody(nil)))
	}
	b.rates = make([]uint32, 0, 1000)
	assert.Zero(t, testing.AllocsPerRun(5, func() {
		b.line = b.line[:0]
		for _, frame := range frames {
			for _, c := range frame {
				b.Receive(c)
			}
		}
		b.Idle()
	}))
}

// FuzzStub takes any bytes of a line: the stub answers every frame, makes no
// mistake with the chip, and answers the next request as ever.
func FuzzStub(f *testing.F) {
	for _, r := range requests() {
		f.Add(isp.AppendFrame(nil, r.AppendBody(nil)))
	}
	f.Add([]byte("noise\xc0\xdb\xc0\xd4\xc0"))
	f.Fuzz(func(t *testing.T, line []byte) {
		b := newBenchWith(nortest.New(18))
		b.ask(t, initRequest(0))
		before := bytes.Clone(b.chip.Flash)
		valid := false
		for _, reply := range b.push(t, line) {
			valid = valid || reply.Reason == isp.OK && (reply.Op == isp.OpFlashWrite || reply.Op == isp.OpFlashErase)
		}
		require.Empty(t, b.chip.Mistakes)
		if !valid {
			require.True(t, bytes.Equal(before, b.chip.Flash), "flash has changed, and no reply says so")
		}
		replies := b.push(t, append([]byte{0xc0}, isp.AppendFrame(nil, isp.Request{Op: isp.OpStubGreet}.AppendBody(nil))...))
		require.NotEmpty(t, replies)
		require.Equal(t, isp.Reply{Op: isp.OpStubGreet, Reason: isp.OK, Text: []byte{}}, replies[len(replies)-1], fmt.Sprintf("after %x", line))
	})
}
