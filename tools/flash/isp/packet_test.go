// SPDX-License-Identifier: MIT

package isp

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// deframe returns all bodies and errors of a stream, in order.
func deframe(stream []byte, max int) (bodies [][]byte, errs []error) {
	d := NewDeframer(max)
	for _, b := range stream {
		body, err := d.Push(b)
		if body != nil {
			bodies = append(bodies, bytes.Clone(body))
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	return bodies, errs
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
		name   string
		stream string
		want   []string
		errs   []error
	}{
		{"a frame", "\xc0abc\xc0", []string{"abc"}, nil},
		{"two with one end between", "\xc0a\xc0b\xc0", []string{"a", "b"}, nil},
		{"empty frames", "\xc0\xc0\xc0", nil, nil},
		{"escapes", "\xc0\xdb\xdc\xdb\xdd\xc0", []string{"\xc0\xdb"}, nil},
		{"noise before", "hello\xc0a\xc0", []string{"hello", "a"}, nil},
		{"a lost first end", "a\xc0\xc0b\xc0", []string{"a", "b"}, nil},
		{"a lost last end", "\xc0a\xc0b\xc0", []string{"a", "b"}, nil},
		{"an unknown escape", "\xc0a\xdbbcd\xc0\xc0e\xc0", []string{"e"}, []error{ErrEscape}},
		{"an end in an escape", "\xc0a\xdb\xc0b\xc0", []string{"b"}, []error{ErrEscape}},
		{"the longest body", "\xc012345678\xc0", []string{"12345678"}, nil},
		{"one byte more", "\xc0123456789\xc0\xc0a\xc0", []string{"a"}, []error{ErrTooLong}},
		{"no end yet", "\xc0a", nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			bodies, errs := deframe([]byte(test.stream), 8)
			var got []string
			for _, body := range bodies {
				got = append(got, string(body))
			}
			assert.Equal(t, test.want, got)
			assert.Equal(t, test.errs, errs)
		})
	}
}

func TestParseRequestRefuses(t *testing.T) {
	good := Request{Op: OpMemoryWrite, Address: 0x80000000, Length: 3, Data: []byte("abc")}.AppendBody(nil)
	changed := bytes.Clone(good)
	changed[17] ^= 1
	for _, test := range []struct {
		name string
		body []byte
		is   error
		want string
	}{
		{"nothing", nil, ErrShort, "0 bytes"},
		{"half a header", good[:15], ErrShort, "15 bytes, and the header has 16"},
		{"changed data", changed, ErrChecksum, "and the packet has"},
		{"missing data", Request{Op: OpMemoryWrite, Length: 4, Data: []byte("abc")}.AppendBody(nil), ErrLength, "3 bytes of data, want 4"},
		{"data with a boot", Request{Op: OpMemoryBoot, Length: 3, Data: []byte("abc")}.AppendBody(nil), ErrLength, "3 bytes of data, want 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseRequest(test.body)
			require.ErrorIs(t, err, test.is)
			assert.ErrorContains(t, err, test.want)
		})
	}
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
		got, errs := deframe(again, max)
		require.Empty(t, errs)
		require.Equal(t, bodies, got)
	})
}

// FuzzParseRequest takes any body: what is accepted has the same fields again.
func FuzzParseRequest(f *testing.F) {
	f.Add(Request{Op: OpMemoryWrite, Address: 0x80000000, Length: 3, Data: []byte("abc")}.AppendBody(nil))
	f.Add(Request{Op: OpFlashErase, Address: 4096, Length: 4096}.AppendBody(nil))
	f.Add(Request{Op: OpGreet}.AppendBody(nil))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := ParseRequest(body)
		if err != nil {
			return
		}
		again, err := ParseRequest(r.AppendBody(nil))
		require.NoError(t, err)
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
	f.Fuzz(func(t *testing.T, body []byte) {
		if r, err := ParseReply(body); err == nil {
			require.True(t, bytes.Equal(body, r.AppendBody(nil)))
		}
	})
}
