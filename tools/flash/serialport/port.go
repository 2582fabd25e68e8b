// SPDX-License-Identifier: MIT

// Package serialport opens a serial line to a board, for one program at a time,
// and says in plain words why it cannot.
package serialport

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.bug.st/serial"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// readTimeout is how long a read waits for bytes.
const readTimeout = 10 * time.Millisecond

// A Port is an open serial port that this process has for itself. A read waits a
// short time only: it returns 0 and no error when nothing came.
type Port struct {
	serial.Port
	lock *os.File // keeps others out that lock as well
}

// Open opens a serial port at a rate, in bits a second. Its errors say which of
// the usual reasons it is.
//
// The kernel's exclusive mode, which package serial sets, does not keep root
// out, so that the port is locked too, as minicom and pyserial do.
func Open(name string, rate uint32) (*Port, error) {
	lock, err := os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, openError(name, err)
	}
	if !term.IsTerminal(int(lock.Fd())) {
		return nil, errors.Join(fmt.Errorf("%s is not a serial port%s", name, candidates()), lock.Close())
	}
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return nil, errors.Join(openError(name, err), lock.Close())
	}
	s, err := serial.Open(name, &serial.Mode{BaudRate: int(rate), DataBits: 8})
	if err != nil {
		return nil, errors.Join(openError(name, err), lock.Close())
	}
	if err := s.SetReadTimeout(readTimeout); err != nil {
		return nil, errors.Join(openError(name, err), s.Close(), lock.Close())
	}
	return &Port{s, lock}, nil
}

// openError says why a port cannot be opened, and what to do.
func openError(name string, err error) error {
	var code serial.PortErrorCode = -1
	var portError *serial.PortError
	if errors.As(err, &portError) {
		code = portError.Code()
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) || code == serial.PortNotFound:
		return fmt.Errorf("the port %s does not exist: is the board connected?%s", name, candidates())
	case errors.Is(err, unix.EBUSY) || errors.Is(err, unix.EWOULDBLOCK) || code == serial.PortBusy:
		return fmt.Errorf("the port %s is busy: another program has it open, end that one (a terminal? a monitor?)", name)
	case errors.Is(err, fs.ErrPermission) || code == serial.PermissionDenied:
		return fmt.Errorf("no permission for the port %s: become a member of the group that owns it (often dialout)", name)
	}
	return fmt.Errorf("cannot open the port %s: %w", name, err)
}

// candidates names the ports that look like a board's.
func candidates() string {
	var found []string
	for _, pattern := range []string{"/dev/ttyUSB*", "/dev/ttyACM*", "/dev/cu.usb*"} {
		names, err := filepath.Glob(pattern)
		if err == nil { // (the only error is a bad pattern)
			found = append(found, names...)
		}
	}
	if len(found) == 0 {
		return ""
	}
	return " (there is " + strings.Join(found, ", ") + ")"
}

// SetBaud changes the port's rate.
func (p *Port) SetBaud(rate uint32) error {
	return p.SetMode(&serial.Mode{BaudRate: int(rate), DataBits: 8})
}

// Release turns the outputs DTR and RTS off, both at once: the system has turned
// them on, and on many boards one of them resets the chip and the other one
// chooses what it starts (k210-facts.md §12.3, §14). A port that has no outputs
// stays as it is.
func (p *Port) Release() error {
	err := unix.IoctlSetPointerInt(int(p.lock.Fd()), unix.TIOCMBIC, unix.TIOCM_DTR|unix.TIOCM_RTS)
	if errors.Is(err, unix.ENOTTY) || errors.Is(err, unix.EINVAL) {
		return nil
	}
	return err
}

// Close gives the port back.
func (p *Port) Close() error {
	return errors.Join(p.Port.Close(), p.lock.Close())
}
