// SPDX-License-Identifier: MIT

package link

import (
	"errors"
	"fmt"
	"time"

	"bugo/platforms/k210/isp"
)

// flashSize is the most that flash chips on the board can be, in bytes: what
// their addresses reach (k210-facts.md §10).
const flashSize = 16 << 20

// ErrRate is a rate that board or line does not do. The link has its old rate.
var ErrRate = errors.New("no answer at this rate")

// StartStub starts the stub at an address of SRAM, where WriteMemory has put it.
//
// The ROM does not say that it jumps. So the stub is greeted, and where it does
// not answer, the ROM is asked again; a stub that is there refuses that.
func (l *Link) StartStub(address uint32) error {
	r := isp.Request{Op: isp.OpMemoryBoot, Address: address}
	failed := CommandError{Op: r.Op, Address: address}
	for failed.Attempts < l.timing.Attempts {
		failed.Attempts++
		if err := l.send(r); err != nil {
			failed.Err = err
			return &failed
		}
		// Silence: the stub starts. The ROM's reply would be a refusal.
		if err := l.settle(); err != nil {
			failed.Err = err
			return &failed
		}
		_, err := l.tryStub(isp.Request{Op: isp.OpStubGreet}, l.timing.Reply)
		if err == nil {
			return nil
		}
		if !transient(err) {
			return failed.because(err)
		}
	}
	failed.Err = errors.New("the flash stub does not answer")
	return &failed
}

// InitFlash makes the stub ready for a flash chip, of which length bytes are
// going to be used; it comes before all others. It returns what the stub says of
// the chip.
func (l *Link) InitFlash(chip isp.Chip, length uint32) (string, error) {
	return l.exchangeStub(isp.Request{Op: isp.OpFlashInit, Address: uint32(chip), Length: length}, l.timing.Reply)
}

// EraseFlash erases length bytes of flash from an address.
func (l *Link) EraseFlash(address, length uint32) error {
	if err := inFlash(isp.OpFlashErase, address, uint64(length)); err != nil {
		return err
	}
	_, err := l.exchangeStub(isp.Request{Op: isp.OpFlashErase, Address: address, Length: length}, l.timing.Erase)
	return err
}

// WriteFlash puts data into flash, from a multiple of isp.MaxFlashWrite on, and
// zeros behind it up to the next. After every acknowledged part it calls
// progress, which may be nil, with the bytes of data done. The stub reads what
// it has written: an acknowledged part is in flash.
func (l *Link) WriteFlash(address uint32, data []byte, progress func(done int)) error {
	frames := (len(data) + isp.MaxFlashWrite - 1) / isp.MaxFlashWrite
	if err := inFlash(isp.OpFlashWrite, address, uint64(frames)*isp.MaxFlashWrite); err != nil {
		return err
	}
	if address%isp.MaxFlashWrite != 0 {
		return fmt.Errorf("%v at %#x: want a multiple of %#x", isp.OpFlashWrite, address, isp.MaxFlashWrite)
	}
	for i := range frames {
		part := make([]byte, isp.MaxFlashWrite)
		done := i*isp.MaxFlashWrite + copy(part, data[i*isp.MaxFlashWrite:])
		r := isp.Request{Op: isp.OpFlashWrite, Address: address + uint32(i*isp.MaxFlashWrite), Length: isp.MaxFlashWrite, Data: part}
		if _, err := l.exchangeStub(r, l.timing.Write); err != nil {
			return err
		}
		if progress != nil {
			progress(done)
		}
	}
	return nil
}

// SetStubBaud changes the stub's rate, and by change that of the port, both in
// bits a second. Where the stub does not answer at the new rate, the error is
// ErrRate, and both have the old one again.
func (l *Link) SetStubBaud(from, to uint32, change func(rate uint32) error) error {
	if from == to {
		return nil
	}
	if _, err := l.exchangeStub(isp.BaudRequest(isp.OpStubBaud, to), l.timing.Reply); err != nil {
		return err
	}
	if err := change(to); err == nil {
		for range stubBaudProbes {
			if _, err = l.tryStub(isp.Request{Op: isp.OpStubGreet}, baudProbation/(2*stubBaudProbes)); err == nil {
				return nil
			}
			if !transient(err) {
				return &CommandError{Op: isp.OpStubBaud, Attempts: 1, Err: err}
			}
		}
	}
	if err := change(from); err != nil {
		return fmt.Errorf("%v: the port cannot go back to %d baud: %w", isp.OpStubBaud, from, err)
	}
	l.clock.Sleep(baudProbation)
	if _, err := l.exchangeStub(isp.Request{Op: isp.OpStubGreet}, l.timing.Reply); err != nil {
		return err
	}
	return fmt.Errorf("%v: %w: %d baud", isp.OpStubBaud, ErrRate, to)
}

// stubBaudProbes is how often the stub is greeted at a new rate, within half of
// the time after which it goes back.
const stubBaudProbes = 5

const baudProbation = isp.BaudProbation * time.Millisecond

// Reboot resets the board. The stub acknowledges before it does. Where that
// reply is lost, the stub is not there any more: that is what was asked for.
func (l *Link) Reboot() error {
	r := isp.Request{Op: isp.OpReboot}
	failed := CommandError{Op: r.Op}
	for failed.Attempts < l.timing.Attempts {
		failed.Attempts++
		_, err := l.tryStub(r, l.timing.Reply)
		if err == nil {
			return nil
		}
		if !transient(err) {
			return failed.because(err)
		}
		there, err := l.stubThere()
		if err != nil {
			failed.Err = err
			return &failed
		}
		if !there {
			return nil
		}
	}
	failed.Err = fmt.Errorf("the stub still answers after %d attempts", failed.Attempts)
	return &failed
}

// stubThere greets the stub a few times.
func (l *Link) stubThere() (bool, error) {
	for range bootProbes {
		_, err := l.tryStub(isp.Request{Op: isp.OpStubGreet}, l.timing.Reply)
		switch {
		case err == nil:
			return true, nil
		case !transient(err):
			return false, err
		}
	}
	return false, nil
}

// A refusal is a stub's answer that another try does not change.
type refusal struct {
	reason isp.Reason
	text   string
}

func (r *refusal) Error() string { return r.reason.String() }

func (r *refusal) Unwrap() error { return ErrRefused }

// errGarbled is a request that has not reached the stub as it was sent.
var errGarbled = errors.New("garbled request")

// transient says whether the next try may be better.
func transient(err error) bool {
	return errors.Is(err, ErrNoReply) || errors.Is(err, errDamaged) || errors.Is(err, errGarbled)
}

// exchangeStub sends a request until the stub has answered it, and returns its
// text.
func (l *Link) exchangeStub(r isp.Request, patience time.Duration) (string, error) {
	failed := CommandError{Op: r.Op, Address: r.Address}
	for failed.Attempts < l.timing.Attempts {
		failed.Attempts++
		text, err := l.tryStub(r, patience)
		if err == nil {
			return text, nil
		}
		if failed.because(err); !transient(err) {
			return "", &failed
		}
	}
	return "", &failed
}

// because says why the last try has failed.
func (e *CommandError) because(err error) error {
	e.Err, e.Reason, e.Text = err, 0, ""
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		e.Err, e.Reason, e.Text = ErrRefused, refused.reason, refused.text
	case errors.Is(err, errGarbled):
		e.Err, e.Reason = ErrRefused, isp.BadChecksum
	case transient(err):
		e.Err = ErrNoReply
	}
	return e
}

// tryStub sends a request once. Late acknowledgements of earlier ones are passed
// over; refusals of what was not sent mean that the line has changed the request.
func (l *Link) tryStub(r isp.Request, patience time.Duration) (text string, err error) {
	if err := l.send(r); err != nil {
		return "", err
	}
	echo := r.Echo()
	for deadline := l.clock.Now().Add(patience); ; {
		reply, err := l.next(deadline)
		switch {
		case err != nil:
			return "", err
		case reply.Op == r.Op && reply.Echo == echo && reply.Acknowledges():
			return string(reply.Text), nil
		case reply.Acknowledges() && reply.Op.Stub(): // of an earlier request
		case reply.Acknowledges():
			return "", errDamaged // the stub acknowledges no other
		case reply.Op == r.Op && reply.Echo == echo && reply.Reason != isp.BadChecksum:
			return "", &refusal{reply.Reason, string(reply.Text)}
		case reply.Reason == isp.BadLength, reply.Reason == isp.BadChecksum, reply.Reason == isp.BadCommand:
			return "", errGarbled
		}
	}
}

func inFlash(op isp.Op, address uint32, length uint64) error {
	if uint64(address)+length > flashSize {
		return fmt.Errorf("%v at %#x: %d bytes pass the end of flash, %#x", op, address, length, flashSize)
	}
	return nil
}
