// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"golang.org/x/term"
)

// console connects the guest's serial port to the emulator's input and output.
//
// A terminal is made raw, so that the guest sees every key as it is pressed; it
// is restored by Close. Input that is an ordinary file is read when the guest
// asks, which makes runs repeatable; other input is read as it comes.
type console struct {
	out         *bufio.Writer
	raw         bool
	restore     func()
	file        *bufio.Reader // input that is an ordinary file
	keys        chan byte     // other input
	interrupted atomic.Bool
}

// ctrlC is what a raw terminal sends for Ctrl-C.
const ctrlC = 3

func newConsole(in *os.File, out io.Writer) (*console, error) {
	c := &console{out: bufio.NewWriter(out)}
	info, err := in.Stat()
	if err != nil {
		return nil, fmt.Errorf("cannot use the input: %w", err)
	}
	if info.Mode().IsRegular() {
		c.file = bufio.NewReader(in)
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
	return c, nil
}

func (c *console) listen(in io.Reader) {
	buffer := make([]byte, 256)
	for {
		n, err := in.Read(buffer)
		for _, b := range buffer[:n] {
			if c.raw && b == ctrlC {
				c.interrupted.Store(true)
				return
			}
			c.keys <- b
		}
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
	if b == '\n' {
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

// Flush writes what the guest has sent. (Where the output is gone, the guest
// runs on, as it does when a serial cable is pulled.)
func (c *console) Flush() { _ = c.out.Flush() }

// Interrupted tells whether the user has pressed Ctrl-C.
func (c *console) Interrupted() bool { return c.interrupted.Load() }

// Close gives the terminal back. It may be called twice.
func (c *console) Close() {
	c.Flush()
	if c.restore != nil {
		c.restore()
		c.restore = nil
	}
}
