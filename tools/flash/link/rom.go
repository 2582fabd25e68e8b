// SPDX-License-Identifier: MIT

package link

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"bugo/platforms/k210"
	"bugo/platforms/k210/isp"
)

// bootProbes is how often Boot asks whether the ROM is still there.
const bootProbes = 2

// ErrStub is that the stub listens, and not the ROM: an earlier run has started
// it, and was broken off.
var ErrStub = errors.New("the flash stub runs already")

// Greet finds out whether the ROM listens.
func (l *Link) Greet() error {
	err := l.exchange(isp.Request{Op: isp.OpGreet}, l.timing.Reply)
	var failed *CommandError
	if errors.As(err, &failed) && failed.Reason == isp.BadCommand {
		if there, err := l.stubThere(); err != nil || there {
			return errors.Join(err, ErrStub)
		}
	}
	return err
}

// WriteMemory puts data into SRAM. After every acknowledged part it calls
// progress, which may be nil, with the bytes done. Only the two banks that are
// on at reset are written: the AI SRAM would hang the bus (k210-facts.md §1).
func (l *Link) WriteMemory(address uint32, data []byte, progress func(done int)) error {
	if address < k210.SRAMBase || uint64(address)+uint64(len(data)) > k210.AISRAMBase {
		return fmt.Errorf("%v at %#x: %d bytes do not fit into [%#x, %#x), the SRAM that is on at reset",
			isp.OpMemoryWrite, address, len(data), k210.SRAMBase, k210.AISRAMBase)
	}
	for done := 0; done < len(data); {
		part := data[done:min(done+isp.MaxMemoryWrite, len(data))]
		r := isp.Request{Op: isp.OpMemoryWrite, Address: address + uint32(done), Length: uint32(len(part)), Data: part}
		if err := l.exchange(r, l.timing.Reply); err != nil {
			return err
		}
		done += len(part)
		if progress != nil {
			progress(done)
		}
	}
	return nil
}

// Boot starts the program at an address.
//
// A ROM that jumps does not reply, and neither does one that got no request. A
// line that brings text without a frame's end, which no text has, is the
// program's. Silence is followed by
// greetings: where the ROM answers one, it has not jumped, and the request is
// sent again. The started program may find the greetings in its input, twice 15
// bytes.
func (l *Link) Boot(address uint32) error {
	r := isp.Request{Op: isp.OpMemoryBoot, Address: address}
	failed := CommandError{Op: r.Op, Address: address}
	for failed.Attempts < l.timing.Attempts {
		failed.Attempts++
		reply, err := l.tryBoot(r, l.timing.Settle)
		switch {
		case errors.Is(err, errRuns), err == nil && reply.Acknowledges():
			return nil
		case err == nil:
			failed.Reason = reply.Reason
			if failed.Err = l.settle(); failed.Err != nil {
				return &failed
			}
			failed.Err = ErrRefused
			continue
		case !errors.Is(err, ErrNoReply):
			failed.Err = err
			return &failed
		}
		there, err := l.romThere()
		if err != nil {
			failed.Err = err
			return &failed
		}
		if !there {
			return nil
		}
		failed.Err = ErrNoReply
	}
	if errors.Is(failed.Err, ErrNoReply) {
		failed.Err = fmt.Errorf("the ROM did not jump: it still answers after %d attempts", failed.Attempts)
	}
	return &failed
}

// errRuns is text on the line: Unread has its beginning.
var errRuns = errors.New("the program runs")

// tryBoot sends a request once, and returns the ROM's reply to it if one comes
// before text does.
func (l *Link) tryBoot(r isp.Request, patience time.Duration) (isp.Reply, error) {
	if err := l.send(r); err != nil {
		return isp.Reply{}, err
	}
	inFrame := false
	for deadline := l.clock.Now().Add(patience); l.clock.Now().Before(deadline); {
		n, err := l.port.Read(l.buffer[:])
		if err != nil {
			return isp.Reply{}, fmt.Errorf("cannot read from the port: %w", err)
		}
		if n == 0 {
			continue
		}
		if inFrame = inFrame || bytes.IndexByte(l.buffer[:n], isp.FrameEnd) >= 0; !inFrame {
			l.pending = l.buffer[:n]
			return isp.Reply{}, errRuns
		}
		for _, b := range l.buffer[:n] {
			if body, damage := l.frames.Push(b); damage == "" && body != nil {
				if reply, ok := isp.ParseReply(body); ok && reply.Op == r.Op {
					return reply, nil
				}
			}
		}
	}
	return isp.Reply{}, ErrNoReply
}

// romThere greets the ROM a few times.
func (l *Link) romThere() (bool, error) {
	for range bootProbes {
		reply, err := l.tryBoot(isp.Request{Op: isp.OpGreet}, l.timing.Reply)
		switch {
		case errors.Is(err, errRuns):
			return false, nil
		case err == nil && reply.Acknowledges():
			return true, nil
		case err != nil && !errors.Is(err, ErrNoReply):
			return false, err
		}
	}
	return false, nil
}

// SetBaud changes the ROM's rate, and by change that of the port, both in
// bits a second. The ROM is known to be unreliable here (k210-facts.md §12.3):
// SetBaud succeeds only if it answers a greeting at the new rate. Where it does
// not, the port has its old rate again.
func (l *Link) SetBaud(from, to uint32, change func(rate uint32) error) error {
	if from == to {
		return nil
	}
	const op = isp.OpBaud
	if err := l.send(isp.BaudRequest(op, to)); err != nil {
		return &CommandError{Op: op, Attempts: 1, Err: err}
	}
	// A reply may come at either rate: it says nothing.
	if err := l.settle(); err != nil {
		return &CommandError{Op: op, Attempts: 1, Err: err}
	}
	if err := change(to); err != nil {
		return fmt.Errorf("%v: the port cannot do %d baud: %w", op, to, err)
	}
	if err := l.Greet(); err != nil {
		return errors.Join(fmt.Errorf("%v: the board does not answer at %d baud: reset it and stay at %d: %w", op, to, from, err), change(from))
	}
	return nil
}
