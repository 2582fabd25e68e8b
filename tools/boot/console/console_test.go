// SPDX-License-Identifier: MIT

package console

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// texts makes expectations, of which those with a leading '>' are typed.
func texts(list ...string) []Expectation {
	var out []Expectation
	for _, s := range list {
		text, send := strings.CutPrefix(s, ">")
		out = append(out, Expectation{Text: text, Send: send})
	}
	return out
}

// feed writes the stream in chunks of n bytes and returns what was typed.
func feed(c *Console, stream string, n int) []string {
	typed := c.Advance()
	for i := 0; i < len(stream); i += n {
		_, _ = c.Write([]byte(stream[i:min(i+n, len(stream))]))
		typed = append(typed, c.Advance()...)
	}
	return typed
}

func TestExpectationsMatchInOrderWhateverTheChunks(t *testing.T) {
	const stream = "firmware\r\nheap_test passed!\r\nHello OS from app\r\n"
	for n := 1; n <= len(stream); n++ {
		c := New(texts("heap_test passed!\n", "Hello", "app"), []string{"panic"})
		feed(c, stream, n)
		assert.True(t, c.Done(), "chunks of %d", n)
		_, missing := c.Missing()
		assert.False(t, missing)
		_, _, bad := c.Forbidden()
		assert.False(t, bad)
	}
}

func TestOneTextDoesNotMeetTwoExpectations(t *testing.T) {
	c := New(texts("ok", "ok"), nil)
	feed(c, "ok\n", 1)
	require.False(t, c.Done())
	feed(c, "ok\n", 1)
	require.True(t, c.Done())
}

func TestMissingSaysWhatWasSeenBefore(t *testing.T) {
	c := New(texts("first", ">type", "second", "third"), nil)
	feed(c, "second first then", 3)
	m, ok := c.Missing()
	require.True(t, ok)
	assert.Equal(t, Missing{Text: "second", Position: 2, Total: 3, Previous: "first", Early: true}, m)

	c = New(texts("only"), nil)
	m, ok = c.Missing()
	require.True(t, ok)
	assert.Equal(t, Missing{Text: "only", Position: 1, Total: 1}, m)
}

func TestTypingWaitsForWhatStandsBeforeIt(t *testing.T) {
	c := New(texts(">a", ">b", "login:", ">root\r", "#", ">exit\r"), nil)
	require.Equal(t, []string{"a", "b"}, c.Advance())
	require.Empty(t, c.Advance(), "typed once only")
	assert.Equal(t, []string{"root\r"}, feed(c, "login: ", 2))
	assert.False(t, c.Done())
	assert.Equal(t, []string{"exit\r"}, feed(c, "# ", 2))
	assert.True(t, c.Done())
}

func TestForbiddenTextIsFoundAcrossChunksWithItsLine(t *testing.T) {
	const stream = "fine\r\nkernel panic: bad thing\r\nmore"
	for n := 1; n <= len(stream); n++ {
		c := New(nil, []string{"FAIL", "bad thing", "panic"})
		feed(c, stream, n)
		text, line, ok := c.Forbidden()
		require.True(t, ok, "chunks of %d", n)
		assert.Contains(t, []string{"panic", "bad thing"}, text)
		assert.Equal(t, "kernel panic: bad thing", line)
	}
}

func TestForbiddenTextThatAppearsFirstCounts(t *testing.T) {
	c := New(nil, []string{"second", "first"})
	feed(c, "first\nsecond\n", 100)
	text, line, ok := c.Forbidden()
	require.True(t, ok)
	assert.Equal(t, "first", text)
	assert.Equal(t, "first", line)
	feed(c, "second\n", 100)
	again, _, _ := c.Forbidden()
	assert.Equal(t, "first", again)
}

func TestForbiddenTextAtTheEndOfTheStream(t *testing.T) {
	c := New(nil, []string{"FAIL"})
	feed(c, "x\nit is a FAIL", 4)
	_, line, ok := c.Forbidden()
	require.True(t, ok)
	assert.Equal(t, "it is a FAIL", line)
}

func TestOnlyCRBeforeLFIsDropped(t *testing.T) {
	for n := 1; n <= 8; n++ {
		c := New(texts("a\r\n\rb\nc"), nil)
		feed(c, "a\r\r\n\rb\nc", n)
		assert.True(t, c.Done(), "chunks of %d", n)
	}
}

func TestTailIsTheLastLinesThatAreNotBlank(t *testing.T) {
	c := New(nil, nil)
	assert.Empty(t, c.Tail(3))
	feed(c, "one\r\n\r\ntwo\n   \nthree\n\nfour", 5)
	assert.Equal(t, []string{"four"}, c.Tail(1))
	assert.Equal(t, []string{"two", "three", "four"}, c.Tail(3))
	assert.Equal(t, []string{"one", "two", "three", "four"}, c.Tail(10))
}

func TestALongStreamIsSearchedOnce(t *testing.T) {
	c := New(texts("end of it"), []string{"never"})
	line := strings.Repeat("x", 1023) + "\n"
	for range 8 << 10 { // 8 MiB: takes minutes if each chunk rescans all before it
		feed(c, line, 64)
	}
	feed(c, "the end o", 1)
	feed(c, "f it", 1)
	assert.True(t, c.Done())
	assert.Equal(t, 8<<20+len("the end of it"), c.Size())
}

func FuzzChunksDoNotMatter(f *testing.F) {
	f.Add("a\r\nb\nc", "b", "c", 2)
	f.Fuzz(func(t *testing.T, stream, expect, forbid string, n int) {
		if expect == "" || forbid == "" || n < 1 {
			return
		}
		whole, parts := New(texts(expect), []string{forbid}), New(texts(expect), []string{forbid})
		feed(whole, stream, len(stream)+1)
		feed(parts, stream, n)
		require.Equal(t, whole.Done(), parts.Done())
		require.Equal(t, whole.Size(), parts.Size())
		_, _, a := whole.Forbidden()
		_, _, b := parts.Forbidden()
		require.Equal(t, a, b)
		require.Equal(t, whole.Tail(3), parts.Tail(3))
		if !strings.Contains(stream+expect, "\r") {
			require.Equal(t, strings.Contains(stream, strings.TrimPrefix(expect, ">")) || expect[0] == '>', whole.Done())
		}
	})
}
