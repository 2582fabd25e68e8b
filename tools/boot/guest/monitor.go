// SPDX-License-Identifier: MIT

package guest

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// monitorTimeout bounds the conversation with QEMU's monitor.
const monitorTimeout = 2 * time.Second

// A Monitor asks QEMU through its human monitor, on a socket, where the harts
// are. It is only connected when a guest hangs.
type Monitor struct {
	dir      string
	programs []string // linked programs that may explain an address
}

// NewMonitor makes the directory of the socket. programs are paths of ELF
// files; they are read only when needed.
func NewMonitor(programs []string) (*Monitor, error) {
	// Not in TEST_TMPDIR: a socket's path may have 107 bytes only (unix(7)).
	dir, err := os.MkdirTemp("", "boot-")
	if err != nil {
		return nil, fmt.Errorf("cannot make a directory for QEMU's monitor: %w", err)
	}
	return &Monitor{dir: dir, programs: programs}, nil
}

// Close removes the socket.
func (m *Monitor) Close() error { return os.RemoveAll(m.dir) }

// Arguments are what makes QEMU listen.
func (m *Monitor) Arguments() []string {
	return []string{"-monitor", "unix:" + m.socket() + ",server=on,wait=off"}
}

func (m *Monitor) socket() string { return filepath.Join(m.dir, "monitor") }

// Inspect returns a line for each hart: where it is, and its last trap. It
// returns nothing where QEMU does not answer: the hang itself is the error.
func (m *Monitor) Inspect() []string {
	registers, err := m.ask("info registers -a")
	if err != nil {
		return nil
	}
	return describe(parseRegisters(registers), m.programs)
}

// ask sends one command and returns all that QEMU prints until its next prompt.
func (m *Monitor) ask(command string) (string, error) {
	const prompt = "(qemu) "
	conn, err := net.DialTimeout("unix", m.socket(), monitorTimeout)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(monitorTimeout)); err != nil {
		return "", err
	}
	if _, err := readUntil(conn, prompt); err != nil {
		return "", err
	}
	if _, err := fmt.Fprintf(conn, "%s\n", command); err != nil {
		return "", err
	}
	return readUntil(conn, "\n"+prompt)
}

func readUntil(conn net.Conn, end string) (string, error) {
	var text []byte
	buffer := make([]byte, 4096)
	for !strings.HasSuffix(string(text), end) {
		n, err := conn.Read(buffer)
		text = append(text, buffer[:n]...)
		if err != nil {
			return "", err
		}
	}
	return string(text), nil
}

var (
	hartLine     = regexp.MustCompile(`(?m)^CPU#(\d+)`)
	registerLine = regexp.MustCompile(`(?m)^ *([a-z][a-z0-9]*) +([0-9a-f]{16})\s*$`)
)

// parseRegisters reads what "info registers -a" prints: for each hart a line
// CPU#N, then one CSR or pc per line (the 32 integer registers stand four in a
// line and are skipped).
func parseRegisters(text string) []hart {
	var harts []hart
	starts := hartLine.FindAllStringSubmatchIndex(text, -1)
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		number, err := strconv.Atoi(text[at[2]:at[3]])
		if err != nil {
			continue
		}
		h := hart{number: number, registers: make(map[string]uint64)}
		for _, match := range registerLine.FindAllStringSubmatch(text[at[1]:end], -1) {
			h.set(match[1], match[2])
		}
		if _, ok := h.registers["pc"]; ok {
			harts = append(harts, h)
		}
	}
	return harts
}
