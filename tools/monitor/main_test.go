// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func monitor(in *os.File, out io.Writer, args ...string) error {
	c := newCommand(in)
	c.SetOut(out)
	c.SetErr(io.Discard)
	c.SetArgs(args)
	return c.Execute()
}

func TestTheConsoleIsShownAndKeysAreSent(t *testing.T) {
	board, port, err := pty.Open()
	require.NoError(t, err)
	defer board.Close()
	defer port.Close()
	user, keyboard, err := pty.Open()
	require.NoError(t, err)
	defer user.Close()
	defer keyboard.Close()
	seen, out := io.Pipe()
	ended := make(chan error)
	go func() { ended <- monitor(keyboard, out, "--port", port.Name(), "--baud", "230400") }()

	// (The monitor drops nothing that comes after it has begun, so the user types first.)
	_, err = user.WriteString("x")
	require.NoError(t, err)
	key := make([]byte, 1)
	_, err = io.ReadFull(board, key)
	require.NoError(t, err)
	assert.Equal(t, "x", string(key))
	_, err = board.WriteString("hello\n")
	require.NoError(t, err)
	text := make([]byte, 7)
	_, err = io.ReadFull(seen, text)
	require.NoError(t, err)
	assert.Equal(t, "hello\r\n", string(text))
	settings, err := unix.IoctlGetTermios(int(port.Fd()), unix.TCGETS)
	require.NoError(t, err)
	assert.EqualValues(t, unix.B230400, settings.Cflag&unix.CBAUD)
	_, err = user.Write([]byte{0x1d})
	require.NoError(t, err)
	require.NoError(t, <-ended)
}

func TestBadCommandLines(t *testing.T) {
	var out bytes.Buffer
	assert.EqualError(t, monitor(os.Stdin, &out), `required flag(s) "port" not set`)
	assert.EqualError(t, monitor(os.Stdin, &out, "--port=x", "--baud=0"), "--baud 0: want bits a second, such as 115200")
	assert.ErrorContains(t, monitor(os.Stdin, &out, "--port=/dev/ttyNOWHERE"), "the port /dev/ttyNOWHERE does not exist")
	assert.ErrorContains(t, monitor(os.Stdin, &out, "--port=/dev/null"), "/dev/null is not a serial port")
	assert.ErrorContains(t, monitor(os.Stdin, &out, "--port=x", "more"), `"more"`)
	assert.ErrorContains(t, monitor(os.Stdin, &out, "--port=x", "--board=unknown"), `--board: no board "unknown": known are dan, `)

	board, port, err := pty.Open()
	require.NoError(t, err)
	defer board.Close()
	defer port.Close()
	assert.ErrorContains(t, monitor(os.Stdin, &out, "--port", port.Name(), "--board=dan"),
		"board dan: the port's DTR and RTS cannot be set (")
}
