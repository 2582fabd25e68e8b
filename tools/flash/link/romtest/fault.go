// SPDX-License-Identifier: MIT

package romtest

import (
	"bytes"

	"bugo/platforms/k210/isp"
)

// A Fault is what happens to one request or to the reply to it.
type Fault int

// The faults; None is the zero value.
const (
	None Fault = iota
	DropRequest
	CorruptRequest
	TruncateRequest
	DuplicateRequest
	DropReply
	CorruptReply // its op is changed: the ROM's replies have no checksum
	TruncateReply
	DuplicateReply
	WrongOp  // the reply seems to be one to another request
	Refuse   // the request is carried out, and refused all the same
	Escape   // the reply has an escape that SLIP does not know
	Chatter  // a debug text and noise before the reply
	LateTwin // the reply comes a second time, after the host's patience
	faults
)

// Transient holds every fault that a second try mends.
var Transient = func() (all []Fault) {
	for f := DropRequest; f < faults; f++ {
		all = append(all, f)
	}
	return all
}()

// arriving is what of a request's body reaches the board.
func (f Fault) arriving(body []byte) [][]byte {
	switch f {
	case DropRequest:
		return nil
	case CorruptRequest:
		changed := bytes.Clone(body)
		changed[len(changed)-1] ^= 0x10
		return [][]byte{changed}
	case TruncateRequest:
		return [][]byte{body[:len(body)/2]}
	case DuplicateRequest:
		return [][]byte{body, body}
	}
	return [][]byte{body}
}

// leaving is what of a reply's body reaches the host.
func (f Fault) leaving(body []byte) [][]byte {
	switch f {
	case Refuse:
		if reply, ok := isp.ParseReply(body); ok {
			reply.Reason = isp.BadChecksum
			body = reply.AppendBody(nil)
		}
	case DropReply:
		return nil
	case CorruptReply:
		body[0] ^= 0x20
	case TruncateReply:
		body = body[:1]
	case DuplicateReply:
		frame := isp.AppendFrame(nil, body)
		return [][]byte{append(frame, frame...)}
	case WrongOp:
		body[0] = byte(isp.OpReboot)
	case Escape:
		return [][]byte{{0xc0, body[0], 0xdb, 0x00, body[1], 0xc0}}
	case Chatter:
		text := isp.AppendFrame([]byte("noise"), isp.Reply{Op: isp.OpDebug, Reason: isp.OK, Text: []byte("hello")}.AppendBody(nil))
		return [][]byte{isp.AppendFrame(text, body)}
	case LateTwin:
		return [][]byte{nil, isp.AppendFrame(nil, body), isp.AppendFrame(nil, body)}
	}
	return [][]byte{isp.AppendFrame(nil, body)}
}
