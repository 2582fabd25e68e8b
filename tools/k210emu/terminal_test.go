// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/term"
)

func TestATerminalIsRawWhileTheGuestRunsAndCtrlCEndsIt(t *testing.T) {
	user, terminal, err := pty.Open()
	require.NoError(t, err)
	defer user.Close()
	defer terminal.Close()
	before, err := term.GetState(int(terminal.Fd()))
	require.NoError(t, err)

	// The guest says first that it is there: the terminal is raw by then.
	prompt := []uint32{echo[0], 0x03e00313, 0x00628023} // li x6, '>'; sb x6, 0(x5)
	ended := make(chan error)
	go func() {
		c := newCommand(terminal, terminal, io.Discard)
		c.SetArgs([]string{"--machine", "virt", "--bios", file(t, "fw.bin", append(prompt, echo[1:]...)...)})
		ended <- c.Execute()
	}()
	read := func(until string) {
		var seen strings.Builder
		buffer := make([]byte, 16)
		for !strings.HasSuffix(seen.String(), until) {
			n, err := user.Read(buffer)
			require.NoError(t, err)
			seen.Write(buffer[:n])
		}
	}
	read(">")
	_, err = user.WriteString("k\n")
	require.NoError(t, err)
	read("k\r\n")
	_, err = user.Write([]byte{ctrlC})
	require.NoError(t, err)
	assert.EqualError(t, <-ended, "ended by Ctrl-C")
	after, err := term.GetState(int(terminal.Fd()))
	require.NoError(t, err)
	assert.Equal(t, before, after, "the terminal is as it was")
}

func TestASignalEndsTheGuestWithAReport(t *testing.T) {
	in, typist, err := os.Pipe()
	require.NoError(t, err)
	defer in.Close()
	defer typist.Close()
	reader, out := io.Pipe()
	prompt := []uint32{echo[0], 0x00a00313, 0x00628023} // li x6, '\n'; sb x6, 0(x5)
	var messages bytes.Buffer
	ended := make(chan error)
	go func() {
		c := newCommand(in, out, &messages)
		c.SetArgs([]string{"--machine", "virt", "--bios", file(t, "fw.bin", append(prompt, echo[1:]...)...)})
		ended <- c.Execute()
	}()
	// The guest is there once it has said so, and signals are heeded then.
	_, err = io.ReadFull(reader, make([]byte, 1))
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(os.Getpid(), syscall.SIGTERM))
	assert.EqualError(t, <-ended, "ended by a signal: terminated")
	assert.Contains(t, messages.String(), "hart 0: pc 0x00000000800000")
}
