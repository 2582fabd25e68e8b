// SPDX-License-Identifier: MIT

// Package isp speaks the K210's in-system programming protocol, host side.
//
// With pin IO16 low at reset the boot ROM does not start what is in flash but
// answers requests on its serial line, one at a time:
//
//	host   C0 | op, 0 | CRC32 | address | length | data | C0
//	board  C0 | op | reason | text                      | C0
//
// The frames are SLIP's (slip.go), the fields little endian (packet.go). Two
// programs answer: the ROM, which writes SRAM and jumps there (rom.go), and a
// flash stub that the ROM was made to start and that writes the flash chip
// (stub.go). Bugo has no stub yet; its level is here so that host and stub are
// built against one description.
//
// A line loses and changes bytes. A reply says which command it answers but
// neither which address nor which try, so Link (link.go) has one request under
// way, sends it again until it is acknowledged or the tries run out, and waits
// for silence after every trouble: a late reply to an earlier try must not
// count for the next request. All requests may safely be carried out twice.
//
// Package romtest is a board that answers, with faults to order.
//
// Reference: k210-facts.md §12.3.
package isp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// An Op is what a request asks for (k210-facts.md §12.3).
type Op uint16

// The ROM's requests are C, those of the stub D.
const (
	OpGreet       Op = 0xc2
	OpMemoryWrite Op = 0xc3
	OpMemoryBoot  Op = 0xc5
	OpBaud        Op = 0xc6
	OpDebug       Op = 0xd1 // only in replies: a text for people
	OpStubGreet   Op = 0xd2
	OpFlashErase  Op = 0xd3
	OpFlashWrite  Op = 0xd4
	OpReboot      Op = 0xd5
	OpStubBaud    Op = 0xd6
	OpFlashInit   Op = 0xd7
)

var opNames = map[Op]string{
	OpGreet: "greeting", OpMemoryWrite: "memory write", OpMemoryBoot: "boot", OpBaud: "baud rate",
	OpDebug: "debug text", OpStubGreet: "stub greeting", OpFlashErase: "flash erase", OpFlashWrite: "flash write",
	OpReboot: "reboot", OpStubBaud: "stub baud rate", OpFlashInit: "flash init",
}

func (o Op) String() string {
	if name, ok := opNames[o]; ok {
		return fmt.Sprintf("%s (%02X)", name, uint16(o))
	}
	return fmt.Sprintf("command %02X", uint16(o))
}

// greets says whether the request is a bare greeting, without CRC.
func (o Op) greets() bool { return o == OpGreet || o == OpStubGreet }

// carries says whether length counts data that follows.
func (o Op) carries() bool {
	return o == OpMemoryWrite || o == OpBaud || o == OpFlashWrite || o == OpStubBaud
}

// A Reason is the board's answer (k210-facts.md §12.3).
type Reason byte

// The reasons. Default is what kflash.py takes for OK from the ROM.
const (
	Default     Reason = 0x00
	OK          Reason = 0xe0
	BadLength   Reason = 0xe1
	BadChecksum Reason = 0xe2
	BadCommand  Reason = 0xe3
	BadInit     Reason = 0xe4
)

var reasonNames = map[Reason]string{
	Default: "default", OK: "OK", BadLength: "bad length", BadChecksum: "bad checksum",
	BadCommand: "invalid command", BadInit: "bad initialisation",
}

func (r Reason) String() string {
	if name, ok := reasonNames[r]; ok {
		return fmt.Sprintf("%s (%02X)", name, byte(r))
	}
	return fmt.Sprintf("reason %02X", byte(r))
}

// Why a body is no packet.
var (
	ErrShort    = errors.New("packet too short")
	ErrLength   = errors.New("wrong length")
	ErrChecksum = errors.New("wrong checksum")
)

// A Request is what the host sends.
type Request struct {
	Op      Op
	Address uint32 // in memory or in flash; an init has the chip here
	Length  uint32 // of Data, or of what an erase erases, in bytes
	Data    []byte
}

const (
	requestHeader = 16 // op, zero, CRC32, address, length
	crcStart      = 8  // the CRC covers all behind itself
	// greetingSize is the op and zeros, 13 bytes in all as kflash.py sends them
	// (k210-facts.md §12.3 has one zero more). The board looks at the op only.
	greetingSize = 13
)

// AppendBody appends the request as it stands between two frame ends.
func (r Request) AppendBody(out []byte) []byte {
	start := len(out)
	if r.Op.greets() {
		out = append(out, make([]byte, greetingSize)...)
		binary.LittleEndian.PutUint16(out[start:], uint16(r.Op))
		return out
	}
	out = binary.LittleEndian.AppendUint16(out, uint16(r.Op))
	out = append(out, 0, 0, 0, 0, 0, 0)
	out = binary.LittleEndian.AppendUint32(out, r.Address)
	out = binary.LittleEndian.AppendUint32(out, r.Length)
	out = append(out, r.Data...)
	binary.LittleEndian.PutUint32(out[start+4:], crc32.ChecksumIEEE(out[start+crcStart:]))
	return out
}

// ParseRequest is the board's reading of a body. On an error the request still
// has its op where there is one, for the reply. Data is a part of body.
func ParseRequest(body []byte) (Request, error) {
	if len(body) < 2 {
		return Request{}, fmt.Errorf("%w: %d bytes", ErrShort, len(body))
	}
	r := Request{Op: Op(binary.LittleEndian.Uint16(body))}
	if r.Op.greets() {
		return r, nil
	}
	if len(body) < requestHeader {
		return r, fmt.Errorf("%w: %d bytes, and the header has %d", ErrShort, len(body), requestHeader)
	}
	if got, want := binary.LittleEndian.Uint32(body[4:]), crc32.ChecksumIEEE(body[crcStart:]); got != want {
		return r, fmt.Errorf("%w: %#08x, and the packet has %#08x", ErrChecksum, got, want)
	}
	r.Address = binary.LittleEndian.Uint32(body[8:])
	r.Length = binary.LittleEndian.Uint32(body[12:])
	r.Data = body[requestHeader:]
	var want uint32
	if r.Op.carries() {
		want = r.Length
	}
	if uint64(len(r.Data)) != uint64(want) {
		return r, fmt.Errorf("%w: %d bytes of data, want %d", ErrLength, len(r.Data), want)
	}
	return r, nil
}

// A Reply is what the board sends.
type Reply struct {
	Op     Op
	Reason Reason
	Text   string // for people; only with OpDebug
}

// acknowledges says whether the request was carried out.
func (r Reply) acknowledges() bool { return r.Reason == OK || r.Reason == Default }

// AppendBody appends the reply as it stands between two frame ends.
func (r Reply) AppendBody(out []byte) []byte {
	return append(append(out, byte(r.Op), byte(r.Reason)), r.Text...)
}

// ParseReply is the host's reading of a body.
func ParseReply(body []byte) (Reply, error) {
	if len(body) < 2 {
		return Reply{}, fmt.Errorf("%w: %d bytes", ErrShort, len(body))
	}
	return Reply{Op: Op(body[0]), Reason: Reason(body[1]), Text: string(body[2:])}, nil
}
