// SPDX-License-Identifier: MIT

// Package link is the host's end of a K210's serial line: it makes a boot ROM in
// ISP mode, and the flash stub that it starts, do what is asked, over a line
// that loses and changes bytes. Package isp has the protocol.
//
// One request is under way at a time, and is sent again until it is acknowledged
// or the tries run out.
//
// With the ROM (rom.go), a reply says which command it answers but neither which
// address nor which try. So after every trouble the Link waits for silence: a
// late reply to an earlier try must not count for the next request. With the
// stub (stub.go), replies name their request and have a checksum: a late one is
// passed over, and a damaged one is reason to ask again at once.
//
// Package romtest is a board that answers, with faults to order.
//
// Reference: k210-facts.md §12.3.
package link

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"bugo/platforms/k210/isp"
)

// A Port is a serial line.
type Port interface {
	// Read waits a short time only: it returns 0 and no error when nothing came.
	// Write may write less than it was given, and then has no error either.
	io.ReadWriter
	// ResetInputBuffer throws away what has come and was not read.
	ResetInputBuffer() error
}

// A Clock is the time that a Link waits by.
type Clock interface {
	Now() time.Time
	Sleep(time.Duration)
}

// Timing says how patient a Link is.
type Timing struct {
	Reply    time.Duration // how long a reply to a small request may take
	Write    time.Duration // how long the stub may take to write to flash
	Erase    time.Duration // how long it may take to erase what it is asked to
	Settle   time.Duration // how long silence must last after trouble
	Attempts int           // how often a request is sent at most
}

// DefaultTiming is for a real line: 1 KiB takes 90 ms at 115,200 baud, and
// adapters hold some hundred bytes back. For the 64 KiB of a write, flash chips
// take half a second, and up to 3 s when they are old; minutes for all of a chip.
// (A stub that takes longer is asked again, and its answer to the first request is
// that to the second.)
var DefaultTiming = Timing{
	Reply:    time.Second,
	Write:    3 * time.Second,
	Erase:    3 * time.Minute,
	Settle:   200 * time.Millisecond,
	Attempts: 10,
}

// Why a request has failed.
var (
	ErrNoReply = errors.New("no reply")
	ErrRefused = errors.New("refused")
)

// A CommandError is a request that failed for good.
type CommandError struct {
	Op       isp.Op
	Address  uint32
	Reason   isp.Reason // the last that the board gave, where it refused
	Text     string     // and why, in the stub's words
	Attempts int
	Err      error // ErrNoReply, ErrRefused, or the port's error
}

func (e *CommandError) Error() string {
	at := e.Op.String()
	if !e.Op.Greets() && e.Op != isp.OpFlashInit && e.Op != isp.OpReboot {
		at = fmt.Sprintf("%v at %#x", e.Op, e.Address)
	}
	switch {
	case errors.Is(e.Err, ErrRefused) && e.Text != "":
		return fmt.Sprintf("%s: the board refused: %s", at, e.Text)
	case errors.Is(e.Err, ErrRefused):
		return fmt.Sprintf("%s: the board refused: %v, %d attempts", at, e.Reason, e.Attempts)
	case errors.Is(e.Err, ErrNoReply):
		return fmt.Sprintf("%s: no reply from the board, %d attempts", at, e.Attempts)
	}
	return fmt.Sprintf("%s: %v", at, e.Err)
}

func (e *CommandError) Unwrap() error { return e.Err }

// maxReply bounds a reply's body: debug texts are some lines.
const maxReply = 4096

// A Link is the host's end of the line.
type Link struct {
	// Debug gets the texts that the board sends on the way; nil drops them.
	Debug func(text string)

	port    Port
	clock   Clock
	timing  Timing
	frames  isp.Deframer
	buffer  [512]byte
	pending []byte // read from the port, not yet looked at
}

// New returns a Link over an open port.
func New(port Port, clock Clock, timing Timing) *Link {
	return &Link{port: port, clock: clock, timing: timing, frames: isp.Deframer{Max: maxReply}}
}

// exchange sends a request until the ROM acknowledges it.
func (l *Link) exchange(r isp.Request, patience time.Duration) error {
	failed := CommandError{Op: r.Op, Address: r.Address}
	for failed.Attempts < l.timing.Attempts {
		failed.Attempts++
		reply, err := l.try(r, patience)
		switch {
		case errors.Is(err, ErrNoReply):
			failed.Err = err
		case err != nil:
			failed.Err = err
			return &failed
		case !reply.Acknowledges():
			failed.Err, failed.Reason = ErrRefused, reply.Reason
		case failed.Attempts == 1:
			return nil
		}
		// Replies to this attempt or to earlier ones may still come.
		if err := l.settle(); err != nil {
			failed.Err = err
			return &failed
		}
		if err == nil && reply.Acknowledges() {
			return nil
		}
	}
	return &failed
}

// try sends a request once and returns the reply to its op.
func (l *Link) try(r isp.Request, patience time.Duration) (isp.Reply, error) {
	if err := l.send(r); err != nil {
		return isp.Reply{}, err
	}
	return l.receive(r.Op, patience)
}

// send writes a request. Whatever came before it is no reply to it.
func (l *Link) send(r isp.Request) error {
	if err := l.port.ResetInputBuffer(); err != nil {
		return fmt.Errorf("cannot clear the port: %w", err)
	}
	l.pending, l.frames = nil, isp.Deframer{Max: maxReply}
	frame := isp.AppendFrame(nil, r.AppendBody(nil))
	for len(frame) > 0 {
		n, err := l.port.Write(frame)
		if err != nil {
			return fmt.Errorf("cannot write to the port: %w", err)
		}
		if n == 0 {
			return fmt.Errorf("cannot write to the port: %w", io.ErrShortWrite)
		}
		frame = frame[n:]
	}
	return nil
}

// errDamaged is a frame that is no reply, or one that damage has made such.
var errDamaged = errors.New("damaged reply")

// receive waits for the reply to an op. Others are passed over, and what is no
// reply at all too: where it was the one, the request is sent again.
func (l *Link) receive(op isp.Op, patience time.Duration) (isp.Reply, error) {
	for deadline := l.clock.Now().Add(patience); ; {
		reply, err := l.next(deadline)
		switch {
		case errors.Is(err, errDamaged):
		case err != nil:
			return isp.Reply{}, err
		case reply.Op == op:
			return reply, nil
		}
	}
}

// next waits for the next reply, which may be to anything. Texts for people go
// to Debug.
func (l *Link) next(deadline time.Time) (isp.Reply, error) {
	for l.clock.Now().Before(deadline) {
		body, damage, err := l.readFrame()
		if err != nil {
			return isp.Reply{}, err
		}
		if body == nil && damage == "" {
			continue
		}
		reply, ok := isp.ParseReply(body)
		if damage != "" || !ok {
			return isp.Reply{}, errDamaged
		}
		if reply.Op == isp.OpDebug {
			if l.Debug != nil {
				l.Debug(string(reply.Text))
			}
			continue
		}
		return reply, nil
	}
	return isp.Reply{}, ErrNoReply
}

// readFrame returns the next frame, or none if the port has nothing now.
func (l *Link) readFrame() ([]byte, isp.Damage, error) {
	for {
		for len(l.pending) > 0 {
			b := l.pending[0]
			l.pending = l.pending[1:]
			if body, damage := l.frames.Push(b); body != nil || damage != "" {
				return body, damage, nil
			}
		}
		n, err := l.port.Read(l.buffer[:])
		if err != nil {
			return nil, "", fmt.Errorf("cannot read from the port: %w", err)
		}
		if n == 0 {
			return nil, "", nil
		}
		l.pending = l.buffer[:n]
	}
}

// Unread returns what has been read from the port behind the last reply, and does
// not read more: after a start or a reboot that is the console's beginning.
func (l *Link) Unread() []byte {
	rest := bytes.Clone(l.pending)
	l.pending = nil
	return rest
}

// settle reads until the line has been silent, for as long as a reply may take
// at most.
func (l *Link) settle() error {
	now := l.clock.Now()
	end, quiet := now.Add(l.timing.Reply+l.timing.Settle), now.Add(l.timing.Settle)
	for l.clock.Now().Before(end) && l.clock.Now().Before(quiet) {
		n, err := l.port.Read(l.buffer[:])
		if err != nil {
			return fmt.Errorf("cannot read from the port: %w", err)
		}
		if n > 0 {
			quiet = l.clock.Now().Add(l.timing.Settle)
		}
	}
	return nil
}
