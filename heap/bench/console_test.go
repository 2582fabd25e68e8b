// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/heap/bench/outcome"
)

const goodLine = "bench: result 1 2 ops 3 allocs 2 frees 1 failures 0 page_failures 0 free_errors 0 corrupted 0 " +
	"first_failure 0 load 0 peak_requested 10 peak_handed_out 20 least_whole 9999 cost 150 harness 40 max_alloc 90 max_free 60"

func TestConsolesAreRead(t *testing.T) {
	lines, err := parseConsole(strings.NewReader("[bugosbi] hello\r\n" + goodLine + "\r\nnoise\nbench: done\r\n"))
	require.NoError(t, err)
	require.Equal(t, []line{{Allocator: 1, Trace: 2, Outcome: outcome.Outcome{
		Ops: 3, Allocs: 2, Frees: 1, PeakRequested: 10, PeakHandedOut: 20, LeastWhole: 9999,
		Cost: 150, Harness: 40, MaxAlloc: 90, MaxFree: 60,
	}}}, lines)
}

func TestDamagedConsolesAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ console, want string }{
		"nothing":          {"", `the guest's console ends without "bench: done"`},
		"cut off":          {goodLine + "\n", `ends without "bench: done"`},
		"a figure less":    {strings.TrimSuffix(goodLine, " max_free 60"), "line 1: max_free is missing"},
		"a name alone":     {strings.TrimSuffix(goodLine, " 60"), "line 1: max_free is missing"},
		"another name":     {strings.Replace(goodLine, "load", "lord", 1), `line 1: "lord" stands where load should`},
		"no number":        {strings.Replace(goodLine, "150", "15O", 1), `line 1: cost "15O" is no number`},
		"negative":         {strings.Replace(goodLine, "150", "-1", 1), `line 1: cost "-1" is no number`},
		"no allocator":     {"bench: result", `ends without "bench: done"`},
		"a huge allocator": {strings.Replace(goodLine, "result 1", "result 64", 1), `the allocator's number "64" is no number up to 63`},
		"something more":   {goodLine + " 7", `line 1: "7" is too much`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parseConsole(strings.NewReader(c.console))
			require.ErrorContains(t, err, c.want)
		})
	}
}

// FuzzConsole reads any console: what is understood can be written and read
// again.
func FuzzConsole(f *testing.F) {
	f.Add("[bugosbi] hello\r\n" + goodLine + "\r\nbench: done\r\n")
	f.Add(goodLine + " 7\nbench: done")
	f.Add("bench: result 1 2 ops\nbench: done")
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := parseConsole(strings.NewReader(text))
		if err != nil {
			return
		}
		var again strings.Builder
		for _, l := range lines {
			fmt.Fprintf(&again, "%s %d %d", outcome.Prefix, l.Allocator, l.Trace)
			l.Each(func(name string, figure *uint64) { fmt.Fprintf(&again, " %s %d", name, *figure) })
			again.WriteString("\n")
		}
		reread, err := parseConsole(strings.NewReader(again.String() + outcome.Done))
		require.NoError(t, err)
		require.Equal(t, lines, reread)
	})
}
