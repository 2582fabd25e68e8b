// SPDX-License-Identifier: MIT

package transcript

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// document joins lines, in which ~~~ stands for the fence.
func document(lines ...string) string {
	return strings.ReplaceAll(strings.Join(lines, "\n"), "~~~", fence)
}

func TestConsoleBlocksAreRead(t *testing.T) {
	found, err := Parse("README.md", document(
		"# Title",
		"~~~console",
		"$ ./bazelw run //:qemu  ",
		"…",
		"",
		"Hello OS from app\r",
		"$ ./bazelw version",
		"~~~",
		"~~~text",
		"$ not a command",
		"~~~",
		"~~~",
		"$ nor this",
		"~~~",
		"  ~~~console",
		"$ true",
		"  ~~~",
	))
	require.NoError(t, err)
	assert.Equal(t, []Transcript{
		{File: "README.md", Line: 3, Command: "./bazelw run //:qemu", Output: []string{"…", "", "Hello OS from app"}},
		{File: "README.md", Line: 7, Command: "./bazelw version"},
		{File: "README.md", Line: 16, Command: "true"},
	}, found)
}

func TestBlocksThatCannotBeMeantAreRefused(t *testing.T) {
	for want, text := range map[string]string{
		"F.md:1: the block is never closed":                  document("~~~console", "$ x"),
		"F.md:2: output before the block's first command":    document("~~~console", "Hello", "$ x", "~~~"),
		"F.md:2: the console block shows no command":         document("", "~~~console", "~~~"),
		"F.md:3: output before the block's first command: s": document("", "~~~console", "$x", "~~~"),
	} {
		_, err := Parse("F.md", text)
		assert.ErrorContains(t, err, want)
	}
}

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		name   string
		want   []string
		output string
		diff   []string // nil: they agree
	}{
		{"the same", []string{"a", "b"}, "a\nb\n", nil},
		{"CR, blanks and blank lines at the end", []string{"a", "b", ""}, "a  \r\nb\r\n\r\n\n", nil},
		{"nothing and nothing", nil, "\n", nil},
		{"nothing documented", nil, "a\n", []string{"+ a"}},
		{"nothing printed", []string{"a"}, "", []string{"- a"}},
		{"any text in a line", []string{"[kernel] app_0 [0x…, 0x…)"}, "[kernel] app_0 [0x8002c018, 0x8002c938)", nil},
		{"any text, but not the rest", []string{"[0x…, 0x…)"}, "[0x1, 1)", []string{"- [0x…, 0x…)", "+ [0x1, 1)"}},
		{"any text may be empty", []string{"a…b"}, "ab", nil},
		{"parts may not overlap", []string{"aba…aba"}, "aba", []string{"- aba…aba", "+ aba"}},
		{"any text at the ends", []string{"…b…"}, "abc", nil},
		{"a part that comes twice", []string{"…ab…b"}, "xababb", nil},
		{"any lines before", []string{"…", "last"}, "1\n2\nlast", nil},
		{"any lines in between, or none", []string{"a", "…", "b", "...", "c"}, "a\nx\ny\nb\nc", nil},
		{"any lines after", []string{"a", "…"}, "a\nb\nc", nil},
		{"any lines take as many as it needs", []string{"…", "a", "b"}, "a\nx\na\nb", nil},
		{"any lines alone", []string{"…"}, "", nil},
		{"a blank line counts in the middle", []string{"a", "", "b"}, "a\nb", []string{"  a", "-", "  b"}},
		{"the wrong order", []string{"a", "b"}, "b\na", []string{"- a", "  b", "+ a"}},
		{"a missing line behind any lines", []string{"…", "passed!", "bye"}, "1\nfailed!\nbye", []string{"  …", "- passed!", "  bye"}},
		{"too many lines", []string{"a"}, "a\nb\nc", []string{"  a", "+ b", "+ c"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := Transcript{Output: test.want}
			diff := ""
			for _, line := range test.diff {
				diff += line + "\n"
			}
			assert.Equal(t, diff, tr.Compare(test.output))
		})
	}
}

func TestAnOutputWithoutEndIsCutShort(t *testing.T) {
	tr := Transcript{Output: []string{"a"}}
	diff := tr.Compare(strings.Repeat("b\n", 2*maxLines))
	assert.Contains(t, diff, "+ (and more lines)\n")
}

func FuzzCompare(f *testing.F) {
	f.Add("a\n…\nb…c", "a\n1\n2\nbxc")
	f.Fuzz(func(t *testing.T, documented, output string) {
		if len(documented)+len(output) > 200 {
			return
		}
		tr := Transcript{Output: strings.Split(documented, "\n")}
		diff := tr.Compare(output)
		// A diff says the documented lines in order, but for blank ones at the end.
		var shown []string
		for line := range strings.Lines(diff) {
			require.Contains(t, " -+\n", line[:1])
			if line[0] != '+' {
				shown = append(shown, strings.TrimSpace(line[1:]))
			}
		}
		if diff != "" {
			require.LessOrEqual(t, len(shown), len(tr.Output))
		}
		// (Blank lines at the end do not count, but before a wildcard they do.)
		blankEnd := tr.Output[len(tr.Output)-1] == ""
		tr.Output = append(tr.Output, Any)
		if diff == "" && !blankEnd {
			require.Empty(t, tr.Compare(output), "a wildcard more does no harm")
		}
	})
}
