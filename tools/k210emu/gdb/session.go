// SPDX-License-Identifier: MIT

package gdb

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// End is how a session has ended.
type End int

// The ends.
const (
	// Disconnected: gdb is gone without a word. Another one may come.
	Disconnected End = iota
	// Detached: the machine is to go on without gdb.
	Detached
	// Killed: the machine is to end.
	Killed
	// Over: the guest has ended.
	Over
)

// Session is a connection of gdb.
type Session struct {
	// Pause, if there, is called when gdb wants the target to stop, or is gone.
	Pause func()

	target Target
	c      *connection
	events chan event
	hart   int // which g, p, m and so on mean
	last   Stop
	status int // the guest's, when it is over
}

// NewSession returns a session of a target, which has stopped.
func NewSession(target Target, c io.ReadWriter) *Session {
	return &Session{target: target, c: newConnection(c), events: make(chan event, 16)}
}

// startNoAckMode is the packet after which nothing is acknowledged.
const startNoAckMode = "QStartNoAckMode"

// Serve does what gdb says until the session ends.
func (s *Session) Serve() (End, error) {
	failed := make(chan error, 1)
	proceed := make(chan struct{}, 1)
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			e, err := s.c.read()
			if s.Pause != nil && (err != nil || e.interrupt) {
				s.Pause()
			}
			if err != nil {
				failed <- err
				close(s.events)
				return
			}
			select {
			case s.events <- e:
			case <-done:
				return
			}
			if string(e.packet) == startNoAckMode {
				select {
				case <-proceed:
				case <-done:
					return
				}
			}
		}
	}()
	for {
		e, open := <-s.events
		if !open {
			if err := <-failed; !errors.Is(err, io.EOF) {
				return Disconnected, err
			}
			return Disconnected, nil
		}
		if e.interrupt { // the machine has stopped already
			continue
		}
		reply, end, ends := s.handle(e.packet)
		if reply == nil && ends {
			return end, nil
		}
		if err := s.c.write(reply); err != nil {
			return Disconnected, err
		}
		if string(e.packet) == startNoAckMode {
			s.c.noAck = true
			proceed <- struct{}{}
		}
		if ends {
			return end, nil
		}
	}
}

// Status is the guest's, if the session is Over.
func (s *Session) Status() int { return s.status }

var (
	ok       = []byte("OK")
	nothing  = []byte("") // what is not known
	badInput = []byte("E01")
	noMemory = []byte("E14") // EFAULT
)

// handle does what a packet says.
func (s *Session) handle(packet []byte) (reply []byte, end End, ends bool) {
	if len(packet) == 0 {
		return nothing, 0, false
	}
	text := string(packet[1:])
	switch packet[0] {
	case 'D':
		return ok, Detached, true
	case 'k':
		return nil, Killed, true
	case 'v':
		return s.handleV(string(packet))
	case 'c', 's', 'C', 'S', 'b':
		return s.handleResume(packet)
	case 'q', 'Q':
		return s.query(string(packet)), 0, false
	case '?':
		return s.stopReply(s.last), 0, false
	case 'H':
		return s.selectThread(text), 0, false
	case 'T':
		if _, valid := s.thread(text); !valid {
			return badInput, 0, false
		}
		return ok, 0, false
	case 'g':
		return s.readGeneral(), 0, false
	case 'G':
		return s.writeGeneral(text), 0, false
	case 'p':
		return s.readRegister(text), 0, false
	case 'P':
		return s.writeRegister(text), 0, false
	case 'm':
		return s.readMemory(text), 0, false
	case 'M', 'X':
		return s.writeMemory(packet), 0, false
	case 'Z', 'z':
		return s.point(packet[0] == 'Z', text), 0, false
	default:
		return nothing, 0, false
	}
}

// handleV are the packets that begin with v.
func (s *Session) handleV(packet string) (reply []byte, end End, ends bool) {
	switch {
	case packet == "vCont?":
		return []byte("vCont;c;C;s;S"), 0, false
	case strings.HasPrefix(packet, "vCont;"):
		return s.vCont(strings.TrimPrefix(packet, "vCont;"))
	case strings.HasPrefix(packet, "vKill"):
		return ok, Killed, true
	default:
		return nothing, 0, false
	}
}

// vCont goes on: a step of a thread, if one is to step, all threads otherwise.
// Threads run by turns whatever gdb says of the others.
func (s *Session) vCont(actions string) (reply []byte, end End, ends bool) {
	goesOn := false
	for action := range strings.SplitSeq(actions, ";") {
		what, id, _ := strings.Cut(action, ":")
		hart, valid := s.hart, true
		if id != "" {
			hart, valid = s.thread(id)
		}
		if what == "" || !valid {
			return badInput, 0, false
		}
		switch what[0] {
		case 's', 'S':
			return s.resume(Step, hart)
		case 'c', 'C':
			goesOn = true
		default:
			return badInput, 0, false
		}
	}
	if !goesOn {
		return badInput, 0, false
	}
	return s.resume(Continue, s.hart)
}

// handleResume are the other packets that go on: with an address, or a signal,
// which a hart cannot be given.
func (s *Session) handleResume(packet []byte) (reply []byte, end End, ends bool) {
	text := string(packet[1:])
	switch packet[0] {
	case 'b':
		switch text {
		case "c":
			return s.resume(ReverseContinue, s.hart)
		case "s":
			return s.resume(ReverseStep, s.hart)
		}
		return nothing, 0, false
	case 'C', 'S':
		_, text, _ = strings.Cut(text, ";")
	}
	if text != "" {
		address, err := strconv.ParseUint(text, 16, 64)
		if err != nil {
			return badInput, 0, false
		}
		s.target.SetRegister(s.hart, registerPC, address)
	}
	if packet[0] == 's' || packet[0] == 'S' {
		return s.resume(Step, s.hart)
	}
	return s.resume(Continue, s.hart)
}

// resume lets the machine go on until it stops, gdb interrupts it, or gdb is gone.
func (s *Session) resume(how How, hart int) (reply []byte, end End, ends bool) {
	gone := false
	stop, err := s.target.Resume(how, hart, func() bool {
		select {
		case e, open := <-s.events:
			gone = gone || !open
			return !open || e.interrupt
		default:
			return gone
		}
	})
	if err != nil {
		s.message(fmt.Sprintf("k210emu: %v\n", err))
		return badInput, 0, false
	}
	s.last = stop
	s.hart = stop.Hart
	if stop.Reason == Exited {
		s.status = stop.Status
		return s.stopReply(stop), Over, true
	}
	switch stop.Reason {
	case Ended:
		s.message(fmt.Sprintf("k210emu: the guest has ended with status %d: reverse-continue goes back, continue ends it\n", stop.Status))
	case Hung:
		s.message("k210emu: the guest hangs: all harts wait (wfi), and nothing that can wake them will come\n")
	}
	return s.stopReply(stop), 0, false
}

// Signals, as gdb numbers them (gdb's include/gdb/signals.def).
const (
	signalInterrupt = 2
	signalTrap      = 5
)

// stopReply tells of a stop (gdb's manual, "Stop Reply Packets").
func (s *Session) stopReply(stop Stop) []byte {
	signal, more := signalTrap, ""
	switch stop.Reason {
	case Exited:
		return fmt.Appendf(nil, "W%02x", stop.Status&0xff)
	case Interrupted, Hung:
		signal = signalInterrupt
	case Beginning:
		more = "replaylog:begin;"
	case Watched:
		name := map[Kind]string{WriteWatchpoint: "watch", ReadWatchpoint: "rwatch", AccessWatchpoint: "awatch"}[stop.Point.Kind]
		more = fmt.Sprintf("%s:%x;", name, stop.At)
	}
	return fmt.Appendf(nil, "T%02x%sthread:%x;", signal, more, stop.Hart+1)
}

// message shows a text to gdb's user, while the machine runs or for an order.
func (s *Session) message(text string) {
	for len(text) > 0 {
		n := min(len(text), packetSize/2-1)
		_ = s.c.write([]byte("O" + hex.EncodeToString([]byte(text[:n])))) // a lost connection is found by the next read
		text = text[n:]
	}
}

// thread is the hart of a thread's number: any, for 0 and -1.
func (s *Session) thread(id string) (hart int, valid bool) {
	if id == "-1" || id == "0" {
		return s.hart, true
	}
	n, err := strconv.ParseUint(id, 16, 31)
	if err != nil || n < 1 || int(n) > s.target.Harts() {
		return 0, false
	}
	return int(n) - 1, true
}

// selectThread is for what other packets mean: all but vCont, of which H knows c.
func (s *Session) selectThread(text string) []byte {
	if len(text) < 2 {
		return badInput
	}
	hart, valid := s.thread(text[1:])
	if !valid {
		return badInput
	}
	s.hart = hart
	return ok
}
