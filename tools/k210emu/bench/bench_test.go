// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/boot/guesttest"
)

func TestMain(m *testing.M) { guesttest.Main(m) }

// fake takes the times that it is told.
type fake struct {
	label        string
	milliseconds []int // of its boots
	instructions uint64
	err          error
	booted       *[]string
}

func (f *fake) name() string { return f.label }

func (f *fake) boot(path, line string) (boot, error) {
	*f.booted = append(*f.booted, f.label+" "+path)
	b := boot{all: time.Duration(f.milliseconds[0]) * time.Millisecond, instructions: f.instructions}
	b.cpu = b.all * 9 / 10
	f.milliseconds = f.milliseconds[1:]
	if line != "" {
		b.line = b.all / 2
	}
	return b, f.err
}

func fakes(booted *[]string) *suite {
	return &suite{
		emulators: []emulator{
			&fake{label: "QEMU", milliseconds: []int{100, 10, 300, 30, 200, 20}, booted: booted},
			&fake{label: "k210emu", milliseconds: []int{400, 5, 500, 7, 800, 6}, instructions: 300_000_000, booted: booted},
		},
		image: func(k kernel) (string, error) { return k.name + ".bin", nil },
	}
}

func execute(s *suite, arguments ...string) (out string, err error) {
	var b bytes.Buffer
	c := newCommand(func() (*suite, error) { return s, nil })
	c.SetArgs(arguments)
	c.SetOut(&b)
	c.SetErr(io.Discard)
	err = c.Execute()
	return b.String(), err
}

func TestTheTableHasMediansOfInterleavedRounds(t *testing.T) {
	var booted []string
	out, err := execute(fakes(&booted), "--rounds", "3", "--kernel", "hello,gc")
	require.NoError(t, err)
	assert.Equal(t, []string{"QEMU gc.bin", "k210emu gc.bin", "QEMU hello.bin", "k210emu hello.bin"}, booted[:4])
	assert.Len(t, booted, 12)
	assert.Equal(t, ""+
		"  kernel  instructions  QEMU s  CPU s    M/s  k210emu s  CPU s    M/s  ratio\n"+
		"      gc     300000000   0.200  0.180   1667      0.500  0.450    667   2.50\n"+
		"   hello     300000000   0.020  0.018  16667      0.006  0.005  55556   0.30\n"+
		"\nFrom the start of the emulator to \"Hello OS from app\" of hello: QEMU 0.010 s; k210emu 0.003 s; medians.\n", out)
}

func TestMedianIsInTheMiddle(t *testing.T) {
	assert.Equal(t, time.Duration(5), median([]time.Duration{5}))
	assert.Equal(t, time.Duration(4), median([]time.Duration{5, 3}))
	assert.Equal(t, time.Duration(5), median([]time.Duration{9, 5, 1}))
	assert.Equal(t, time.Duration(4), median([]time.Duration{9, 5, 1, 3}))
}

func TestBadArgumentsAreNamed(t *testing.T) {
	var booted []string
	for want, arguments := range map[string][]string{
		"--rounds is 0: want 1 to 99":                                           {"--rounds", "0"},
		"--rounds is 100: want 1 to 99":                                         {"--rounds", "100"},
		`there is no kernel "linux": want one of conformance, bench, gc, hello`: {"--kernel", "gc,linux"},
		`unknown command "gc" for "bench"`:                                      {"gc"},
	} {
		_, err := execute(fakes(&booted), arguments...)
		assert.EqualError(t, err, want)
	}
	assert.Empty(t, booted)
}

func TestAFailedBootIsNamed(t *testing.T) {
	var booted []string
	s := fakes(&booted)
	s.emulators[1].(*fake).err = errors.New("the guest hangs")
	_, err := execute(s, "--kernel", "gc")
	assert.EqualError(t, err, "gc in k210emu: the guest hangs")
}

func TestWithoutBazelThereIsAHint(t *testing.T) {
	t.Setenv("FIRMWARE", "")
	_, err := fromBazel()
	assert.EqualError(t, err, "FIRMWARE is not set: start this through Bazel, ./bazelw run //tools/k210emu/bench")
}

func TestAWatchFindsTextInPieces(t *testing.T) {
	w := watch{start: time.Now(), text: []byte("from app")}
	for _, piece := range []string{"Hello fro", "m", " ap", "from ", "ap"} {
		w.see([]byte(piece))
		require.EqualError(t, w.missing(), `the console never had "from app"`)
	}
	w.see([]byte("p\nand more"))
	require.NoError(t, w.missing())
	at := w.at
	assert.NotZero(t, at)
	w.see([]byte("from app"))
	assert.Equal(t, at, w.at, "the first time counts")
}

func TestAProcessIsTimedAndItsEndLookedAt(t *testing.T) {
	b, err := runProcess(guesttest.Command(t, "print:Hello OS\n", "exit:0"), "Hello OS", time.Minute)
	require.NoError(t, err)
	assert.NotZero(t, b.line)
	assert.GreaterOrEqual(t, b.all, b.line)
	assert.NotZero(t, b.cpu)
	_, err = runProcess(guesttest.Command(t, "print:Hell\n", "exit:0"), "Hello OS", time.Minute)
	assert.EqualError(t, err, `the console never had "Hello OS"`)
	_, err = runProcess(guesttest.Command(t, "exit:3"), "", time.Minute)
	assert.EqualError(t, err, "QEMU exited with status 3")
	_, err = runProcess(guesttest.Command(t, "hang"), "", 50*time.Millisecond)
	assert.EqualError(t, err, "the guest has run for 50ms and not ended")
}

// program writes a flat image of instructions.
func program(t *testing.T, instructions ...uint32) string {
	t.Helper()
	var image []byte
	for _, bits := range instructions {
		image = append(image, byte(bits), byte(bits>>8), byte(bits>>16), byte(bits>>24))
	}
	path := filepath.Join(t.TempDir(), "program.bin")
	require.NoError(t, os.WriteFile(path, image, 0o666))
	return path
}

func TestOurEmulatorBootsAndCounts(t *testing.T) {
	const nop, wfi = 0x00000013, 0x10500073
	shutDown := []uint32{
		0x10000337,             // lui x6, 0x10000: the UART
		0x04800393, 0x00730023, // li x7, 'H'; sb x7, 0(x6)
		0x00100337,             // lui x6, 0x100: the finisher
		0x000053b7, 0x55538393, // li x7, 0x5555
		0x00732023, // sw x7, 0(x6)
	}
	e := ours{firmware: program(t, shutDown...)}
	b, err := e.boot(program(t, nop), "H")
	require.NoError(t, err)
	assert.Equal(t, uint64(len(shutDown)), b.instructions)
	assert.NotZero(t, b.line)
	assert.NotZero(t, b.cpu)
	strictly, err := ours{firmware: e.firmware, strict: true}.boot(program(t, nop), "H")
	require.NoError(t, err)
	assert.Equal(t, b.instructions, strictly.instructions)
	_, err = e.boot(program(t, nop), "X")
	assert.EqualError(t, err, `the console never had "X"`)
	_, err = ours{firmware: program(t, nop, wfi)}.boot(program(t, nop), "")
	assert.EqualError(t, err, "the guest hangs after 2 instructions")
	_, err = e.boot("no/such.bin", "")
	assert.ErrorContains(t, err, "no/such.bin")
}
