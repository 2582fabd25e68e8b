// SPDX-License-Identifier: MIT

package terminal

import (
	"bytes"
	"errors"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// line is a port whose reads do not wait long, as serialport's.
type line struct {
	mutex    sync.Mutex
	incoming []byte
	sent     bytes.Buffer
	lost     error
}

func (l *line) Read(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.incoming) == 0 {
		if l.lost != nil {
			return 0, l.lost
		}
		l.mutex.Unlock()
		time.Sleep(time.Millisecond)
		l.mutex.Lock()
	}
	n := copy(p, l.incoming)
	l.incoming = l.incoming[n:]
	return n, nil
}

func (l *line) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.sent.Write(p)
}

func TestATerminalSeesLinesAndSendsKeys(t *testing.T) {
	screen, tty, err := pty.Open()
	require.NoError(t, err)
	defer screen.Close()
	port := &line{incoming: []byte("one\ntwo\n")}
	ended := make(chan error)
	go func() { ended <- Run(port, tty, tty) }()

	seen := make([]byte, len("one\r\ntwo\r\n"))
	_, err = io.ReadFull(screen, seen)
	require.NoError(t, err)
	assert.Equal(t, "one\r\ntwo\r\n", string(seen))
	_, err = screen.WriteString("ls\r\x03" + string(rune(End)) + "not sent")
	require.NoError(t, err)
	require.NoError(t, <-ended)
	assert.Equal(t, "ls\n\x03", port.sent.String())
	require.NoError(t, tty.Close())
}

func TestAPipeGetsTheBytesAsTheyAre(t *testing.T) {
	in, typed, err := os.Pipe()
	require.NoError(t, err)
	_, err = typed.WriteString("a\r\x1db")
	require.NoError(t, err)
	require.NoError(t, typed.Close())
	lost := errors.New("input/output error")
	port := &line{incoming: []byte("one\ntwo\n")}
	var out bytes.Buffer
	ended := make(chan error)
	go func() { ended <- Run(port, in, &out) }()
	require.Eventually(t, func() bool {
		port.mutex.Lock()
		defer port.mutex.Unlock()
		return port.sent.String() == "a\r\x1db" && len(port.incoming) == 0
	}, 10*time.Second, time.Millisecond)
	port.mutex.Lock()
	port.lost = lost
	port.mutex.Unlock()
	err = <-ended
	require.ErrorIs(t, err, lost)
	assert.EqualError(t, err, "the console is lost: input/output error")
	assert.Equal(t, "one\ntwo\n", out.String())
}
