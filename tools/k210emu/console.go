// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/term"

	"bugo/tools/k210emu/device"
	"bugo/tools/k210emu/gdb"
)

// console connects the guest's serial port to the emulator's input and output.
//
// A terminal is made raw, so that the guest sees every key as it is pressed; it
// is restored by Close. Input that is an ordinary file is read when the guest
// asks, which makes runs repeatable; other input is read as it comes.
type console struct {
	out         *bufio.Writer
	messages    io.Writer
	column      int // of the cursor, in what the guest has sent
	raw         bool
	restore     func()
	file        *bufio.Reader  // input that is an ordinary file
	keys        chan byte      // other input
	interrupted atomic.Value   // a string: by what, such as byCtrlC
	signals     chan os.Signal // those that end the guest
	pressed     chan struct{}  // that there are keys, for idler

	// For gdb: what is between the console and the guest, that a pause is to end,
	// and whether pauses are left out.
	recorder *gdb.Recorder
	paused   atomic.Bool
	hurries  func() bool
	line     *line // where the other end is another program
}

// ctrlC is what a raw terminal sends for Ctrl-C; others send SIGINT.
const ctrlC = 3

// byCtrlC is what ends the guest then.
const byCtrlC = "Ctrl-C"

func newConsole(in *os.File, out, messages io.Writer) (*console, error) {
	c := &console{
		out:      bufio.NewWriter(out),
		messages: messages,
		pressed:  make(chan struct{}, 1),
	}
	info, err := in.Stat()
	if err != nil {
		return nil, fmt.Errorf("cannot use the input: %w", err)
	}
	if info.Mode().IsRegular() {
		c.file = bufio.NewReader(in)
		c.heed()
		return c, nil
	}
	if descriptor := int(in.Fd()); term.IsTerminal(descriptor) {
		old, err := term.MakeRaw(descriptor)
		if err != nil {
			return nil, fmt.Errorf("cannot make the terminal raw: %w", err)
		}
		c.raw = true
		c.restore = func() { _ = term.Restore(descriptor, old) }
	}
	c.keys = make(chan byte, 4096)
	go c.listen(in)
	c.heed()
	return c, nil
}

// heed makes signals that ask for it end the guest, until Close.
func (c *console) heed() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		for s := range signals {
			if s == os.Interrupt {
				c.interrupt(byCtrlC)
			} else {
				c.interrupt("a signal: " + s.String())
			}
		}
	}()
	c.signals = signals
}

// interrupt notes what ends the guest.
func (c *console) interrupt(by string) {
	c.interrupted.Store(by)
	c.wake()
}

func (c *console) listen(in io.Reader) {
	buffer := make([]byte, 256)
	for {
		n, err := in.Read(buffer)
		for _, b := range buffer[:n] {
			if c.raw && b == ctrlC {
				c.interrupt(byCtrlC)
				return
			}
			c.keys <- b
		}
		c.wake()
		if err != nil {
			return
		}
	}
}

// Send implements device.Line.
func (c *console) Send(b byte) {
	if c.raw && b == '\n' {
		_ = c.out.WriteByte('\r')
	}
	_ = c.out.WriteByte(b)
	c.column++
	if b == '\n' {
		c.column = 0
		c.Flush()
	}
}

// Receive implements device.Line.
func (c *console) Receive() (b byte, ok bool) {
	if c.out.Buffered() > 0 {
		c.Flush() // what the guest asks must be seen before the answer
	}
	if c.file != nil {
		b, err := c.file.ReadByte()
		return b, err == nil
	}
	select {
	case b := <-c.keys:
		return b, true
	default:
		return 0, false
	}
}

// wake ends a pause of idler.
func (c *console) wake() {
	select {
	case c.pressed <- struct{}{}:
	default:
	}
}

// idler returns what lets a person see how long a guest waits, whose clock has so
// many cycles in a second: the time passes here too, until a key is pressed, or a
// byte comes from another program. Where nobody looks, waiting takes no time, and the run is the same always.
func (c *console) idler(hz uint64) func(cycles uint64) (goOn bool) {
	if !c.raw && c.line == nil {
		return nil
	}
	var owed time.Duration // what is too short for a pause of its own
	return func(cycles uint64) (goOn bool) {
		if c.hurries != nil && c.hurries() {
			return true
		}
		owed += time.Duration(float64(cycles) / float64(hz) * float64(time.Second))
		if owed < time.Millisecond {
			return true
		}
		c.Flush()
		timer := time.NewTimer(owed)
		defer timer.Stop()
		owed = 0
		select {
		case <-timer.C:
		case <-c.pressed:
		}
		_, ended := c.Interrupted()
		return !ended && !c.paused.Swap(false)
	}
}

// Record makes what comes and goes be recorded, so that gdb can go back.
func (c *console) Record() { c.recorder = gdb.NewRecorder(c) }

// Line returns the console as the guest's serial line.
func (c *console) Line() device.Line {
	if c.recorder != nil {
		return c.recorder
	}
	return c
}

// Pause ends a pause, so that gdb can stop the machine.
func (c *console) Pause() {
	c.paused.Store(true)
	c.wake()
}

// Terminal tells whether a person looks at the console.
func (c *console) Terminal() bool { return c.raw }

// Messages returns what the emulator's own lines go to. They do not break those
// of the guest.
func (c *console) Messages() io.Writer { return lines{c} }

type lines struct{ c *console }

// Write implements io.Writer: p is whole lines.
func (l lines) Write(p []byte) (int, error) {
	l.c.Flush()
	text := string(p)
	if l.c.raw {
		text = strings.ReplaceAll(text, "\n", "\r\n")
		if l.c.column > 0 {
			text = "\r\n" + text
		}
	}
	l.c.column = 0
	_, err := io.WriteString(l.c.messages, text)
	return len(p), err
}

// Flush writes what the guest has sent. (Where the output is gone, the guest
// runs on, as it does when a serial cable is pulled.)
func (c *console) Flush() { _ = c.out.Flush() }

// Interrupted tells what is to end the guest, if anything: Ctrl-C, or a signal.
func (c *console) Interrupted() (by string, ok bool) {
	by, ok = c.interrupted.Load().(string)
	return by, ok
}

// Close gives the terminal back. It may be called twice.
func (c *console) Close() {
	c.Flush()
	if c.signals != nil {
		signal.Stop(c.signals)
		close(c.signals)
		c.signals = nil
	}
	if c.restore != nil {
		c.restore()
		c.restore = nil
	}
}
