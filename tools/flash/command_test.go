// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"bugo/tools/flash/isp"
	"bugo/tools/flash/isp/romtest"
	"bugo/tools/mkimage/flashimage"
)

// impatient is for a board that answers at once.
var impatient = isp.Timing{Reply: 300 * time.Millisecond, Settle: 30 * time.Millisecond, Attempts: 10}

// A bench is a board at the other end of a pseudo-terminal.
type bench struct {
	board  *romtest.Board
	port   string
	master *os.File
	tty    *os.File // keeps the terminal there between two openings
	ended  sync.WaitGroup
}

// newBench connects a board with faults.
func newBench(t *testing.T, faults map[int]romtest.Fault) *bench {
	t.Helper()
	t.Parallel() // they wait more than they work
	master, tty, err := pty.Open()
	require.NoError(t, err)
	b := &bench{board: romtest.New(), port: tty.Name(), master: master, tty: tty}
	b.board.Faults = faults
	b.ended.Go(func() {
		line := make([]byte, 4096)
		for {
			n, err := master.Read(line)
			if err != nil {
				return // the bench was taken down
			}
			for _, reply := range b.board.Receive(line[:n]) {
				if _, err := master.Write(reply); err != nil {
					return
				}
			}
		}
	})
	t.Cleanup(b.down)
	return b
}

// down ends the board; after it, the board may be looked at.
func (b *bench) down() {
	_ = b.tty.Close()
	_ = b.master.Close()
	b.ended.Wait()
}

// flash runs the command and returns what it prints.
func flash(args ...string) (string, error) {
	c := newPatientCommand(impatient)
	var out bytes.Buffer
	c.SetOut(&out)
	c.SetErr(&out)
	c.SetArgs(args)
	err := c.Execute()
	return out.String(), err
}

// imageOf returns the path of an image of n bytes, and the bytes.
func imageOf(t *testing.T, n int) (string, []byte) {
	t.Helper()
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(i * 7)
	}
	return fileOf(t, data), data
}

func fileOf(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "image.bin")
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

func requireStarted(t *testing.T, b *bench, data []byte) {
	t.Helper()
	b.down()
	require.Empty(t, b.board.Mistakes)
	require.True(t, bytes.Equal(data, b.board.Memory[:len(data)]), "the image did not arrive")
	require.Equal(t, len(b.board.Memory)-len(data), bytes.Count(b.board.Memory[len(data):], []byte{romtest.Poison}), "more was written")
	require.True(t, b.board.Booted)
	require.EqualValues(t, 0x80000000, b.board.Entry)
}

func TestImageArrivesByteForByteAndStarts(t *testing.T) {
	b := newBench(t, nil)
	path, data := imageOf(t, 200_000)
	out, err := flash("--port", b.port, "--board", "manual", path)
	require.NoError(t, err)
	assert.Contains(t, out, " 50 %: 100,352 of 200,000 bytes\n")
	assert.Contains(t, out, "100 %: 200,000 of 200,000 bytes\nstarted 200,000 bytes at 0x80000000\n")
	assert.NotContains(t, out, "\r")
	requireStarted(t, b, data)
}

func TestImageArrivesOverALineWithFaults(t *testing.T) {
	faults := map[int]romtest.Fault{}
	for i, fault := range romtest.Transient {
		faults[3*i] = fault // the greeting is frame 0
	}
	b := newBench(t, faults)
	path, data := imageOf(t, 60_000)
	out, err := flash("--port", b.port, "--board", "manual", path)
	require.NoError(t, err)
	assert.Contains(t, out, "board: \"hello\"\n")
	requireStarted(t, b, data)
	assert.Greater(t, b.board.Frames, 3*len(faults), "not all faults have happened")
}

func TestALostRequestToStartIsNoticed(t *testing.T) {
	b := newBench(t, map[int]romtest.Fault{2: romtest.DropRequest})
	path, data := imageOf(t, 100)
	_, err := flash("--port", b.port, "--board", "manual", path)
	require.NoError(t, err)
	requireStarted(t, b, data)
}

func TestABoardThatFallsSilent(t *testing.T) {
	b := newBench(t, nil)
	b.board.Every = func(n int) romtest.Fault {
		if n > 20 {
			return romtest.DropReply
		}
		return romtest.None
	}
	path, _ := imageOf(t, 60_000)
	_, err := flash("--port", b.port, "--board", "manual", path)
	assert.EqualError(t, err, b.port+": memory write (C3) at 0x80005000: no reply from the board, 10 attempts")
	b.down()
	assert.False(t, b.board.Booted)
}

func TestABoardThatIsNotInISPMode(t *testing.T) {
	b := newBench(t, nil)
	b.board.Booted = true
	path, _ := imageOf(t, 100)
	_, err := flash("--port", b.port, "--board", "manual", path)
	assert.EqualError(t, err, b.port+": the board is not in ISP mode (greeting (C2): no reply from the board, 10 attempts): is --board manual right, and no other program on the port?")
}

func TestAPortWithoutOutputsCannotResetTheBoard(t *testing.T) {
	b := newBench(t, nil)
	path, _ := imageOf(t, 100)
	_, err := flash("--port", b.port, path)
	assert.ErrorContains(t, err, "board dan: the port's DTR and RTS cannot be set (")
	assert.ErrorContains(t, err, "say --board manual")
	b.down()
	assert.Zero(t, b.board.Frames)
}

func TestAnotherRate(t *testing.T) {
	b := newBench(t, nil)
	path, data := imageOf(t, 5000)
	_, err := flash("--port", b.port, "--board", "manual", "--baud", "230400", path)
	require.NoError(t, err)
	settings, err := unix.IoctlGetTermios(int(b.tty.Fd()), unix.TCGETS)
	require.NoError(t, err)
	assert.EqualValues(t, unix.B230400, settings.Cflag&unix.CBAUD)
	requireStarted(t, b, data)
	assert.EqualValues(t, 230400, b.board.Baud)
}

func TestPortsThatAreNone(t *testing.T) {
	path, _ := imageOf(t, 100)
	_, err := flash("--port", "/dev/ttyNOWHERE", path)
	assert.ErrorContains(t, err, "the port /dev/ttyNOWHERE does not exist: is the board connected?")
	_, err = flash("--port", "/dev/null", path)
	assert.ErrorContains(t, err, "/dev/null is not a serial port")
	_, err = flash("--port", path, path)
	assert.ErrorContains(t, err, path+" is not a serial port")

	b := newBench(t, nil)
	require.NoError(t, unix.Flock(int(b.tty.Fd()), unix.LOCK_EX))
	_, err = flash("--port", b.port, "--board", "manual", path)
	assert.EqualError(t, err, "the port "+b.port+" is busy: another program has it open, end that one (a terminal? a monitor?)")
	assert.EqualError(t, openError("/dev/ttyUSB0", unix.EACCES),
		"no permission for the port /dev/ttyUSB0: become a member of the group that owns it (often dialout)")
	assert.EqualError(t, openError("/dev/ttyUSB0", unix.EIO), "cannot open the port /dev/ttyUSB0: input/output error")
}

func TestBadCommandLines(t *testing.T) {
	image, data := imageOf(t, 100)
	inFlash, err := flashimage.Encode(data)
	require.NoError(t, err)
	kfpkg, err := flashimage.EncodeKfpkg("image.bin", data)
	require.NoError(t, err)
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"no port", []string{image}, `required flag(s) "port" not set`},
		{"no image", []string{"--port=x"}, "want one image, not 0"},
		{"two images", []string{"--port=x", image, image}, "want one image, not 2"},
		{"a missing image", []string{"--port=x", image + ".gone"}, "cannot read the image: "},
		{"an unknown board", []string{"--port=x", "--board=unknown", image}, `--board: no board "unknown": known are dan, `},
		{"no rate", []string{"--port=x", "--baud=0", image}, "--baud 0: want bits a second"},
		{"the flash chip", []string{"--port=x", "--sram=false", image}, "needs a flash stub on the board, which Bugo does not have yet"},
		{"an empty image", []string{"--port=x", fileOf(t, nil)}, "the image is empty"},
		{"an ELF file", []string{"--port=x", fileOf(t, []byte("\x7fELF"))}, "the image is an ELF file: give the flat image (.bin)"},
		{"a flash image", []string{"--port=x", fileOf(t, inFlash)}, "the image is a flash image, with the boot ROM's header and hash around 100 bytes: give the flat image"},
		{"a kfpkg", []string{"--port=x", fileOf(t, kfpkg)}, "the image is a zip file (a kfpkg?): give the flat image (.bin)"},
		{"an image over the SRAM", []string{"--port=x", fileOf(t, make([]byte, 6<<20+1))}, "the image has 6,291,457 bytes, over the 6,291,456"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := flash(test.args...)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestHelpSaysWhatThereIsNotYet(t *testing.T) {
	out, err := flash("--help")
	require.NoError(t, err)
	assert.Contains(t, out, "The flash chip is not written")
	assert.Contains(t, out, "  goE      Sipeed Maix Go")
}

func TestATerminalGetsABar(t *testing.T) {
	screen, tty, err := pty.Open()
	require.NoError(t, err)
	defer screen.Close()
	p := newProgress(tty, 1000)
	p.show(500)
	p.show(1000)
	p.end()
	require.NoError(t, tty.Close())
	seen, err := io.ReadAll(screen) // (a terminal ends with an error)
	require.ErrorIs(t, err, unix.EIO)
	assert.Equal(t, "\r[####################                    ]  50 %\r[########################################] 100 %\r\n", string(seen))
}
