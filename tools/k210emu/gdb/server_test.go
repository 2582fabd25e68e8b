// SPDX-License-Identifier: MIT

package gdb

import (
	"net"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/k210emu/machine"
)

// log is messages, which a test may read while they are written.
type log struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

type served struct {
	listener net.Listener
	messages log
	unwanted atomic.Bool
	outcome  machine.Outcome
	ended    chan error
}

// serveGuest serves the guest, on a socket.
func serveGuest(t *testing.T) *served {
	listener, err := Listen(filepath.Join(t.TempDir(), "gdb"))
	require.NoError(t, err)
	target, _ := guest(t, 1)
	s := &served{listener: listener, ended: make(chan error, 1)}
	server := &Server{Target: target, Listener: listener, Messages: &s.messages, Wanted: func() bool { return !s.unwanted.Load() }}
	go func() {
		outcome, err := server.Serve()
		s.outcome = outcome
		s.ended <- err
	}()
	return s
}

func (s *served) connect(t *testing.T) *client {
	c, err := net.Dial(s.listener.Addr().Network(), s.listener.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	client := &client{t: t, connection: newConnection(c), Conn: c}
	client.noAck = true
	require.Equal(t, "OK", client.ask(startNoAckMode))
	return client
}

func TestOneGDBAfterAnotherDebugsTheMachine(t *testing.T) {
	s := serveGuest(t)
	c := s.connect(t)
	assert.Equal(t, "T05thread:1;", c.ask("?"))
	assert.Equal(t, "OK", c.ask("Z0,80000028,4"))
	assert.Equal(t, "T05thread:1;", c.ask("c"))
	c.Close()

	c = s.connect(t) // the machine is where it was
	assert.Equal(t, "2800008000000000", c.ask("p20"))
	assert.Contains(t, s.messages.String(), "gdb is gone")
	assert.Equal(t, "OK", c.ask("z0,80000028,4"))
	assert.Equal(t, "OK", c.ask("D"))

	c = s.connect(t) // stops it, wherever it is
	assert.Equal(t, "OK", c.ask("P9=0000000000000000"))
	require.NoError(t, c.connection.write([]byte("k")))
	assert.ErrorIs(t, <-s.ended, ErrKilled)
}

func TestAMachineGoesOnToItsEndWithoutGDB(t *testing.T) {
	s := serveGuest(t)
	c := s.connect(t)
	// The loop becomes: lui t0, finisher; lui t1, 5; addi t1, t1, 0x555; sw t1, 0(t0).
	assert.Equal(t, "OK", c.ask("M80000028,10:b70210003753000013035355"+"23a06200"))
	assert.Equal(t, "OK", c.ask("D"))
	assert.NoError(t, <-s.ended)
	assert.Equal(t, machine.Outcome{Reason: machine.Finished}, s.outcome)
}

func TestTheEndUnderGDBIsTheEnd(t *testing.T) {
	s := serveGuest(t)
	c := s.connect(t)
	assert.Equal(t, "OK", c.ask("M80000028,10:b70210003753000013035355"+"23a06200"))
	assert.True(t, strings.HasPrefix(c.ask("c"), "O"), "it has ended")
	assert.Equal(t, "T05thread:1;", c.answer())
	assert.Equal(t, "W00", c.ask("c"))
	assert.NoError(t, <-s.ended)
	assert.Equal(t, machine.Outcome{Reason: machine.Finished}, s.outcome)
}

func TestCtrlCEndsAServer(t *testing.T) {
	for name, prepare := range map[string]func(s *served){
		"that waits":          func(*served) {},
		"with gdb":            func(s *served) { s.connect(t).ask("?") },
		"with a machine":      func(s *served) { s.connect(t).ask("D") },
		"with gdb that waits": func(s *served) { require.NoError(t, s.connect(t).connection.write([]byte("c"))) },
	} {
		s := serveGuest(t)
		prepare(s)
		s.unwanted.Store(true)
		assert.ErrorIs(t, <-s.ended, ErrUnwanted, name)
	}
}

func TestOnlyThisMachineIsListenedTo(t *testing.T) {
	for address, want := range map[string]string{
		"0.0.0.0:0":         "gdb cannot be waited for at 0.0.0.0:0, which others could reach: want localhost:0",
		"example.org:1234":  "which others could reach",
		"[2001:db8::1]:123": "which others could reach",
		"1234":              `"1234" is no address for gdb: want one such as localhost:1234`,
		"localhost:gdb?":    "cannot wait for gdb: ",
		"/nowhere/gdb":      "cannot wait for gdb: ",
	} {
		_, err := Listen(address)
		assert.ErrorContains(t, err, want)
	}
	for _, address := range []string{"localhost:0", "127.0.0.1:0", ":0"} {
		l, err := Listen(address)
		require.NoError(t, err)
		assert.True(t, l.Addr().(*net.TCPAddr).IP.IsLoopback())
		_, err = Listen(l.Addr().String())
		assert.ErrorContains(t, err, "address already in use")
		require.NoError(t, l.Close())
	}
}
