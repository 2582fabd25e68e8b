// SPDX-License-Identifier: MIT

package main

import (
	"archive/zip"
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

	"bugo/firmware/drivers/nor/nortest"
	"bugo/tools/flash/link"
	"bugo/tools/flash/link/romtest"
	"bugo/tools/mkimage/flashimage"
)

// impatient is for a board that answers at once.
var impatient = link.Timing{
	Reply: 300 * time.Millisecond, Write: 5 * time.Second, Erase: 5 * time.Second,
	Settle: 30 * time.Millisecond, Attempts: 10,
}

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
		line, start := make([]byte, 4096), time.Now()
		for {
			n, err := master.Read(line)
			if err != nil {
				return // the bench was taken down
			}
			b.board.Milliseconds = uint64(time.Since(start).Milliseconds())
			b.board.Idle()
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

// flash runs the command, with a stub that is a file of its own, and returns what
// it prints.
func flash(t *testing.T, args ...string) (string, error) {
	t.Helper()
	o := options{timing: impatient, stub: fileOf(t, stubBytes), in: os.Stdin}
	return execute(&o, args...)
}

func execute(o *options, args ...string) (string, error) {
	c := o.command()
	var out bytes.Buffer
	c.SetOut(&out)
	c.SetErr(&out)
	c.SetArgs(args)
	err := c.Execute()
	return out.String(), err
}

// stubBytes is what is uploaded. (The board knows by itself what its stub does.)
var stubBytes = bytes.Repeat([]byte("the stub"), 400)

// imageOf returns the path of an image of n bytes, and the bytes.
func imageOf(t *testing.T, n int) (string, []byte) {
	t.Helper()
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(i*7 + 3)
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
	out, err := flash(t, "--sram", "--port", b.port, "--board", "manual", path)
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
	out, err := flash(t, "--sram", "--port", b.port, "--board", "manual", path)
	require.NoError(t, err)
	assert.Contains(t, out, "board: \"hello\"\n")
	requireStarted(t, b, data)
	assert.Greater(t, b.board.Frames, 3*len(faults), "not all faults have happened")
}

func TestALostRequestToStartIsNoticed(t *testing.T) {
	b := newBench(t, map[int]romtest.Fault{2: romtest.DropRequest})
	path, data := imageOf(t, 100)
	_, err := flash(t, "--sram", "--port", b.port, "--board", "manual", path)
	require.NoError(t, err)
	requireStarted(t, b, data)
}

// requireFlashed checks that flash holds the image as the ROM wants it, the rest
// of the last write is zeros, nothing else has changed, and the board was reset.
func requireFlashed(t *testing.T, b *bench, image []byte) {
	t.Helper()
	b.down()
	want, err := flashimage.Encode(image)
	require.NoError(t, err)
	want = append(want, make([]byte, int(padded(len(want)))-len(want))...)
	require.Empty(t, b.board.Mistakes)
	require.True(t, bytes.Equal(stubBytes, b.board.Memory[:len(stubBytes)]), "the stub did not arrive")
	require.EqualValues(t, 0x80000000, b.board.Entry)
	flash := b.board.Chip.Flash
	require.True(t, bytes.Equal(want, flash[:len(want)]), "the image did not arrive")
	require.Equal(t, len(flash)-len(want), bytes.Count(flash[len(want):], []byte{romtest.Poison}), "more was written")
	require.True(t, b.board.Rebooted)
}

func TestImageIsWrittenToFlashByteForByte(t *testing.T) {
	b := newBench(t, nil)
	b.board.StartsStub = true
	path, data := imageOf(t, 200_000)
	out, err := flash(t, "--port", b.port, "--board", "manual", path)
	require.NoError(t, err)
	assert.Equal(t, "starting the flash stub, 3,200 bytes\n"+
		"flash chip: JEDEC id 0xc86014, 1048576 bytes\n"+
		" 32 %: 65,536 of 200,037 bytes\n 65 %: 131,072 of 200,037 bytes\n 98 %: 196,608 of 200,037 bytes\n100 %: 200,037 of 200,037 bytes\n"+
		"wrote 200,037 bytes to flash and compared them; the board starts anew\n", out)
	requireFlashed(t, b, data)
	assert.EqualValues(t, []uint32{flashBaud, 115200}, b.board.Rates)
}

func TestAFlashImageIsWrittenAsItIs(t *testing.T) {
	b := newBench(t, nil)
	b.board.StartsStub = true
	_, data := imageOf(t, 5000)
	inFlash, err := flashimage.Encode(data)
	require.NoError(t, err)
	_, err = flash(t, "--port", b.port, "--board", "manual", fileOf(t, inFlash))
	require.NoError(t, err)
	requireFlashed(t, b, data)
}

func TestAKfpkgIsWrittenWhereItSays(t *testing.T) {
	b := newBench(t, nil)
	b.board.StartsStub = true
	_, program := imageOf(t, 70_000)
	_, model := imageOf(t, 1000)
	var kfpkg bytes.Buffer
	w := zip.NewWriter(&kfpkg)
	for name, data := range map[string][]byte{
		"flash-list.json": []byte(`{"version": "0.1.0", "files": [
			{"address": 786440, "bin": "model", "sha256Prefix": false},
			{"address": 0, "bin": "program", "sha256Prefix": true}]}`),
		"program": program, "model": model,
	} {
		f, err := w.Create(name)
		require.NoError(t, err)
		_, err = f.Write(data)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	out, err := flash(t, "--port", b.port, "--board", "manual", fileOf(t, kfpkg.Bytes()))
	require.NoError(t, err)
	assert.Contains(t, out, " 66 %: 131,072 of 196,608 bytes\n100 %: 196,608 of 196,608 bytes\n")
	b.down()
	want, err := flashimage.Encode(program)
	require.NoError(t, err)
	want = append(want, make([]byte, 0x20000-len(want))...)
	want = append(want, bytes.Repeat([]byte{romtest.Poison}, 0xa0000)...)
	want = append(append(append(want, make([]byte, 8)...), model...), make([]byte, 0x10000-8-1000)...)
	want = append(want, bytes.Repeat([]byte{romtest.Poison}, 0x30000)...)
	assert.True(t, bytes.Equal(want, b.board.Chip.Flash))
}

func TestImageIsWrittenToFlashOverALineWithFaults(t *testing.T) {
	faults := map[int]romtest.Fault{}
	for i, fault := range romtest.Transient {
		if fault != romtest.DropRequest && fault != romtest.DropReply && fault != romtest.LateTwin { // they take time
			faults[12+2*i] = fault
		}
	}
	faults[9] = romtest.DropRequest // the init
	b := newBench(t, faults)
	b.board.StartsStub = true
	path, data := imageOf(t, 500_000)
	_, err := flash(t, "--port", b.port, "--board", "manual", path)
	require.NoError(t, err)
	requireFlashed(t, b, data)
}

func TestALineThatIsTooSlowForTheUsualRate(t *testing.T) {
	b := newBench(t, nil)
	b.board.StartsStub, b.board.BadBaud = true, flashBaud
	path, data := imageOf(t, 5000)
	out, err := flash(t, "--port", b.port, "--board", "manual", path)
	require.NoError(t, err)
	assert.Contains(t, out, "flash: the line does not work at 1500000 baud, and stays at 115200\n")
	requireFlashed(t, b, data)
}

func TestALineThatCarriesShortFramesOnly(t *testing.T) {
	for _, test := range []struct{ baud, want string }{
		{"1500000", " at 1500000 baud: try a lower one, such as --baud 115200"},
		{"115200", ""},
	} {
		t.Run(test.baud, func(t *testing.T) {
			b := newBench(t, nil)
			b.board.StartsStub = true
			b.board.Long = romtest.CorruptRequest
			path, _ := imageOf(t, 100)
			_, err := flash(t, "--port", b.port, "--board", "manual", "--baud", test.baud, path)
			assert.EqualError(t, err, b.port+": flash write (D4) at 0x0: the board refused: bad checksum (E2), 10 attempts"+test.want)
		})
	}
}

func TestARateThatWasAskedForAndDoesNotWork(t *testing.T) {
	b := newBench(t, nil)
	b.board.StartsStub, b.board.BadBaud = true, 921600
	path, _ := imageOf(t, 5000)
	_, err := flash(t, "--port", b.port, "--board", "manual", "--baud", "921600", path)
	assert.EqualError(t, err, b.port+": stub baud rate (D6): no answer at this rate: 921600 baud")
}

func TestFlashChipsThatDoNotServe(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault func(*nortest.Chip)
		want  string
	}{
		{"none", func(c *nortest.Chip) { c.ID = [3]byte{} },
			"flash init (D7): the board refused: no flash chip answers on SPI3: its JEDEC id reads 0x000000"},
		{"none, with the line high", func(c *nortest.Chip) { c.ID = [3]byte{255, 255, 255} },
			"flash init (D7): the board refused: no flash chip answers on SPI3: its JEDEC id reads 0xffffff"},
		{"a small one", func(c *nortest.Chip) { c.ID[2] = 0x10 },
			"flash init (D7): the board refused: the flash chip (JEDEC id 0xc86010) has 65536 bytes, and 131072 are wanted"},
		{"a protected one", func(c *nortest.Chip) { c.Protected = true },
			"flash write (D4) at 0x0: the board refused: flash at 0x000000 is not what was written: is the chip write protected, or worn out?"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, nil)
			b.board.StartsStub = true
			test.fault(b.board.Chip)
			path, _ := imageOf(t, 100_000)
			_, err := flash(t, "--port", b.port, "--board", "manual", path)
			assert.EqualError(t, err, b.port+": "+test.want)
			b.down()
			assert.False(t, b.board.Rebooted)
		})
	}
}

func TestAStubThatRunsAlreadyGoesOn(t *testing.T) {
	b := newBench(t, nil)
	b.board.StartStub()
	path, data := imageOf(t, 5000)
	_, err := flash(t, "--port", b.port, "--board", "manual", "--sram", path)
	assert.EqualError(t, err, b.port+": the flash stub runs already: reset the board into ISP mode")
	out, err := flash(t, "--port", b.port, "--board", "manual", path)
	require.NoError(t, err)
	assert.Contains(t, out, "the flash stub runs already\nflash chip: ")
	b.down()
	want, err := flashimage.Encode(data)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(want, b.board.Chip.Flash[:len(want)]))
}

func TestAProgramThatIsNotTheStub(t *testing.T) {
	b := newBench(t, nil)
	path, _ := imageOf(t, 100)
	_, err := flash(t, "--port", b.port, "--board", "manual", path)
	assert.EqualError(t, err, b.port+": boot (C5) at 0x80000000: the flash stub does not answer")
}

func TestTheMonitorFollows(t *testing.T) {
	b := newBench(t, nil)
	b.board.StartsStub = true
	path, _ := imageOf(t, 100)
	user, keyboard, err := pty.Open()
	require.NoError(t, err)
	defer user.Close()
	defer keyboard.Close()
	o := options{timing: impatient, stub: fileOf(t, stubBytes), in: keyboard}
	_, err = user.Write([]byte{'\r', 0x1d})
	require.NoError(t, err)
	out, err := execute(&o, "--port", b.port, "--board", "manual", "--monitor", path)
	require.NoError(t, err)
	assert.Contains(t, out, "flash: the console of the board, Ctrl-] ends it\n")
	settings, err := unix.IoctlGetTermios(int(b.tty.Fd()), unix.TCGETS)
	require.NoError(t, err)
	assert.EqualValues(t, unix.B115200, settings.Cflag&unix.CBAUD, "the console's rate")
}

func TestWithoutAStubThereIsSRAMOnly(t *testing.T) {
	path, _ := imageOf(t, 100)
	o := options{timing: impatient, stub: "nowhere/stub.bin"}
	_, err := execute(&o, "--port", "x", path)
	assert.ErrorContains(t, err, "the flash stub is missing: start this through Bazel (./bazelw run //:flash), or use --sram: ")
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
	_, err := flash(t, "--sram", "--port", b.port, "--board", "manual", path)
	assert.EqualError(t, err, b.port+": memory write (C3) at 0x80005000: no reply from the board, 10 attempts")
	b.down()
	assert.False(t, b.board.Booted)
}

func TestABoardThatIsNotInISPMode(t *testing.T) {
	b := newBench(t, nil)
	b.board.Every = func(int) romtest.Fault { return romtest.DropRequest }
	path, _ := imageOf(t, 100)
	_, err := flash(t, "--port", b.port, "--board", "manual", path)
	assert.EqualError(t, err, b.port+": the board is not in ISP mode (greeting (C2): no reply from the board, 10 attempts): is --board manual right, and no other program on the port?")
}

func TestAPortWithoutOutputsCannotResetTheBoard(t *testing.T) {
	b := newBench(t, nil)
	path, _ := imageOf(t, 100)
	_, err := flash(t, "--port", b.port, path)
	assert.ErrorContains(t, err, "board dan: the port's DTR and RTS cannot be set (")
	assert.ErrorContains(t, err, "say --board manual")
	b.down()
	assert.Zero(t, b.board.Frames)
}

func TestAnotherRate(t *testing.T) {
	b := newBench(t, nil)
	path, data := imageOf(t, 5000)
	_, err := flash(t, "--sram", "--port", b.port, "--board", "manual", "--baud", "230400", path)
	require.NoError(t, err)
	settings, err := unix.IoctlGetTermios(int(b.tty.Fd()), unix.TCGETS)
	require.NoError(t, err)
	assert.EqualValues(t, unix.B115200, settings.Cflag&unix.CBAUD, "the program that was started has the console's")
	requireStarted(t, b, data)
	assert.EqualValues(t, 230400, b.board.Baud)
}

func TestPortsThatAreNone(t *testing.T) {
	path, _ := imageOf(t, 100)
	_, err := flash(t, "--port", "/dev/ttyNOWHERE", path)
	assert.ErrorContains(t, err, "the port /dev/ttyNOWHERE does not exist: is the board connected?")
	_, err = flash(t, "--port", "/dev/null", path)
	assert.ErrorContains(t, err, "/dev/null is not a serial port")
	_, err = flash(t, "--port", path, path)
	assert.ErrorContains(t, err, path+" is not a serial port")

	b := newBench(t, nil)
	require.NoError(t, unix.Flock(int(b.tty.Fd()), unix.LOCK_EX))
	_, err = flash(t, "--port", b.port, "--board", "manual", path)
	assert.EqualError(t, err, "the port "+b.port+" is busy: another program has it open, end that one (a terminal? a monitor?)")
}

func TestBadCommandLines(t *testing.T) {
	image, data := imageOf(t, 100)
	inFlash, err := flashimage.Encode(data)
	require.NoError(t, err)
	changed, encrypted := bytes.Clone(inFlash), bytes.Clone(inFlash)
	changed[50] ^= 1
	encrypted[0] = 1
	kfpkg, err := flashimage.EncodeKfpkg("image.bin", data)
	require.NoError(t, err)
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"no port", []string{image}, `required flag(s) "port" not set`},
		{"no image, and none of Bazel's", []string{"--port=x"}, "no image was named, and there is none of Bazel's: start this through Bazel (./bazelw run //:flash), or name one: "},
		{"two images", []string{"--port=x", image, image}, "want one image at most, not 2"},
		{"a missing image", []string{"--port=x", image + ".gone"}, "cannot read the image: "},
		{"an unknown board", []string{"--port=x", "--board=unknown", image}, `--board: no board "unknown": known are dan, `},
		{"no rate", []string{"--port=x", "--baud=0", image}, "--baud 0: want bits a second"},
		{"an empty image", []string{"--port=x", fileOf(t, nil)}, "the image is empty"},
		{"a flash image that was changed", []string{"--port=x", fileOf(t, changed)}, "wrong SHA-256: the trailer at offset 0x69 is "},
		{"one for SRAM", []string{"--port=x", "--sram", fileOf(t, changed)}, "wrong SHA-256: "},
		{"half a flash image", []string{"--port=x", fileOf(t, inFlash[:50])}, "truncated flash image: 50 bytes, and header, payload and hash have 137"},
		{"an encrypted flash image", []string{"--port=x", fileOf(t, encrypted)}, "encrypted flash image: its key is in the chip"},
		{"half a kfpkg", []string{"--port=x", fileOf(t, kfpkg[:50])}, "no kfpkg: "},
		{"an ELF file", []string{"--port=x", fileOf(t, []byte("\x7fELF"))}, "the image is an ELF file: give the flat image (.bin)"},
		{"a flash image for SRAM", []string{"--port=x", "--sram", fileOf(t, inFlash)}, "the image is a flash image, with the boot ROM's header and hash around 100 bytes: give the flat image"},
		{"a kfpkg for SRAM", []string{"--port=x", "--sram", fileOf(t, kfpkg)}, "the image is a zip file (a kfpkg?): give the flat image (.bin)"},
		{"an ELF file for SRAM", []string{"--port=x", "--sram", fileOf(t, []byte("\x7fELF"))}, "the image is an ELF file: give the flat image (.bin)"},
		{"an image over the SRAM", []string{"--port=x", fileOf(t, bytes.Repeat([]byte{0x13}, 6<<20+1))}, "the image has 6,291,457 bytes, over the 6,291,456"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := flash(t, test.args...)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestHelpSaysWhatThereIs(t *testing.T) {
	out, err := flash(t, "--help")
	require.NoError(t, err)
	assert.Contains(t, out, "without one it is //platforms/k210:image")
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
