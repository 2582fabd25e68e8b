// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// newLine is a console for programs that open a serial port: the guest's serial
// line is a pseudo-terminal, whose name is told in messages. It has the rate that
// the other end gives it, and passes all bytes as they are. The emulator's own
// terminal stays as it is; Ctrl-C there, as any signal to end, ends the emulator
// in good order.
func newLine(messages io.Writer) (*console, error) {
	master, tty, err := pty.Open()
	if err != nil {
		return nil, fmt.Errorf("--serial pty: there is no pseudo-terminal: %w", err)
	}
	if _, err := term.MakeRaw(int(tty.Fd())); err != nil {
		return nil, errors.Join(fmt.Errorf("--serial pty: cannot make it raw: %w", err), tty.Close(), master.Close())
	}
	c := &console{
		out:      bufio.NewWriter(master),
		messages: messages,
		keys:     make(chan byte, 4096),
		pressed:  make(chan struct{}, 1),
		line:     &line{master: master, tty: tty},
	}
	c.restore = func() {
		drain(tty)
		_ = tty.Close() // open until now, so that the line outlives who uses it
		_ = master.Close()
	}
	c.heed()
	c.line.look()
	go c.listen(c.line)
	fmt.Fprintf(messages, "k210emu: the serial line is %s\n", tty.Name())
	return c, nil
}

// drain lets whoever listens read the last bytes, which go with the line. Those
// just sent are on their way for a moment, and not counted.
func drain(tty *os.File) {
	const patience, quiet, step = time.Second, 100 * time.Millisecond, 5 * time.Millisecond
	for waited, read := time.Duration(0), time.Duration(0); waited < patience && read < quiet; waited += step {
		time.Sleep(step)
		unread, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCINQ)
		if err != nil {
			return
		}
		if read += step; unread > 0 {
			read = 0
		}
	}
}

// line is our end of a pseudo-terminal.
type line struct {
	master, tty *os.File
	rate        atomic.Uint64 // of the other end, in bits a second
}

// Read implements io.Reader.
func (l *line) Read(p []byte) (int, error) {
	n, err := l.master.Read(p)
	l.look()
	return n, err
}

// look finds out the other end's rate. And it ends the exclusive mode in which
// programs open serial ports: where one is killed, a port's last close ends it, and
// this line is never closed.
func (l *line) look() {
	settings, err := unix.IoctlGetTermios(int(l.master.Fd()), unix.TCGETS2)
	if err == nil {
		l.rate.Store(uint64(settings.Ospeed))
	}
	_ = unix.IoctlSetInt(int(l.tty.Fd()), unix.TIOCNXCL, 0)
}
