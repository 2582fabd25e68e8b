// SPDX-License-Identifier: MIT

package isp

import (
	"bytes"
	"encoding/hex"
	"hash/crc32"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// deframe returns all bodies and kinds of damage of a stream, in order.
func deframe(stream []byte, max int) (bodies [][]byte, damages []Damage) {
	d := Deframer{Max: max}
	for _, b := range stream {
		body, damage := d.Push(b)
		switch {
		case damage != "":
			damages = append(damages, damage)
		case body != nil:
			bodies = append(bodies, bytes.Clone(body))
		}
	}
	return bodies, damages
}

func TestGreetingIsTheROMs(t *testing.T) {
	frame := AppendFrame(nil, Request{Op: OpGreet}.AppendBody(nil))
	assert.Equal(t, "c0c2"+"000000000000000000000000"+"c0", hex.EncodeToString(frame))
}

// The checksum is from another program:
// python3 -c 'import zlib; print(hex(zlib.crc32(b"\x00\x04\x00\x80\x02\x00\x00\x00\xc0\xdb")))'
func TestMemoryWriteIsOpChecksumAddressLengthAndEscapedData(t *testing.T) {
	body := Request{Op: OpMemoryWrite, Address: 0x80000400, Length: 2, Data: []byte{0xc0, 0xdb}}.AppendBody(nil)
	assert.Equal(t, "c3000000"+"91ae43a1"+"00040080"+"02000000"+"c0db", hex.EncodeToString(body))
	frame := AppendFrame(nil, []byte{1, 0xc0, 2, 0xdb, 3})
	assert.Equal(t, "c001dbdc02dbdd03c0", hex.EncodeToString(frame))
}

func TestDeframerFindsFramesInAnyStream(t *testing.T) {
	for _, test := range []struct {
		name    string
		stream  string
		want    []string
		damages []Damage
	}{
		{"a frame", "\xc0abc\xc0", []string{"abc"}, nil},
		{"two with one end between", "\xc0a\xc0b\xc0", []string{"a", "b"}, nil},
		{"empty frames", "\xc0\xc0\xc0", nil, nil},
		{"escapes", "\xc0\xdb\xdc\xdb\xdd\xc0", []string{"\xc0\xdb"}, nil},
		{"noise before", "hello\xc0a\xc0", []string{"hello", "a"}, nil},
		{"a lost first end", "a\xc0\xc0b\xc0", []string{"a", "b"}, nil},
		{"a lost last end", "\xc0a\xc0b\xc0", []string{"a", "b"}, nil},
		{"an unknown escape", "\xc0a\xdbbcd\xc0\xc0e\xc0", []string{"e"}, []Damage{BadEscape}},
		{"an end in an escape", "\xc0a\xdb\xc0b\xc0", []string{"b"}, []Damage{BadEscape}},
		{"the longest body", "\xc012345678\xc0", []string{"12345678"}, nil},
		{"one byte more", "\xc0123456789\xc0\xc0a\xc0", []string{"a"}, []Damage{TooLong}},
		{"no end yet", "\xc0a", nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			bodies, damages := deframe([]byte(test.stream), 8)
			var got []string
			for _, body := range bodies {
				got = append(got, string(body))
			}
			assert.Equal(t, test.want, got)
			assert.Equal(t, test.damages, damages)
		})
	}
}

func TestParseRequestRefuses(t *testing.T) {
	good := Request{Op: OpMemoryWrite, Address: 0x80000000, Length: 3, Data: []byte("abc")}.AppendBody(nil)
	changed := bytes.Clone(good)
	changed[17] ^= 1
	wide := bytes.Clone(good)
	wide[1] = 1
	zero := bytes.Clone(good)
	zero[3] = 1
	for _, test := range []struct {
		name string
		body []byte
		want Reason
	}{
		{"nothing", nil, BadLength},
		{"half a header", good[:15], BadLength},
		{"changed data", changed, BadChecksum},
		{"an op of two bytes", wide, BadCommand},
		{"a zero that is none", zero, BadCommand},
		{"missing data", Request{Op: OpMemoryWrite, Length: 4, Data: []byte("abc")}.AppendBody(nil), BadLength},
		{"data with a boot", Request{Op: OpMemoryBoot, Length: 3, Data: []byte("abc")}.AppendBody(nil), BadLength},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, reason := ParseRequest(test.body)
			assert.Equal(t, test.want, reason)
			if len(test.body) > 0 {
				assert.Equal(t, Op(test.body[0]), r.Op, "the reply needs the op")
			}
		})
	}
}

func TestChecksumIsIEEEs(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 300 {
		data := make([]byte, n)
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		require.Equal(t, crc32.ChecksumIEEE(data), Checksum(data), "%d bytes", n)
	}
}

func TestARequestForARateHoldsIt(t *testing.T) {
	rate, ok := BaudRequest(OpStubBaud, 1500000).Baud()
	assert.True(t, ok)
	assert.EqualValues(t, 1500000, rate)
	_, ok = Request{Op: OpBaud, Data: []byte{1, 2, 3}}.Baud()
	assert.False(t, ok)
}

func TestTheStubsReplySaysWhichRequestItAnswers(t *testing.T) {
	request := Request{Op: OpFlashWrite, Address: 0x10000, Length: 3, Data: []byte("abc")}
	body := request.AppendBody(nil)
	assert.Equal(t, get32(body[4:]), request.Echo())
	assert.Zero(t, Request{Op: OpStubGreet}.Echo())

	reply := Reply{Op: OpFlashWrite, Reason: BadInit, Echo: request.Echo(), Text: []byte("why")}
	body = reply.AppendBody(nil)
	assert.Equal(t, append([]byte{0xd4, 0xe4}, request.AppendBody(nil)[4:8]...), body[:6])
	got, ok := ParseReply(body)
	require.True(t, ok)
	assert.Equal(t, reply, got)
	for i := range body {
		for bit := range 8 {
			body[i] ^= 1 << bit
			if Op(body[0]).Stub() {
				_, ok := ParseReply(body)
				assert.False(t, ok, "byte %d bit %d", i, bit)
			}
			body[i] ^= 1 << bit
		}
	}
}

func TestNothingIsAllocatedWhereThereIsRoom(t *testing.T) {
	d := Deframer{Max: 64, Frame: make([]byte, 0, 64)}
	request := Request{Op: OpFlashWrite, Length: 3, Data: []byte("abc")}
	reply := Reply{Op: OpFlashWrite, Reason: OK, Text: []byte("text")}
	room := make([]byte, 0, 64)
	frame := AppendFrame(nil, request.AppendBody(nil))
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		for _, b := range frame {
			if body, damage := d.Push(b); damage == "" && body != nil {
				_, _ = ParseRequest(body)
			}
		}
		_ = reply.AppendBody(room)
	}))
}

func TestNamesOfCommandsAndReasons(t *testing.T) {
	assert.Equal(t, "memory write (C3)", OpMemoryWrite.String())
	assert.Equal(t, "command 99", Op(0x99).String())
	assert.Equal(t, "bad checksum (E2)", BadChecksum.String())
	assert.Equal(t, "reason 07", Reason(7).String())
}

// FuzzDeframer takes any stream: frames fit, and what is framed again comes back.
func FuzzDeframer(f *testing.F) {
	f.Add([]byte("\xc0abc\xc0"))
	f.Add([]byte("noise\xc0\xdb\xdc\xdb\xdd\xc0\xdb\xc0"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		const max = 64
		bodies, _ := deframe(stream, max)
		var again []byte
		for _, body := range bodies {
			require.NotEmpty(t, body)
			require.LessOrEqual(t, len(body), max)
			again = AppendFrame(again, body)
		}
		got, damages := deframe(again, max)
		require.Empty(t, damages)
		require.Equal(t, bodies, got)
	})
}

// FuzzParseRequest takes any body: what is accepted has the same fields again.
func FuzzParseRequest(f *testing.F) {
	f.Add(Request{Op: OpMemoryWrite, Address: 0x80000000, Length: 3, Data: []byte("abc")}.AppendBody(nil))
	f.Add(Request{Op: OpFlashErase, Address: 4096, Length: 4096}.AppendBody(nil))
	f.Add(Request{Op: OpGreet}.AppendBody(nil))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, reason := ParseRequest(body)
		if reason != OK {
			return
		}
		again, reason := ParseRequest(r.AppendBody(nil))
		require.Equal(t, OK, reason)
		require.Equal(t, r.Op, again.Op)
		require.Equal(t, r.Address, again.Address)
		require.Equal(t, r.Length, again.Length)
		require.True(t, bytes.Equal(r.Data, again.Data))
	})
}

// FuzzParseReply takes any body: what is accepted is the same bytes again.
func FuzzParseReply(f *testing.F) {
	f.Add([]byte{0xc3, 0xe0})
	f.Add([]byte("\xd1\xe0hello"))
	f.Add(Reply{Op: OpFlashInit, Reason: BadInit, Echo: 7, Text: []byte("no chip")}.AppendBody(nil))
	f.Fuzz(func(t *testing.T, body []byte) {
		if r, ok := ParseReply(body); ok {
			require.True(t, bytes.Equal(body, r.AppendBody(nil)))
		}
	})
}
