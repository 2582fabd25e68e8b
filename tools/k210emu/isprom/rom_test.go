// SPDX-License-Identifier: MIT

package isprom

import (
	"bytes"
	"encoding/gob"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210/isp"
)

// ram is some memory at 0x80000000.
type ram []byte

func (m ram) Write(address uint64, data []byte) bool {
	offset := address - 0x8000_0000
	if offset > uint64(len(m)) || uint64(len(data)) > uint64(len(m))-offset {
		return false
	}
	copy(m[offset:], data)
	return true
}

func newROM() (*ROM, ram) {
	memory := make(ram, 4096)
	r := &ROM{Memory: memory}
	r.Reset()
	return r, memory
}

func push(r *ROM, line []byte) (answers []byte) {
	for _, b := range line {
		answers = append(answers, r.Receive(b)...)
	}
	return answers
}

func frame(r isp.Request) []byte { return isp.AppendFrame(nil, r.AppendBody(nil)) }

func memoryWrite(address uint32, data []byte) isp.Request {
	return isp.Request{Op: isp.OpMemoryWrite, Address: address, Length: uint32(len(data)), Data: data}
}

func TestROMAnswers(t *testing.T) {
	big := make([]byte, isp.MaxMemoryWrite+1)
	for _, test := range []struct {
		name string
		line []byte
		want string
	}{
		{"a greeting", frame(isp.Request{Op: isp.OpGreet}), "\xc0\xc2\xe0\xc0"},
		{"a greeting with one zero more", []byte("\xc0\xc2\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc0"), "\xc0\xc2\xe0\xc0"},
		{"a greeting behind junk", append([]byte("\xc0\xdb\xc0junk\xdb\x01"), frame(isp.Request{Op: isp.OpGreet})...), "\xc0\xc2\xe0\xc0"},
		{"a write", frame(memoryWrite(0x80000000, []byte{1})), "\xc0\xc3\xe0\xc0"},
		{"the longest write", frame(memoryWrite(0x80000000, big[1:])), "\xc0\xc3\xe0\xc0"},
		{"a longer one", frame(memoryWrite(0x80000000, big)), "\xc0\xc3\xe1\xc0"},
		{"one that it has no room for", frame(memoryWrite(0x80000000, make([]byte, 2000))), ""},
		{"a write before memory", frame(memoryWrite(0x7fffffff, []byte{1, 2})), "\xc0\xc3\xe1\xc0"},
		{"a write behind it", frame(memoryWrite(0x80000fff, []byte{1, 2})), "\xc0\xc3\xe1\xc0"},
		{"a write at the end of addresses", frame(memoryWrite(0xffffffff, []byte{1, 2})), "\xc0\xc3\xe1\xc0"},
		{"half a request", []byte("\xc0\xc3\x00\x00\x00\xc0"), "\xc0\xc3\xe1\xc0"},
		{"a rate of 0", frame(isp.BaudRequest(isp.OpBaud, 0)), "\xc0\xc6\xe1\xc0"},
		{"an echo", frame(isp.Request{Op: isp.OpEcho}), "\xc0\xd1\xe0echo (C1) is not implemented\xc0\xc0\xc1\xe3\xc0"},
		{"a memory read", frame(isp.Request{Op: isp.OpMemoryRead}), "\xc0\xd1\xe0memory read (C4) is not implemented\xc0\xc0\xc4\xe3\xc0"},
		{"the stub's greeting", frame(isp.Request{Op: isp.OpStubGreet}), "\xc0\xd2\xe3\xc0"},
		{"a flash write", frame(isp.Request{Op: isp.OpFlashInit}), "\xc0\xd7\xe3\xc0"},
		{"an unknown command", frame(isp.Request{Op: 0x55}), "\xc0\x55\xe3\xc0"},
		{"nothing", []byte("\xc0\xc0\xc0"), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, memory := newROM()
			before := bytes.Clone(memory)
			assert.Equal(t, test.want, string(push(r, test.line)))
			if test.want != "\xc0\xc3\xe0\xc0" {
				assert.Equal(t, before, []byte(memory))
			}
			_, started := r.Started()
			assert.False(t, started)
			assert.Equal(t, "\xc0\xc2\xe0\xc0", string(push(r, frame(isp.Request{Op: isp.OpGreet}))), "the next request")
		})
	}
}

func TestWhatIsWrittenIsInMemory(t *testing.T) {
	r, memory := newROM()
	data := bytes.Repeat([]byte{0xc0, 0xdb, 7}, 300)
	push(r, frame(memoryWrite(0x80000010, data)))
	want := make([]byte, 4096)
	copy(want[0x10:], data)
	assert.Equal(t, want, []byte(memory))
}

func TestADamagedWriteIsRefused(t *testing.T) {
	r, memory := newROM()
	line := frame(memoryWrite(0x80000000, []byte{1, 2, 3}))
	line[len(line)-2] ^= 1
	assert.Equal(t, "\xc0\xc3\xe2\xc0", string(push(r, line)))
	assert.Zero(t, memory[0])
}

func TestTheROMJumpsAndSaysNothing(t *testing.T) {
	r, _ := newROM()
	assert.Empty(t, push(r, frame(isp.Request{Op: isp.OpMemoryBoot, Address: 0x80000400})))
	entry, ok := r.Started()
	assert.True(t, ok)
	assert.EqualValues(t, 0x80000400, entry)
	assert.Empty(t, push(r, frame(isp.Request{Op: isp.OpGreet})))
	r.Reset()
	assert.NotEmpty(t, push(r, frame(isp.Request{Op: isp.OpGreet})))
}

func TestARateIsTakenAndNotAnswered(t *testing.T) {
	r, _ := newROM()
	var told uint32
	r.SetBaud = func(rate uint32) { told = rate }
	assert.EqualValues(t, 115200, r.Baud())
	assert.Empty(t, push(r, frame(isp.BaudRequest(isp.OpBaud, 1_500_000))))
	assert.EqualValues(t, 1_500_000, told)
	assert.EqualValues(t, 1_500_000, r.Baud())
}

func TestAStateComesBackInTheMiddleOfAFrame(t *testing.T) {
	r, memory := newROM()
	line := frame(memoryWrite(0x80000000, []byte{0xdb, 2, 3}))
	push(r, line[:len(line)-3])
	var saved bytes.Buffer
	require.NoError(t, gob.NewEncoder(&saved).Encode(r.State()))

	again := &ROM{Memory: memory}
	require.NoError(t, gob.NewDecoder(&saved).Decode(again.State()))
	assert.Equal(t, "\xc0\xc3\xe0\xc0", string(push(again, line[len(line)-3:])))
	assert.Equal(t, []byte{0xdb, 2, 3}, []byte(memory[:3]))
}

// FuzzROM takes any bytes of a line: the ROM never leaves its memory, and where
// it has not jumped, the next request is answered as ever.
func FuzzROM(f *testing.F) {
	for _, r := range []isp.Request{
		{Op: isp.OpGreet}, memoryWrite(0x80000000, []byte("abc")), memoryWrite(0xfffffff0, make([]byte, 64)),
		{Op: isp.OpMemoryBoot}, isp.BaudRequest(isp.OpBaud, 9600), {Op: isp.OpEcho},
	} {
		f.Add(frame(r))
	}
	f.Add([]byte("junk\xc0\xdb\xc0\xc3\xc0"))
	f.Fuzz(func(t *testing.T, line []byte) {
		r, _ := newROM()
		push(r, line)
		if _, ok := r.Started(); ok {
			return
		}
		answers := push(r, append([]byte{0xc0}, frame(isp.Request{Op: isp.OpGreet})...))
		require.True(t, bytes.HasSuffix(answers, []byte("\xc0\xc2\xe0\xc0")), "%x", answers)
	})
}
