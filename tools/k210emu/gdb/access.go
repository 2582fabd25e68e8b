// SPDX-License-Identifier: MIT

package gdb

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
)

// number is a register's value, as packets have it: 8 bytes in the target's order.
func number(value uint64) []byte {
	return []byte(hex.EncodeToString(binary.LittleEndian.AppendUint64(nil, value)))
}

// parseNumber reads a register's value, of 1 to 8 bytes.
func parseNumber(text string) (value uint64, valid bool) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) == 0 || len(b) > 8 {
		return 0, false
	}
	return binary.LittleEndian.Uint64(append(b, make([]byte, 8)...)), true
}

// readGeneral is packet g: the integer registers and pc. gdb asks for others one
// by one.
func (s *Session) readGeneral() []byte {
	var reply []byte
	for n := range registerPC + 1 {
		value, _ := s.target.Register(s.hart, n)
		reply = append(reply, number(value)...)
	}
	return reply
}

func (s *Session) writeGeneral(text string) []byte {
	for n := 0; len(text) > 0; n++ {
		if len(text) < 16 || n > registerPC {
			return badInput
		}
		value, valid := parseNumber(text[:16])
		if !valid || n > 0 && !s.target.SetRegister(s.hart, n, value) { // x0 cannot be written
			return badInput
		}
		text = text[16:]
	}
	return ok
}

func (s *Session) readRegister(text string) []byte {
	n, err := strconv.ParseUint(text, 16, 16)
	if err != nil {
		return badInput
	}
	value, there := s.target.Register(s.hart, int(n))
	if !there {
		return badInput
	}
	return number(value)
}

func (s *Session) writeRegister(text string) []byte {
	register, content, _ := strings.Cut(text, "=")
	n, err := strconv.ParseUint(register, 16, 16)
	if err != nil {
		return badInput
	}
	value, valid := parseNumber(content)
	if !valid || !s.target.SetRegister(s.hart, int(n), value) {
		return badInput
	}
	return ok
}

// readMemory is packet m. gdb takes less than it has asked for.
func (s *Session) readMemory(text string) []byte {
	address, length, valid := twoNumbers(text)
	if !valid {
		return badInput
	}
	b := make([]byte, min(length, packetSize/2))
	n := s.target.Read(s.hart, address, b)
	if n == 0 && length > 0 {
		return noMemory
	}
	return []byte(hex.EncodeToString(b[:n]))
}

// writeMemory is packet M, in hexadecimal, and X, in binary.
func (s *Session) writeMemory(packet []byte) []byte {
	head, content, _ := bytes.Cut(packet[1:], []byte(":"))
	address, length, valid := twoNumbers(string(head))
	if !valid {
		return badInput
	}
	if packet[0] == 'M' {
		decoded, err := hex.DecodeString(string(content))
		if err != nil {
			return badInput
		}
		content = decoded
	}
	switch {
	case uint64(len(content)) != length:
		return badInput
	case !s.target.Write(s.hart, address, content):
		return noMemory
	}
	return ok
}

// point is packets Z and z: TYPE,ADDRESS,LENGTH. Conditions and commands that may
// follow are gdb's to look at.
func (s *Session) point(insert bool, text string) []byte {
	kind, rest, _ := strings.Cut(text, ",")
	rest, _, _ = strings.Cut(rest, ";")
	k, err := strconv.Atoi(kind)
	if err != nil || k < int(SoftwareBreakpoint) || k > int(AccessWatchpoint) {
		return nothing
	}
	address, length, valid := twoNumbers(rest)
	if !valid {
		return badInput
	}
	p := Point{Kind: Kind(k), Address: address, Length: length}
	if insert {
		s.target.Insert(p)
	} else {
		s.target.Remove(p)
	}
	return ok
}
