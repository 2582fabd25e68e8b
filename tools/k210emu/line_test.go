// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210/isp"
	"bugo/tools/flash/serialport"
)

// program is what the boot ROM is made to start: it sends an A, and halts with a
// success.
var program = []byte{
	0x73, 0x10, 0x40, 0x30, // csrw mie, x0
	0x73, 0x23, 0x40, 0xf1, // csrr x6, mhartid
	0x63, 0x18, 0x03, 0x00, // bnez x6, +16
	0xb7, 0x02, 0x00, 0x38, // lui x5, UARTHS
	0x13, 0x03, 0x10, 0x04, // li x6, 'A'
	0x23, 0xa0, 0x62, 0x00, // sw x6, 0(x5)
	0x73, 0x00, 0x50, 0x10, // wfi
	0x6f, 0xf0, 0xdf, 0xff, // j -4
}

// requests are the ROM's for it: greeting, memory write, boot.
func requests() (line []byte) {
	const base = 0x8000_0000
	for _, r := range []isp.Request{
		{Op: isp.OpGreet},
		{Op: isp.OpMemoryWrite, Address: base, Length: uint32(len(program)), Data: program},
		{Op: isp.OpMemoryBoot, Address: base},
	} {
		line = isp.AppendFrame(line, r.AppendBody(nil))
	}
	return line
}

func TestTheBootROMStartsAProgramOverAPseudoTerminal(t *testing.T) {
	messages, told := io.Pipe()
	c := newCommand(os.Stdin, io.Discard, told)
	c.SetArgs([]string{"--isp", "--serial", "pty"})
	ended := make(chan error)
	go func() { ended <- c.Execute() }()

	text := make([]byte, 256)
	n, err := messages.Read(text)
	require.NoError(t, err)
	name, ok := strings.CutPrefix(strings.TrimSpace(string(text[:n])), "k210emu: the serial line is ")
	require.True(t, ok, "%q", text[:n])
	port, err := serialport.Open(name, 115200)
	require.NoError(t, err)
	defer port.Close()

	_, err = port.Write(requests())
	require.NoError(t, err)
	var got []byte
	for !bytes.HasSuffix(got, []byte("A")) {
		n, err := port.Read(text)
		require.NoError(t, err)
		got = append(got, text[:n]...)
	}
	assert.Equal(t, "\xc0\xc2\xe0\xc0\xc0\xc3\xe0\xc0A", string(got))
	require.NoError(t, <-ended)
}

func TestWhatTheSerialLineCanBe(t *testing.T) {
	_, _, err := execute(t, "", "--isp", "--serial", "tty")
	assert.EqualError(t, err, "--serial tty: want stdio or pty")
}
