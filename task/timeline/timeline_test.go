// SPDX-License-Identifier: MIT

package timeline

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var names = map[uint32]string{1: "power3", 2: "has space\x80", 3: strings.Repeat("n", 40)}

func printed(r *Ring, unitsPerSecond uint64) string {
	var text strings.Builder
	p := Printer{
		Line: func(line string) { text.WriteString(line + "\n") },
		Name: func(pid uint32) string { return names[pid] },
	}
	p.Print(r, unitsPerSecond)
	return text.String()
}

func TestPrinterWritesTheRingOldestFirst(t *testing.T) {
	var r Ring
	r.Init(make([]Entry, 4))
	r.Record(5, 9, Ready)
	r.Record(10, 1, Run)
	r.Record(20, 1, Sleep)
	r.Record(20, 0, Idle)
	assert.Equal(t, ""+
		"[timeline] begin 10000000 4 0\n"+
		"[timeline] 5 9 ? ready\n"+
		"[timeline] 10 1 power3 run\n"+
		"[timeline] 20 1 power3 sleep\n"+
		"[timeline] 20 0 idle idle\n"+
		"[timeline] end\n", printed(&r, 10_000_000))

	r.Record(1<<64-1, 2, Killed)
	r.Record(1<<64-1, 3, Exit)
	assert.Equal(t, ""+
		"[timeline] begin 18446744073709551615 4 2\n"+
		"[timeline] 20 1 power3 sleep\n"+
		"[timeline] 20 0 idle idle\n"+
		"[timeline] 18446744073709551615 2 has-space- killed\n"+
		"[timeline] 18446744073709551615 3 nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn exit\n"+
		"[timeline] end\n", printed(&r, 1<<64-1))
}

func TestRingKeepsTheNewestAndCountsTheLost(t *testing.T) {
	for _, size := range []int{0, 1, 2, 3, 7} {
		var r Ring
		r.Init(make([]Entry, size))
		for n := range 20 {
			require.Equal(t, min(n, size), r.Len())
			require.Equal(t, uint64(max(n-size, 0)), r.Lost())
			for i := range r.Len() {
				require.Equal(t, uint64(n-r.Len()+i), r.At(i).Time, "size %d, %d recorded, event %d", size, n, i)
			}
			r.Record(uint64(n), 1, Run)
		}
	}
}

func TestRingWithoutMemoryOnlyCounts(t *testing.T) {
	var r Ring
	r.Record(1, 1, Run)
	assert.Zero(t, r.Len())
	assert.Equal(t, uint64(1), r.Lost())
}

func TestRecordAndPrintAllocateNothing(t *testing.T) {
	var r Ring
	r.Init(make([]Entry, 64))
	lines := 0
	p := Printer{Line: func(string) { lines++ }, Name: func(pid uint32) string { return names[pid] }}
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		for i := range uint64(100) {
			r.Record(i, 1, Preempt)
		}
		p.Print(&r, 1000)
	}))
	assert.Equal(t, 11*66, lines)
}

func TestEventsHaveTheirOwnWords(t *testing.T) {
	for e := range Event(Events) {
		back, ok := ParseEvent(e.String())
		assert.True(t, ok)
		assert.Equal(t, e, back)
		assert.Equal(t, e != Ready && e != Run && e != Idle, e.Stops(), e)
	}
	assert.Equal(t, "unknown", Event(Events).String())
	_, ok := ParseEvent("unknown")
	assert.False(t, ok)
}

func TestParseReadsARecordingAmongOtherLines(t *testing.T) {
	log := "BugoSBI\n[timeline] begin 1000 3 7\r\n\x1b[31mnoise[timeline] 10 1 power3 run\nHello\n" +
		"[timeline] 12 1 power3 exit\n[timeline] 12 0 idle idle\n[timeline] end\n[timeline] begin 1 0 0\n[timeline] end"
	recordings, err := Parse(strings.NewReader(log))
	require.NoError(t, err)
	require.Len(t, recordings, 2)
	assert.Equal(t, &Recording{Line: 2, UnitsPerSecond: 1000, Lost: 7, Events: []Record{
		{Entry{10, 1, Run}, "power3", 3},
		{Entry{12, 1, Exit}, "power3", 5},
		{Entry{12, 0, Idle}, "idle", 6},
	}}, recordings[0])
	assert.Equal(t, &Recording{Line: 8, UnitsPerSecond: 1}, recordings[1])
}

func TestParseNamesTheLineThatIsWrong(t *testing.T) {
	const begin = "[timeline] begin 1000 1 0\n"
	for name, test := range map[string]struct{ log, want string }{
		"no header":       {"x\n[timeline] 1 1 a run\n", `line 2: no header ([timeline] begin ...) stands before this line: "[timeline] 1 1 a run"`},
		"short header":    {"[timeline] begin 1000 1\n", `line 1: a header is "[timeline] begin UNITS_PER_SECOND COUNT LOST": "[timeline] begin 1000 1"`},
		"bad frequency":   {"[timeline] begin 10MHz 1 0\n", `line 1: units per second "10MHz" is not a decimal number of 64 bits`},
		"no frequency":    {"[timeline] begin 0 1 0\n", "line 1: a timer of 0 units per second cannot be: want 1 to 1000000000000"},
		"bad count":       {"[timeline] begin 1000 -1 0\n", `line 1: count "-1" is not a decimal number of 64 bits`},
		"bad loss":        {"[timeline] begin 1000 1 x\n", `line 1: number of lost events "x" is not`},
		"bad time":        {begin + "[timeline] 0x10 1 a run\n", `line 2: time "0x10" is not a decimal number of 64 bits: "[timeline] 0x10 1 a run"`},
		"bad pid":         {begin + "[timeline] 1 4294967296 a run\n", `line 2: PID "4294967296" is not a decimal number of 32 bits`},
		"no name":         {begin + "[timeline] 1 1  run\n", "line 2: the name is empty"},
		"unknown event":   {begin + "[timeline] 1 1 a runs\n", `line 2: event "runs" is none of ready, run, preempt,`},
		"a word too many": {begin + "[timeline] 1 1 a b run\n", `line 2: an event is "[timeline] TIME PID NAME EVENT"`},
		"time runs back":  {begin + "[timeline] 5 1 a run\n[timeline] 4 1 a exit\n", "line 3: time 4 lies before that of the event above it, 5"},
		"too few":         {begin + "[timeline] end\n", `line 2: the recording has 1 events by its header, but the log has 0 of them: lines are missing or added: "[timeline] end"`},
		"end with more":   {begin + "[timeline] 1 1 a run\n[timeline] end 1\n", `line 3: an end is "[timeline] end"`},
		"cut short":       {"\n" + begin + "[timeline] 1 1 a run\n", `line 2: this recording has no end: the log is cut short: "[timeline] begin 1000 1 0"`},
		"begins twice":    {begin + begin, "line 2: a recording begins, but the one of line 1 has not ended"},
		"endless line":    {"\n" + strings.Repeat("a", longestLine+1), "line 2: the line is longer than 1048576 bytes"},
		"long line":       {begin + "[timeline] " + strings.Repeat("9", 100), "9...\""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse(strings.NewReader(test.log))
			var wrong *ParseError
			require.ErrorAs(t, err, &wrong)
			assert.ErrorContains(t, err, test.want)
			assert.NotContains(t, err.Error(), "\n", "one line")
		})
	}
}
