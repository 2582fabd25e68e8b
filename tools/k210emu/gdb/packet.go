// SPDX-License-Identifier: MIT

package gdb

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"
)

// packetSize is how many bytes a packet can have, and twice as many hexadecimal
// digits as memory in one reply.
const packetSize = 0x4000

// event is what comes from gdb: a packet, or Ctrl-C, which is no packet.
type event struct {
	packet    []byte
	interrupt bool
}

// connection reads and writes packets (gdb's manual, "Overview").
type connection struct {
	in *bufio.Reader
	// noAck tells that packets are not acknowledged any more.
	noAck bool

	mu  sync.Mutex // guards out: one goroutine reads, and acknowledges
	out *bufio.Writer
}

func newConnection(c io.ReadWriter) *connection {
	return &connection{in: bufio.NewReader(c), out: bufio.NewWriter(c)}
}

const (
	start     = '$'
	end       = '#'
	escape    = '}'
	repeat    = '*'
	escaped   = 0x20 // what an escaped byte is combined with
	interrupt = 0x03
)

// errChecksum is a packet that has been damaged on its way.
var errChecksum = errors.New("the packet's checksum is wrong")

// read returns what comes next. Where gdb has sent what is no packet, it is
// skipped; a damaged packet is asked for again.
func (c *connection) read() (event, error) {
	for {
		b, err := c.in.ReadByte()
		if err != nil {
			return event{}, err
		}
		switch b {
		case interrupt:
			return event{interrupt: true}, nil
		case start:
		default: // acknowledgements, and noise
			continue
		}
		packet, err := c.readPacket()
		switch {
		case errors.Is(err, errChecksum):
			err = c.acknowledge('-')
		case err == nil:
			if err = c.acknowledge('+'); err == nil {
				return event{packet: packet}, nil
			}
		}
		if err != nil {
			return event{}, err
		}
	}
}

func (c *connection) acknowledge(b byte) error {
	if c.noAck {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.out.WriteByte(b)
	return c.out.Flush()
}

// readPacket reads a packet, behind its start.
func (c *connection) readPacket() (packet []byte, err error) {
	var sum byte
	for {
		b, err := c.in.ReadByte()
		if err != nil {
			return nil, err
		}
		switch b {
		case end:
			var digits [2]byte
			if _, err := io.ReadFull(c.in, digits[:]); err != nil {
				return nil, err
			}
			want, err := strconv.ParseUint(string(digits[:]), 16, 8)
			if err != nil || byte(want) != sum && !c.noAck {
				return nil, errChecksum
			}
			return packet, nil
		case start: // the one before was never ended
			packet, sum = nil, 0
			continue
		case escape:
			sum += b
			if b, err = c.in.ReadByte(); err != nil {
				return nil, err
			}
			packet = append(packet, b^escaped)
		default:
			packet = append(packet, b)
		}
		sum += b
		if len(packet) > packetSize {
			return nil, fmt.Errorf("gdb sends a packet of more than %d bytes", packetSize)
		}
	}
}

// write sends a packet. Whether it has arrived TCP knows.
func (c *connection) write(packet []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var sum byte
	_ = c.out.WriteByte(start)
	for _, b := range packet {
		switch b {
		case start, end, escape, repeat:
			sum += escape
			_ = c.out.WriteByte(escape)
			b ^= escaped
		}
		sum += b
		_ = c.out.WriteByte(b)
	}
	fmt.Fprintf(c.out, "#%02x", sum)
	return c.out.Flush()
}
