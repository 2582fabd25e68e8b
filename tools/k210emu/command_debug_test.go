// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"debug/elf"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/pprof/profile"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
)

// echoSymbols is an ELF file that names echo, which runs on virt.
func echoSymbols(t *testing.T) string {
	return elftest.ELF{
		Entry:     0x8000_0000,
		Sections:  []elftest.Section{{Name: ".text", Addr: 0x8000_0000, Data: make([]byte, 0x34), Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR}},
		Functions: []elftest.Function{{Name: "echo", Addr: 0x8000_0000, Size: 0x34}},
	}.File(t, "echo.elf")
}

func TestTracesGoToMessagesAndFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "trace")
	out, messages, err := execute(t, "!", "--machine", "virt", "--bios", file(t, "fw.bin", echo...),
		"--symbols", echoSymbols(t), "--trace", "insn,"+path, "--trace=trap")
	assert.EqualError(t, err, "the guest ended with status 1")
	assert.Equal(t, "!", out)
	assert.Empty(t, messages, "there are no traps")
	trace, err := os.ReadFile(path)
	require.NoError(t, err)
	lines := strings.Split(string(trace), "\n")
	assert.Equal(t, "         0 hart 0 M 0x80000000 100002b7 lui t0,0x10000  # echo", lines[0])
	assert.Equal(t, "         3 hart 0 M 0x8000000c fe030ce3 beqz t1,0x80000004 <echo+0x4>  # echo+0xc", lines[3])

	_, messages, err = execute(t, "", "--machine", "virt", "--bios", file(t, "fw.bin", 0), "--trace=trap", "--limit", "2")
	assert.ErrorContains(t, err, "has run for the 2 instructions")
	assert.Contains(t, messages, "illegal instruction (2), value 0x0, at 0x80000000 -> 0x0\n")
}

func TestInstructionsAreCounted(t *testing.T) {
	run := func(arguments ...string) string {
		_, messages, err := execute(t, "ab!", append(arguments, "--machine", "virt", "--bios", file(t, "fw.bin", echo...), "--symbols", echoSymbols(t))...)
		require.EqualError(t, err, "the guest ended with status 1")
		return messages
	}
	messages := run("--count", "--statistics")
	assert.Contains(t, messages, "k210emu: 26 instructions retired")
	assert.Contains(t, messages, "26 guest instructions retired:  M 100.0%  S 0.0%  U 0.0%\n")
	assert.Contains(t, messages, "            26 100.00 100.00  M    echo\n")

	path := filepath.Join(t.TempDir(), "profile")
	assert.Empty(t, run("--count="+path))
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	p, err := profile.Parse(f)
	require.NoError(t, err)
	var total int64
	for _, s := range p.Sample {
		total += s.Value[0]
	}
	assert.Equal(t, int64(26), total)
}

func TestASnapshotGoesOnWhereItWasMade(t *testing.T) {
	firmware := file(t, "fw.bin", echo...)
	directory := t.TempDir()
	half, whole, again := filepath.Join(directory, "half"), filepath.Join(directory, "whole"), filepath.Join(directory, "again")
	out, messages, err := execute(t, "abc", "--machine", "virt", "--bios", firmware, "--limit", "8", "--save", half)
	require.NoError(t, err, "the limit is what was wanted")
	assert.Empty(t, messages)
	assert.Equal(t, "a", out)
	out, _, err = execute(t, "bc!", "--machine", "virt", "--bios", firmware, "--restore", half, "--save", again)
	assert.EqualError(t, err, "the guest ended with status 1")
	assert.Equal(t, "bc!", out)
	_, _, err = execute(t, "abc!", "--machine", "virt", "--bios", firmware, "--save", whole)
	assert.EqualError(t, err, "the guest ended with status 1")
	first, err := os.ReadFile(whole)
	require.NoError(t, err)
	second, err := os.ReadFile(again)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(first, second), "to the byte")

	_, _, err = execute(t, "", "--machine", "virt", "--bios", file(t, "other.bin", 0x6f), "--restore", half)
	assert.ErrorContains(t, err, half+": the snapshot is of another machine")
}

func TestBadDebugFlagsAreNamed(t *testing.T) {
	firmware := file(t, "fw.bin", 0x10500073)
	for want, arguments := range map[string][]string{
		"--count counts a run that goes forward: not with --gdb":          {"--gdb", "--count"},
		"--limit is for a run without a person: not with --gdb":           {"--gdb", "--limit", "3"},
		"gdb cannot be waited for at 8.8.8.8:1, which others could reach": {"--gdb=8.8.8.8:1"},
		`--trace=calls: there is no trace "calls": want insn or trap`:     {"--trace", "calls"},
		"cannot write the trace: open /nowhere/trace":                     {"--trace", "insn,/nowhere/trace"},
		"cannot write /nowhere/count":                                     {"--count=/nowhere/count"},
		"cannot write /nowhere/save":                                      {"--save=/nowhere/save", "--limit=1"},
		"cannot read the snapshot: open /nowhere/snapshot":                {"--restore", "/nowhere/snapshot"},
		"fw.bin: this is no snapshot of k210emu":                          {"--restore", firmware},
		"fw.bin is not an ELF file":                                       {"--symbols", firmware},
	} {
		_, _, err := execute(t, "", append(arguments, "--machine", "virt", "--bios", firmware)...)
		assert.ErrorContains(t, err, want)
	}
}

func TestGDBRunsTheMachine(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "gdb")
	done := make(chan error, 1)
	var out string
	go func() {
		var err error
		out, _, err = execute(t, "x!", "--machine", "virt", "--bios", file(t, "fw.bin", echo...), "--gdb="+socket)
		done <- err
	}()
	var c net.Conn
	require.Eventually(t, func() (ok bool) {
		var err error
		c, err = net.Dial("unix", socket)
		return err == nil
	}, 10*time.Second, time.Millisecond)
	defer c.Close()
	_, err := c.Write([]byte("$c#63$c#63")) // to the end, and over it
	require.NoError(t, err)
	reply, err := io.ReadAll(c)
	require.NoError(t, err)
	assert.True(t, strings.HasSuffix(string(reply), "$W01#b8"), string(reply))
	assert.EqualError(t, <-done, "the guest ended with status 1")
	assert.Equal(t, "x!", out)
}

// On a terminal, a guest that waits lets real time pass. gdb stops it in the midst of
// that.
func TestGDBStopsAGuestThatWaits(t *testing.T) {
	user, terminal, err := pty.Open()
	require.NoError(t, err)
	defer user.Close()
	defer terminal.Close()
	go func() { _, _ = io.Copy(io.Discard, user) }()
	socket := filepath.Join(t.TempDir(), "gdb")
	done := make(chan error, 1)
	go func() {
		c := newCommand(terminal, terminal, io.Discard)
		c.SetArgs([]string{"--machine", "virt", "--gdb=" + socket, "--bios", file(t, "fw.bin",
			0x020042b7, 0x05f5e337, 0x0062b023, // lui t0, mtimecmp; lui t1, 0x5f5e: 10 s; sd t1, 0(t0)
			0x08000313, 0x30431073, // li t1, 128; csrw mie, t1
			0x10500073, 0x0000006f)}) // wfi; j .
		done <- c.Execute()
	}()
	var c net.Conn
	require.Eventually(t, func() (ok bool) {
		c, err = net.Dial("unix", socket)
		return err == nil
	}, 10*time.Second, time.Millisecond)
	defer c.Close()
	began := time.Now()
	_, err = c.Write([]byte("$c#63"))
	require.NoError(t, err)
	time.Sleep(100 * time.Millisecond) // it waits by then, or is stopped before
	_, err = c.Write([]byte{3})
	require.NoError(t, err)
	const want = "+$T02thread:1;#aa"
	reply := make([]byte, len(want)-2)
	_, err = io.ReadFull(c, reply)
	require.NoError(t, err)
	assert.Equal(t, want[:len(reply)], string(reply))
	assert.Less(t, time.Since(began), 8*time.Second)
	_, err = c.Write([]byte("$k#6b"))
	require.NoError(t, err)
	assert.EqualError(t, <-done, "ended by gdb")
}
