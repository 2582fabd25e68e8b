// SPDX-License-Identifier: MIT

package recording

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/task/timeline"
)

func TestParseReadsARecordingAmongOtherLines(t *testing.T) {
	log := "BugoSBI\n[timeline] begin 1000 3 7\r\n\x1b[31mnoise[timeline] 10 1 power3 run\nHello\n" +
		"[timeline] 12 1 power3 exit\n[timeline] 12 0 idle idle\n[timeline] end\n[timeline] begin 1 0 0\n[timeline] end"
	recordings, err := Parse(strings.NewReader(log))
	require.NoError(t, err)
	require.Len(t, recordings, 2)
	assert.Equal(t, &Recording{Line: 2, UnitsPerSecond: 1000, Lost: 7, Events: []Record{
		{timeline.Entry{Time: 10, PID: 1, Event: timeline.Run}, "power3", 3},
		{timeline.Entry{Time: 12, PID: 1, Event: timeline.Exit}, "power3", 5},
		{timeline.Entry{Time: 12, PID: 0, Event: timeline.Idle}, "idle", 6},
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
