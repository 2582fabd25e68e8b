// SPDX-License-Identifier: MIT

package isp

import (
	"errors"
	"fmt"
	"io"
	"time"
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
	Settle   time.Duration // how long silence must last after trouble
	Attempts int           // how often a request is sent at most
}

// DefaultTiming is for a real line: 1 KiB takes 90 ms at 115,200 baud, and
// adapters hold some hundred bytes back.
var DefaultTiming = Timing{Reply: time.Second, Settle: 200 * time.Millisecond, Attempts: 10}

// Why a request has failed.
var (
	ErrNoReply = errors.New("no reply")
	ErrRefused = errors.New("refused")
)

// A CommandError is a request that failed for good.
type CommandError struct {
	Op       Op
	Address  uint32
	Reason   Reason // the last that the board gave, where it refused
	Attempts int
	Err      error // ErrNoReply, ErrRefused, or the port's error
}

func (e *CommandError) Error() string {
	at := e.Op.String()
	if !e.Op.greets() {
		at = fmt.Sprintf("%v at %#x", e.Op, e.Address)
	}
	switch {
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
	frames  *Deframer
	buffer  [512]byte
	pending []byte // read from the port, not yet looked at
}

// NewLink returns a Link over an open port.
func NewLink(port Port, clock Clock, timing Timing) *Link {
	return &Link{port: port, clock: clock, timing: timing, frames: NewDeframer(maxReply)}
}

// exchange sends a request until the board acknowledges it.
func (l *Link) exchange(r Request, patience time.Duration) error {
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
		case !reply.acknowledges():
			failed.Err, failed.Reason = ErrRefused, reply.Reason
		case failed.Attempts == 1:
			return nil
		}
		// Replies to this attempt or to earlier ones may still come.
		if err := l.settle(); err != nil {
			failed.Err = err
			return &failed
		}
		if err == nil && reply.acknowledges() {
			return nil
		}
	}
	return &failed
}

// try sends a request once and returns the reply to its op.
func (l *Link) try(r Request, patience time.Duration) (Reply, error) {
	if err := l.send(r); err != nil {
		return Reply{}, err
	}
	return l.receive(r.Op, patience)
}

// send writes a request. Whatever came before it is no reply to it.
func (l *Link) send(r Request) error {
	if err := l.port.ResetInputBuffer(); err != nil {
		return fmt.Errorf("cannot clear the port: %w", err)
	}
	l.pending, l.frames = nil, NewDeframer(maxReply)
	frame := AppendFrame(nil, r.AppendBody(nil))
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

// receive waits for the reply to an op. Frames that are none are passed over:
// where one of them was the reply, the request is sent again.
func (l *Link) receive(op Op, patience time.Duration) (Reply, error) {
	for deadline := l.clock.Now().Add(patience); l.clock.Now().Before(deadline); {
		body, err := l.readFrame()
		if err != nil {
			return Reply{}, err
		}
		reply, err := ParseReply(body)
		if err != nil {
			continue
		}
		if reply.Op == OpDebug && l.Debug != nil {
			l.Debug(reply.Text)
		}
		if reply.Op == op {
			return reply, nil
		}
	}
	return Reply{}, ErrNoReply
}

// readFrame returns the next frame, or none if the port has nothing now.
func (l *Link) readFrame() ([]byte, error) {
	for {
		for len(l.pending) > 0 {
			b := l.pending[0]
			l.pending = l.pending[1:]
			if body, err := l.frames.Push(b); err == nil && body != nil {
				return body, nil
			}
		}
		n, err := l.port.Read(l.buffer[:])
		if err != nil {
			return nil, fmt.Errorf("cannot read from the port: %w", err)
		}
		if n == 0 {
			return nil, nil
		}
		l.pending = l.buffer[:n]
	}
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
