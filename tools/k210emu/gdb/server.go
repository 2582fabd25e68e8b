// SPDX-License-Identifier: MIT

package gdb

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"bugo/tools/k210emu/machine"
)

// DefaultAddress is where gdb and QEMU expect a server.
const DefaultAddress = "localhost:1234"

// Listen listens for gdb: on a TCP port of this machine, or, where address has a
// slash, on a socket of this user. Whoever reaches the server can do what the user
// can, so that no other machine may.
func Listen(address string) (net.Listener, error) {
	if strings.Contains(address, "/") {
		l, err := net.Listen("unix", address)
		if err != nil {
			return nil, fmt.Errorf("cannot wait for gdb: %w", err)
		}
		return l, nil
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%q is no address for gdb: want one such as %s, or the path of a socket", address, DefaultAddress)
	}
	if host == "" || host == "localhost" {
		host = "127.0.0.1" // (also where no /etc/hosts says so)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("gdb cannot be waited for at %s, which others could reach: want localhost:%s", address, port)
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("cannot wait for gdb: %w", err)
	}
	return l, nil
}

// Server lets one gdb after another debug a machine.
type Server struct {
	Target   *Machine
	Listener net.Listener
	Messages io.Writer
	// Wanted tells whether the user wants the emulator to go on.
	Wanted func() bool
	// Pause, if there, is called when gdb wants the machine to stop, which may wait.
	Pause func()
}

// Errors that end a Server.
var (
	ErrKilled   = errors.New("ended by gdb")
	ErrUnwanted = errors.New("ended by Ctrl-C")
)

// tick is how often a server looks whether it is wanted.
const tick = 50 * time.Millisecond

// Serve lets gdb debug the machine until it ends.
func (s *Server) Serve() (machine.Outcome, error) {
	defer s.Listener.Close()
	connections := make(chan net.Conn)
	done := make(chan struct{})
	defer close(done)
	go s.accept(connections, done)
	fmt.Fprintf(s.Messages, "k210emu: waits for gdb: target remote %s\n", s.Listener.Addr())
	for {
		c, err := s.wait(connections)
		if err != nil {
			return machine.Outcome{}, err
		}
		for c != nil {
			session := NewSession(s.Target, c)
			session.Pause = s.Pause
			end, err := s.session(session, c)
			if !s.Wanted() {
				return machine.Outcome{}, ErrUnwanted
			}
			if err != nil {
				fmt.Fprintf(s.Messages, "k210emu: the connection of gdb has failed: %v\n", err)
			}
			c = nil
			switch end {
			case Killed:
				return machine.Outcome{}, ErrKilled
			case Over:
				return machine.Outcome{Reason: machine.Finished, Status: session.Status()}, nil
			case Disconnected:
				fmt.Fprintln(s.Messages, "k210emu: gdb is gone, and the machine waits for another one")
			case Detached:
				outcome, next, err := s.free(connections)
				if next == nil {
					return outcome, err
				}
				c = next
			}
		}
	}
}

func (s *Server) accept(connections chan<- net.Conn, done <-chan struct{}) {
	for {
		c, err := s.Listener.Accept()
		if err != nil {
			return
		}
		select {
		case connections <- c:
		case <-done:
			c.Close()
			return
		}
	}
}

// wait waits for a connection.
func (s *Server) wait(connections <-chan net.Conn) (net.Conn, error) {
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		select {
		case c := <-connections:
			return c, nil
		case <-t.C:
			if !s.Wanted() {
				return nil, ErrUnwanted
			}
		}
	}
}

// session serves a connection, and closes it: at once, if the user wants the end.
func (s *Server) session(session *Session, c net.Conn) (End, error) {
	over := make(chan struct{})
	defer close(over)
	defer c.Close()
	go func() {
		t := time.NewTicker(tick)
		defer t.Stop()
		for {
			select {
			case <-over:
				return
			case <-t.C:
				if !s.Wanted() {
					c.Close()
					return
				}
			}
		}
	}()
	return session.Serve()
}

// free lets the machine run without gdb, to its end, or until a gdb comes.
func (s *Server) free(connections <-chan net.Conn) (machine.Outcome, net.Conn, error) {
	for s.Wanted() {
		outcome := s.Target.m.Run(1_000_000)
		if s.Target.Flush != nil {
			s.Target.Flush()
		}
		if outcome.Reason != machine.LimitReached {
			return outcome, nil, nil
		}
		select {
		case c := <-connections:
			if err := s.Target.history.begin(); err != nil {
				c.Close()
				return outcome, nil, err
			}
			return outcome, c, nil
		default:
		}
	}
	return machine.Outcome{}, nil, ErrUnwanted
}
