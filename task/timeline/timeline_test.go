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
	assert.Equal(t, "ready, run, preempt, yield, sleep, wait, exit, killed, idle", EventWords())
	_, ok := ParseEvent("unknown")
	assert.False(t, ok)
}
