// SPDX-License-Identifier: MIT

package console

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// line is a serial line with somebody at its other end.
type line struct {
	typed string
	shown strings.Builder
}

func (l *line) Read() (byte, bool) {
	if l.typed == "" {
		return 0, false
	}
	value := l.typed[0]
	l.typed = l.typed[1:]
	return value, true
}
func (l *line) Write(p []byte) { l.shown.Write(p) }

// typing returns a console at which text was typed.
func typing(text string) (*Console, *line) {
	l := &line{typed: text}
	c := &Console{Port: l}
	c.Poll()
	return c, l
}

// readAll reads until nothing is finished any more.
func readAll(c *Console, size int) (reads []string) {
	for {
		p := make([]byte, size)
		n, ok := c.Read(p)
		if !ok {
			return reads
		}
		reads = append(reads, string(p[:n]))
	}
}

func TestLinesAreReadAsTheyWereTyped(t *testing.T) {
	for _, test := range []struct {
		name, typed string
		want        []string
		shown       string
	}{
		{"a line", "hello\r", []string{"hello\n"}, "hello\n"},
		{"a newline does as well", "hello\n", []string{"hello\n"}, "hello\n"},
		{"two lines", "a\rb\r", []string{"a\n", "b\n"}, "a\nb\n"},
		{"an unfinished line", "hel", nil, "hel"},
		{"an empty line", "\r", []string{"\n"}, "\n"},
		{"a mistake", "hex\x7flp\x08lo\r", []string{"hello\n"}, "hex\b \blp\b \blo\n"},
		{"a mistake in another alphabet", "ча\x7fй\r", []string{"чй\n"}, "ча\b \bй\n"},
		{"another alphabet taken back", "чай\x15x\r", []string{"x\n"}, "чай" + strings.Repeat("\b \b", 3) + "x\n"},
		{"bytes of no alphabet", "\x80\x80\x7f\r", []string{"\n"}, "\x80\x80\b \b\n"},
		{"backspace at the start", "\x7fa\r", []string{"a\n"}, "a\n"},
		{"a line taken back", "wrong\x15right\r", []string{"right\n"}, "wrong" + strings.Repeat("\b \b", 5) + "right\n"},
		{"end of file", "\x04", []string{""}, ""},
		{"end of file behind a line", "a\r\x04", []string{"a\n", ""}, "a\n"},
		{"a line without its end", "prompt\x04", []string{"prompt"}, "prompt"},
		{"two pieces of a line", "pro\x04mpt\x04\r", []string{"pro", "mpt", "\n"}, "prompt\n"},
		{"end of file behind a piece of a line", "piece\x04\x04", []string{"piece", ""}, "piece"},
		{"control characters", "a\x00\x1b\x01\tb\r", []string{"a\tb\n"}, "a\tb\n"},
		{"other alphabets", "чай\r", []string{"чай\n"}, "чай\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, l := typing(test.typed)
			assert.Equal(t, test.want, readAll(c, 100))
			assert.Equal(t, test.shown, l.shown.String())
		})
	}
}

func TestAShortBufferGetsALineInPieces(t *testing.T) {
	c, _ := typing("hello\rx\r\x04")
	assert.Equal(t, []string{"hel", "lo\n", "x\n", ""}, readAll(c, 3))
	c, _ = typing("abc\x04def\r")
	assert.Equal(t, []string{"abc", "def", "\n"}, readAll(c, 3), "the end of a piece is no end of file")
}

func TestALineThatIsTooLongIsCutWithANote(t *testing.T) {
	c, l := typing(strings.Repeat("x", lineLength) + "lost\r")
	assert.Equal(t, []string{strings.Repeat("x", lineLength) + "\n"}, readAll(c, 1000))
	assert.Equal(t, strings.Repeat("x", lineLength)+"\a\a\a\a\n[kernel] console: the line was too long, bytes cut: 4\n", l.shown.String())
}

func TestLinesThatNobodyReadsAreCutWithANote(t *testing.T) {
	const each = 100
	c, l := typing(strings.Repeat(strings.Repeat("x", each-1)+"\r", 12))
	reads := readAll(c, 1000)
	require.Len(t, reads, typeAhead/each+1)
	for _, read := range reads[:typeAhead/each] {
		require.Equal(t, strings.Repeat("x", each-1)+"\n", read)
	}
	rest := typeAhead % each
	require.Equal(t, strings.Repeat("x", rest-1)+"\n", reads[typeAhead/each], "a line keeps its end")
	assert.Contains(t, l.shown.String(), "bytes cut: 76\n")
	assert.Contains(t, l.shown.String(), "bytes cut: 100\n")
	c.Port.(*line).typed = "again\r"
	require.True(t, c.Poll())
	assert.Equal(t, []string{"again\n"}, readAll(c, 1000))
}

// FuzzConsole types whatever there is: nothing is made up, and what was typed
// as a plain line arrives.
func FuzzConsole(f *testing.F) {
	f.Add("hello\rworld\x04\x15\x7f\r", 3)
	f.Add(strings.Repeat("long", 400)+"\r", 7)
	f.Fuzz(func(t *testing.T, typed string, size int) {
		if size < 1 || size > 2000 {
			return
		}
		c, l := typing(typed)
		got := strings.Join(readAll(c, size), "")
		require.LessOrEqual(t, len(got), typeAhead)
		for i := range len(got) {
			require.True(t, got[i] == '\n' || strings.IndexByte(typed, got[i]) >= 0, "%q was never typed", got[i])
		}
		l.typed = "\rplain\r"
		require.True(t, c.Poll())
		require.True(t, strings.HasSuffix(strings.Join(readAll(c, size), ""), "\nplain\n"))
	})
}
