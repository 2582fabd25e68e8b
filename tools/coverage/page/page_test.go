// SPDX-License-Identifier: MIT

package page

import (
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/coverage/lcov"
	"bugo/tools/coverage/summary"
)

var update = flag.Bool("update", false, "write testdata/small.html anew")

// small is the page of two packages, of which one has too little, and one has a
// file that cannot be read.
func small(t *testing.T) string {
	report := lcov.Report{
		"heap/bump.go": {
			Host:  lcov.Lines{3: 1234, 4: 0, 5: 0, 6: 1},
			Guest: lcov.Lines{3: 1, 5: 1, 7: 1},
		},
		"trap/entry_riscv64.s": {Guest: lcov.Lines{1: 1}},
		"trap/gone.go":         {Host: lcov.Lines{1: 1, 2: 1}},
	}
	sources := map[string]string{
		"heap/bump.go":         "package heap\n\nfunc f(a, b int) bool {\n\tpanic(`</pre>`)\n\treturn a < b && true\n}\n// the end\n",
		"trap/entry_riscv64.s": "TEXT ·entry(SB), $0\n",
	}
	s, err := summary.Of(report, []summary.Threshold{{Package: "heap", Percent: 90}, {Package: "trap", Percent: 90}})
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, Write(&b, report, s, func(path string) (io.ReadCloser, error) {
		text, ok := sources[path]
		if !ok {
			return nil, errors.New("it is gone")
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}))
	return b.String()
}

// withoutStyle leaves out what is the same in every page.
func withoutStyle(t *testing.T, page string) string {
	before, rest, ok := strings.Cut(page, "<style>")
	require.True(t, ok)
	style, after, ok := strings.Cut(rest, "</style>")
	require.True(t, ok)
	want, err := assets.ReadFile("assets/page.css")
	require.NoError(t, err)
	assert.Equal(t, "\n"+string(want), style)
	return before + after
}

func TestThePageIsAsItWas(t *testing.T) {
	const golden = "testdata/small.html"
	got := withoutStyle(t, small(t))
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	if string(want) != got {
		t.Fatalf("the page is not %s. If it is right, look at it and say:\ngo test ./tools/coverage/page -update\n%s", golden, got)
	}
}

func TestEachLineTellsWhoHasRunIt(t *testing.T) {
	page := small(t)
	for _, want := range []string{
		`<span>package heap</span>`, // it cannot run
		`<span class="b" data-n="1k">func f(a, b int) bool {</span>`,
		"<span class=\"m\">\tpanic(`&lt;/pre&gt;`)</span>",
		"<span class=\"g\">\treturn a &lt; b &amp;&amp; true</span>",
		`<span class="h" data-n="1">}</span>`,
		`<span>// the end</span>`, // the host says that it cannot run
		`<span class="g">TEXT ·entry(SB), $0</span>`,
	} {
		assert.Contains(t, page, want)
	}
	assert.Equal(t, 2, strings.Count(page, "<article"), "gone.go has no lines to show")
	assert.NotContains(t, page, "http", "it needs no network")
	assert.NotContains(t, page, "<script")
	assert.Contains(t, page, "prefers-color-scheme: dark")
}

func TestCountsAreShort(t *testing.T) {
	for n, want := range map[uint64]string{1: "1", 999: "999", 1000: "1k", 999_999: "999k", 5e6: "5M", 1 << 63: "many"} {
		assert.Equal(t, want, short(n))
	}
}

func TestColoursFollowThePercentage(t *testing.T) {
	for want, c := range map[string]summary.Count{"good": {Ran: 9, All: 10}, "fair": {Ran: 7, All: 10}, "poor": {Ran: 69, All: 100}} {
		assert.Equal(t, want, level(c))
	}
}
