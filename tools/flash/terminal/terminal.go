// SPDX-License-Identifier: MIT

// Package terminal connects a person's terminal to a board's console.
//
// What the board sends is shown; what is typed is sent, each key as it is
// pressed. Ctrl-] ends it, as it does in telnet and miniterm. The board's lines
// end in a line feed, and the terminal's in carriage return and line feed:
// that is translated where there is a terminal, both ways. Input and output
// that are files or pipes get the bytes as they are, and the end of the input is
// not the end of the console: the board may have more to say.
package terminal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"golang.org/x/term"
)

// End is the key that ends it.
const End = 0x1d

// EndName is what people call it.
const EndName = "Ctrl-]"

// Run connects port with in and out, until the user ends it or the port is lost.
// The port's reads wait a short time only, and return 0 and no error when nothing
// came.
func Run(port io.ReadWriter, in *os.File, out io.Writer) error {
	screen := output{out: out}
	if descriptor := int(in.Fd()); term.IsTerminal(descriptor) {
		old, err := term.MakeRaw(descriptor)
		if err != nil {
			return fmt.Errorf("cannot make the terminal raw: %w", err)
		}
		defer func() { _ = term.Restore(descriptor, old) }()
		screen.raw = true
	}
	keys := keyboard{in: in, raw: screen.raw, port: port}
	go keys.listen()
	buffer := make([]byte, 4096)
	for !keys.ended.Load() {
		n, err := port.Read(buffer)
		if err == nil {
			err = screen.show(buffer[:n])
		}
		if err != nil {
			return fmt.Errorf("the console is lost: %w", err)
		}
	}
	return keys.failure()
}

// output is what the user looks at.
type output struct {
	out io.Writer
	raw bool
}

func (o *output) show(data []byte) error {
	if len(data) == 0 {
		return nil
	}
	if o.raw {
		shown := make([]byte, 0, len(data)+16)
		for _, b := range data {
			if b == '\n' {
				shown = append(shown, '\r')
			}
			shown = append(shown, b)
		}
		data = shown
	}
	_, err := o.out.Write(data)
	return err
}

// keyboard is what the user types.
type keyboard struct {
	in    io.Reader
	raw   bool
	port  io.Writer
	ended atomic.Bool
	err   error // why, before ended
}

// listen sends what is typed, until the input ends.
func (k *keyboard) listen() {
	buffer := make([]byte, 256)
	for {
		n, err := k.in.Read(buffer)
		keys, end := k.translate(buffer[:n])
		if _, failed := k.port.Write(keys); failed != nil {
			k.err, end = failed, true
		}
		if end {
			k.ended.Store(true)
			return
		}
		if err != nil {
			return
		}
	}
}

// translate returns what to send for what was typed.
func (k *keyboard) translate(typed []byte) (keys []byte, end bool) {
	if !k.raw {
		return typed, false
	}
	for _, b := range typed {
		switch b {
		case End:
			return keys, true
		case '\r':
			b = '\n'
		}
		keys = append(keys, b)
	}
	return keys, false
}

func (k *keyboard) failure() error {
	if k.err == nil || errors.Is(k.err, os.ErrClosed) {
		return nil
	}
	return fmt.Errorf("the console is lost: %w", k.err)
}
