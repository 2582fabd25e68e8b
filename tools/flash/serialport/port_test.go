// SPDX-License-Identifier: MIT

package serialport

import (
	"os"
	"testing"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestAPortIsOpenedOnceAndGivenBack(t *testing.T) {
	board, tty, err := pty.Open()
	require.NoError(t, err)
	defer board.Close()
	defer tty.Close()
	port, err := Open(tty.Name(), 115200)
	require.NoError(t, err)
	_, err = Open(tty.Name(), 115200)
	assert.EqualError(t, err, "the port "+tty.Name()+" is busy: another program has it open, end that one (a terminal? a monitor?)")

	require.NoError(t, port.Release(), "a pseudo-terminal has no outputs")
	n, err := port.Read(make([]byte, 1))
	require.NoError(t, err)
	assert.Zero(t, n, "a read does not wait for ever")
	require.NoError(t, port.SetBaud(921600))
	settings, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	require.NoError(t, err)
	assert.EqualValues(t, unix.B921600, settings.Cflag&unix.CBAUD)
	require.NoError(t, port.Close())
	port, err = Open(tty.Name(), 115200)
	require.NoError(t, err)
	require.NoError(t, port.Close())
}

func TestWhatIsNoPort(t *testing.T) {
	_, err := Open("/dev/ttyNOWHERE", 115200)
	assert.ErrorContains(t, err, "the port /dev/ttyNOWHERE does not exist: is the board connected?")
	_, err = Open("/dev/null", 115200)
	assert.ErrorContains(t, err, "/dev/null is not a serial port")
	path := t.TempDir() + "/file"
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	_, err = Open(path, 115200)
	assert.ErrorContains(t, err, path+" is not a serial port")
	assert.EqualError(t, openError("/dev/ttyUSB0", unix.EACCES),
		"no permission for the port /dev/ttyUSB0: become a member of the group that owns it (often dialout)")
	assert.EqualError(t, openError("/dev/ttyUSB0", unix.EIO), "cannot open the port /dev/ttyUSB0: input/output error")
}
