// SPDX-License-Identifier: MIT

package guest

import (
	"io"
	"net"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
)

// dump is what QEMU 7.2 prints for a machine of two harts, in part.
const dump = `info registers -a
CPU#0
 V      =   0
 pc       0000000080020018
 mhartid  0000000000000000
 mstatus  0000000a00000080
 mepc     0000000080000104
 sepc     0000000080020010
 mcause   8000000000000007
 scause   000000000000000d
 stval    0000000000000008
 mtval    0000000000000000
 x0/zero  0000000000000000 x1/ra    0000000080020030 x2/sp    0000000080030000 x3/gp    0000000000000000

CPU#1
 V      =   0
 pc       0000000000001000
 mepc     0000000000000000
(qemu) `

func kernelELF() elftest.ELF {
	return elftest.ELF{
		Entry:     0x80020000,
		Sections:  []elftest.Section{{Name: ".text", Addr: 0x80020000, Data: make([]byte, 64)}},
		Functions: []elftest.Function{{Name: "bugo/kernel.run", Addr: 0x80020010, Size: 0x20}},
	}
}

// fakeQEMU answers on the monitor's socket as QEMU does, once.
func fakeQEMU(t *testing.T, m *Monitor, answer string) {
	t.Helper()
	listener, err := net.Listen("unix", m.socket())
	require.NoError(t, err)
	done := make(chan struct{})
	t.Cleanup(func() { _ = listener.Close(); <-done })
	go func() {
		defer close(done)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "QEMU 7.2.22 monitor - type 'help' for more information\r\n(qemu) ")
		buffer := make([]byte, 100)
		n, _ := conn.Read(buffer)
		assert.Equal(t, "info registers -a\n", string(buffer[:n]))
		_, _ = io.WriteString(conn, answer)
	}()
}

func TestInspectSaysWhereEveryHartIs(t *testing.T) {
	m, err := NewMonitor([]string{kernelELF().File(t, "kernel.elf"), "missing.elf"})
	require.NoError(t, err)
	defer m.Close()
	fakeQEMU(t, m, dump)
	assert.Equal(t, []string{
		"hart 0: pc 0x80020018 bugo/kernel.run+0x8; last M-mode trap: mcause 0x8000000000000007 at 0x80000104, mtval 0x0; last S-mode trap: scause 0xd at 0x80020010 bugo/kernel.run+0x0, stval 0x8",
		"hart 1: pc 0x1000",
	}, m.Inspect())
}

func TestInspectIsSilentWhereQEMUDoesNotAnswer(t *testing.T) {
	m, err := NewMonitor(nil)
	require.NoError(t, err)
	assert.Empty(t, m.Inspect(), "nobody listens")

	fakeQEMU(t, m, "unknown command")
	assert.Empty(t, m.Inspect(), "the connection ends early")
	require.NoError(t, m.Close())
	assert.NoDirExists(t, m.dir)

	m, err = NewMonitor(nil)
	require.NoError(t, err)
	defer m.Close()
	fakeQEMU(t, m, "\r\nunknown command: 'info registers'\r\n(qemu) ")
	assert.Empty(t, m.Inspect(), "no registers in the answer")
}

func TestMonitorSocketFitsTheKernelsLimit(t *testing.T) {
	m, err := NewMonitor(nil)
	require.NoError(t, err)
	defer m.Close()
	assert.Less(t, len(m.socket()), 108, "sun_path, unix(7)")
	assert.Equal(t, []string{"-monitor", "unix:" + m.socket() + ",server=on,wait=off"}, m.Arguments())
	info, err := os.Stat(m.dir)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), info.Mode().Perm(), "QEMU's monitor is for this user alone")
}
