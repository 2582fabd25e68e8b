// SPDX-License-Identifier: MIT

// Package isp is the K210's in-system programming protocol: its packets and
// frames, for both ends of the line.
//
// With pin IO16 low at reset the boot ROM does not start what is in flash but
// answers requests on its serial line, one at a time:
//
//	host   C0 | op, 0 | CRC32 | address | length | data | C0
//	board  C0 | op | reason | text                      | C0
//
// The frames are SLIP's (slip.go), the fields little endian. Two programs
// answer: the ROM, which writes SRAM and jumps there, and the flash stub that
// the ROM was made to start and that writes the flash chip
// (//firmware/flashstub).
//
// The ROM's replies say which command they answer but neither which address nor
// which try, and nothing tells a reply that the line has changed from a true
// one. The stub is ours, and its replies do better:
//
//	stub   C0 | op | reason | echo | text | CRC32 | C0
//
// The echo is the request's own CRC32, and the last field that of all before it.
// Programs that know other stubs read the first two bytes and no more, so that
// they can talk to this one too.
//
// All requests may safely be carried out twice, and a request's checks are such
// that no single changed op, which the CRC does not cover, makes it another
// valid one that changes flash.
//
// The package is a part of the stub as well as of the host's tools: it imports
// nothing, and does not allocate where it is given room.
//
// Reference: k210-facts.md §12.3.
package isp

// Limits of the requests, in bytes (k210-facts.md §12.3).
const (
	// MaxMemoryWrite is the most data that the ROM takes at once.
	MaxMemoryWrite = 1024
	// MaxFlashWrite is the most data that a stub takes at once. Hosts pad the
	// last write to it, with zeros.
	MaxFlashWrite = 64 << 10
	// MaxRequest is the longest body of a request to the stub.
	MaxRequest = headerSize + MaxFlashWrite
	// BaudBytes is the data of a change of the rate: bits a second.
	BaudBytes = 4
)

// How long the stub waits for a request, in milliseconds: at a new rate, before it
// goes back to the old one, and later, before it goes back to the one that it has
// started at. To the latter comes what the longest request takes. Hosts ask again
// before.
const (
	BaudProbation = 3000
	BaudLapse     = 4000
)

// A Request is what the host sends.
type Request struct {
	Op      Op
	Address uint32 // in memory or in flash; an init has the Chip here
	Length  uint32 // of Data, or of what an erase erases, in bytes
	Data    []byte
}

const (
	headerSize = 16 // op, zero, CRC32, address, length
	crcOffset  = 4
	crcStart   = 8 // the CRC covers all behind itself
	// greetingSize is the op and zeros, as kflash.py sends them (k210-facts.md
	// §12.3). The board looks at the op only.
	greetingSize = 13
)

// AppendBody appends the request as it stands between two frame ends.
func (r Request) AppendBody(out []byte) []byte {
	out = append(out, byte(r.Op), 0, 0, 0)
	if r.Op.Greets() {
		for range greetingSize - 4 {
			out = append(out, 0)
		}
		return out
	}
	start := len(out)
	out = append32(out, 0)
	out = append32(out, r.Address)
	out = append32(out, r.Length)
	out = append(out, r.Data...)
	put32(out[start:], Checksum(out[start+crcStart-crcOffset:]))
	return out
}

// Echo is what the stub's reply to the request has for it.
func (r Request) Echo() uint32 {
	if r.Op.Greets() {
		return 0
	}
	crc := start()
	var word [8]byte
	put32(word[:], r.Address)
	put32(word[4:], r.Length)
	return crc.add(word[:]).add(r.Data).end()
}

// ParseRequest is the board's reading of a body: the request, or the reason to
// refuse it. What could be read of it is there in both cases, for the reply.
// Data is a part of body.
func ParseRequest(body []byte) (Request, Reason) {
	if len(body) < 2 {
		return Request{}, BadLength
	}
	r := Request{Op: Op(body[0])}
	if body[1] != 0 {
		return r, BadCommand
	}
	if r.Op.Greets() {
		return r, OK
	}
	if len(body) < headerSize {
		return r, BadLength
	}
	if body[2] != 0 || body[3] != 0 {
		return r, BadCommand
	}
	if get32(body[crcOffset:]) != Checksum(body[crcStart:]) {
		return r, BadChecksum
	}
	r.Address = get32(body[8:])
	r.Length = get32(body[12:])
	r.Data = body[headerSize:]
	var want uint32
	if r.Op.carries() {
		want = r.Length
	}
	if uint64(len(r.Data)) != uint64(want) {
		return r, BadLength
	}
	return r, OK
}

// Baud returns the rate that a request for one has in its data.
//
// Precondition: ParseRequest accepted it.
func (r Request) Baud() (rate uint32, ok bool) {
	if len(r.Data) != BaudBytes {
		return 0, false
	}
	return get32(r.Data), true
}

// BaudRequest is a request to change to a rate, of the ROM or of the stub.
func BaudRequest(op Op, rate uint32) Request {
	return Request{Op: op, Length: BaudBytes, Data: append32(nil, rate)}
}

// A Reply is what the board sends.
type Reply struct {
	Op     Op
	Reason Reason
	Echo   uint32 // by the stub, of the request; 0 of a greeting, or what has not arrived well
	Text   []byte // for people: behind OpDebug, and what the stub has to say
}

// stubOverhead is what a reply of the stub has beside its text.
const stubOverhead = 2 + 4 + 4

// Acknowledges says whether the request was carried out.
func (r Reply) Acknowledges() bool { return r.Reason == OK || r.Reason == Default }

// AppendBody appends the reply as it stands between two frame ends.
func (r Reply) AppendBody(out []byte) []byte {
	start := len(out)
	out = append(out, byte(r.Op), byte(r.Reason))
	if !r.Op.Stub() {
		return append(out, r.Text...)
	}
	out = append32(out, r.Echo)
	out = append(out, r.Text...)
	return append32(out, Checksum(out[start:]))
}

// ParseReply is the host's reading of a body. What is too short, or has a wrong
// checksum where there is one, is no reply. Text is a part of body.
func ParseReply(body []byte) (r Reply, ok bool) {
	if len(body) < 2 {
		return Reply{}, false
	}
	r = Reply{Op: Op(body[0]), Reason: Reason(body[1])}
	if !r.Op.Stub() {
		r.Text = body[2:]
		return r, true
	}
	if len(body) < stubOverhead {
		return Reply{}, false
	}
	end := len(body) - 4
	if get32(body[end:]) != Checksum(body[:end]) {
		return Reply{}, false
	}
	r.Echo, r.Text = get32(body[2:]), body[6:end]
	return r, true
}
