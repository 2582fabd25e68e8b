// SPDX-License-Identifier: MIT

package gdb

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// query answers general queries (gdb's manual, "General Query Packets").
func (s *Session) query(packet string) []byte {
	name, arguments, _ := strings.Cut(packet, ":")
	switch {
	case name == "qSupported":
		return fmt.Appendf(nil, "PacketSize=%x;QStartNoAckMode+;qXfer:features:read+;vContSupported+;ReverseStep+;ReverseContinue+", packetSize)
	case name == startNoAckMode:
		return ok
	case name == "qAttached":
		return []byte("1") // to quit is to detach
	case name == "qC":
		return fmt.Appendf(nil, "QC%x", s.hart+1)
	case name == "qSymbol":
		return ok
	case name == "qfThreadInfo":
		reply := []byte{'m'}
		for hart := range s.target.Harts() {
			if hart > 0 {
				reply = append(reply, ',')
			}
			reply = strconv.AppendInt(reply, int64(hart)+1, 16)
		}
		return reply
	case name == "qsThreadInfo":
		return []byte("l")
	case strings.HasPrefix(name, "qThreadExtraInfo,"):
		hart, valid := s.thread(strings.TrimPrefix(name, "qThreadExtraInfo,"))
		if !valid {
			return badInput
		}
		return []byte(hex.EncodeToString([]byte(s.target.HartInfo(hart))))
	case strings.HasPrefix(name, "qRcmd,"):
		return s.order(strings.TrimPrefix(name, "qRcmd,"))
	case strings.HasPrefix(packet, "qXfer:features:read:"):
		return s.features(strings.TrimPrefix(arguments, "features:read:"))
	default:
		return nothing
	}
}

// order runs an order of the user's: monitor.
func (s *Session) order(text string) []byte {
	order, err := hex.DecodeString(text)
	if err != nil {
		return badInput
	}
	var out strings.Builder
	if err := s.target.Monitor(s.hart, strings.TrimSpace(string(order)), &out); err != nil {
		fmt.Fprintf(&out, "%v\n", err)
	}
	s.message(out.String())
	return ok
}

// features sends a part of the description of the target's registers.
func (s *Session) features(arguments string) []byte {
	annex, part, _ := strings.Cut(arguments, ":")
	offset, length, valid := twoNumbers(part)
	switch {
	case annex != "target.xml":
		return []byte("E00")
	case !valid:
		return badInput
	}
	xml := description(s.target.CSRs())
	if offset >= uint64(len(xml)) {
		return []byte("l")
	}
	rest := xml[offset:]
	// Escaping can make two bytes of one.
	length = min(length, packetSize/2-1)
	if uint64(len(rest)) <= length {
		return append([]byte("l"), rest...)
	}
	return append([]byte("m"), rest[:length]...)
}

// twoNumbers reads A,B in hexadecimal.
func twoNumbers(text string) (a, b uint64, valid bool) {
	first, second, _ := strings.Cut(text, ",")
	a, err := strconv.ParseUint(first, 16, 64)
	if err != nil {
		return 0, 0, false
	}
	b, err = strconv.ParseUint(second, 16, 64)
	return a, b, err == nil
}
