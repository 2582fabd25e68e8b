// SPDX-License-Identifier: MIT

package consolelog_test

import (
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"bugo/tools/heapview/consolelog"
)

// log returns a dump with these lines behind the header, and a right end.
func log(header string, lines ...string) string {
	counted := header + "\n"
	text := "heapdump " + header + "\n"
	for _, line := range lines {
		counted += line + "\n"
		text += "heapdump " + line + "\n"
	}
	return text + fmt.Sprintf("heapdump end %x %x\n", len(lines), crc32.ChecksumIEEE([]byte(counted)))
}

const header = "v1 tlsf 80031230 1000"

func TestReadsADump(t *testing.T) {
	dumps, err := consolelog.Read(strings.NewReader("boot\n" + log(header, "b 10 40 33", "f 50 800", "b 860 7a0 7a0")))
	require.NoError(t, err)
	require.Equal(t, []consolelog.Dump{{
		Line:      2,
		Allocator: "tlsf",
		Start:     0x80031230,
		Size:      0x1000,
		Blocks: []consolelog.Block{
			{Offset: 0x10, Size: 0x40, Requested: 0x33},
			{Offset: 0x50, Size: 0x800, Free: true},
			{Offset: 0x860, Size: 0x7a0, Requested: 0x7a0},
		},
	}}, dumps)
}

func TestReadsWhatAConsoleMakesOfADump(t *testing.T) {
	clean := log(header, "b 10 40 33", "f 50 800")
	want, err := consolelog.Read(strings.NewReader(clean))
	require.NoError(t, err)
	for name, change := range map[string]func(string) string{
		"carriage returns": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"prefixes":         func(s string) string { return strings.ReplaceAll(s, "heapdump ", "[    1.25] hart 1: heapdump ") },
		"colours": func(s string) string {
			return strings.ReplaceAll(strings.ReplaceAll(s, "heapdump ", "\x1b[1;32mheapdump "), "\n", "\x1b[0m\n")
		},
		"other lines between": func(s string) string { return strings.ReplaceAll(s, "\n", "\ntimer tick\n\nb 1 2 3\n") },
		"no newline at the end": func(s string) string {
			return strings.TrimSuffix(s, "\n")
		},
		"talk about dumps": func(s string) string {
			return "> heapdump now\nmyheapdump v1 x\ntype heapdump for help\nheapdump\n" + s + "heapdump is done\n"
		},
	} {
		t.Run(name, func(t *testing.T) {
			dumps, err := consolelog.Read(strings.NewReader(change(clean)))
			require.NoError(t, err)
			require.Len(t, dumps, 1)
			require.Equal(t, want[0].Blocks, dumps[0].Blocks)
		})
	}
}

func TestReadsSeveralDumpsAndNone(t *testing.T) {
	dumps, err := consolelog.Read(strings.NewReader(log(header, "f 0 10") + "between\n" + log("v1 buddy 0 20")))
	require.NoError(t, err)
	require.Len(t, dumps, 2)
	require.Equal(t, 5, dumps[1].Line)
	require.Empty(t, dumps[1].Blocks)

	dumps, err = consolelog.Read(strings.NewReader("nothing here\n"))
	require.NoError(t, err)
	require.Empty(t, dumps)
}

func TestNamesTheLineAndValueThatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		log  string
		line int
		want string
	}{
		"newer version":      {"heapdump v2 tlsf 0 10\n", 1, "version v2; this reader knows v1"},
		"short header":       {"heapdump v1 tlsf 0\n", 1, "a header is"},
		"start":              {"heapdump v1 tlsf 0x10 10\n", 1, `start "0x10" is not a hexadecimal number`},
		"empty region":       {"heapdump v1 tlsf 10 0\n", 1, "a region of 0x0 bytes at 0x10 cannot be"},
		"region too large":   {"heapdump v1 tlsf 10 40000001\n", 1, "a region of 0x40000001 bytes"},
		"region wraps":       {"heapdump v1 tlsf fffffffffffffff0 20\n", 1, "cannot be"},
		"no header":          {"\nheapdump b 0 10 10\n", 2, "no header"},
		"end without header": {"heapdump end 0 0\n", 1, "no header"},
		"unknown line":       {"heapdump " + header + "\nheapdump x 1\n", 2, `not "x"`},
		"too few numbers":    {"heapdump " + header + "\nheapdump b 0 10\n", 2, "b OFFSET SIZE REQUESTED"},
		"too many numbers":   {"heapdump " + header + "\nheapdump f 0 10 10\n", 2, "f OFFSET SIZE"},
		"glued to another":   {"heapdump " + header + "\nheapdump f 0 10[ 2.1] tick\n", 2, "f OFFSET SIZE"},
		"glued number":       {"heapdump " + header + "\nheapdump f 0 10tick\n", 2, `size "10tick" is not`},
		"negative":           {"heapdump " + header + "\nheapdump f -1 10\n", 2, `offset "-1" is not`},
		"beyond 64 bits":     {"heapdump " + header + "\nheapdump f 10000000000000000 10\n", 2, "64 bits"},
		"size 0":             {"heapdump " + header + "\nheapdump f 0 0\n", 2, "size 0"},
		"overlap":            {"heapdump " + header + "\nheapdump f 0 10\nheapdump f f 10\n", 3, "0xf begins before the end of the one above it, 0x10"},
		"outside":            {"heapdump " + header + "\nheapdump f 1001 1\n", 2, "does not lie in the region of 0x1000"},
		"too long":           {"heapdump " + header + "\nheapdump f ff0 11\n", 2, "does not lie in the region"},
		"requested":          {"heapdump " + header + "\nheapdump b 0 10 11\n", 2, "less than the requested 0x11"},
		"second header":      {"heapdump " + header + "\nheapdump " + header + "\n", 2, "the one of line 1 has not ended"},
		"cut short":          {"x\nheapdump " + header + "\nheapdump f 0 10\n", 2, "has no end"},
		"damaged heap":       {"heapdump " + header + "\nheapdump damaged 10 0\n", 2, "records are damaged"},
		"lost line":          {strings.Replace(log(header, "f 0 10", "f 10 10"), "heapdump f 0 10\n", "", 1), 3, "lines are lost"},
		"changed digit":      {strings.Replace(log(header, "f 0 10", "f 10 10"), "f 10 10", "f 10 11", 1), 4, "a line is damaged"},
		"changed header":     {strings.Replace(log(header, "f 0 10"), "tlsf", "tlsg", 1), 3, "a line is damaged"},
		"short end":          {"heapdump " + header + "\nheapdump end 0\n", 2, "end COUNT CRC"},
		"endless line":       {"\n" + strings.Repeat("x", 2<<20), 2, "longer than 1048576 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := consolelog.Read(strings.NewReader(c.log))
			var failure *consolelog.Error
			require.ErrorAs(t, err, &failure)
			require.Equal(t, c.line, failure.Line)
			require.ErrorContains(t, err, fmt.Sprintf("line %d: ", c.line))
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestPassesOnWhatTheReaderSays(t *testing.T) {
	cause := errors.New("the disk is on fire")
	_, err := consolelog.Read(iotest.ErrReader(cause))
	require.ErrorIs(t, err, cause)
}
