// SPDX-License-Identifier: MIT

package recording

import (
	"encoding/binary"
	"strings"
	"testing"

	"bugo/task/timeline"
)

// FuzzParse takes any log: it is refused, or what is read is in order.
func FuzzParse(f *testing.F) {
	f.Add("[timeline] begin 1000 2 0\n[timeline] 1 1 a run\n[timeline] 3 1 a exit\n[timeline] end\n")
	f.Add("[timeline] begin 1 0 18446744073709551615\r\n[timeline] end")
	f.Fuzz(func(t *testing.T, log string) {
		recordings, err := Parse(strings.NewReader(log))
		if err != nil {
			return
		}
		for _, r := range recordings {
			if r.UnitsPerSecond == 0 {
				t.Fatal("accepted a timer that stands")
			}
			line, time := r.Line, uint64(0)
			for _, e := range r.Events {
				if e.Line <= line || e.Time < time || e.Name == "" || e.Event >= timeline.Events {
					t.Fatalf("accepted %+v behind line %d, time %d", e, line, time)
				}
				line, time = e.Line, e.Time
			}
		}
	})
}

// FuzzRoundTrip records any events: what is printed is read as it was.
func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte("\x01\x02\x03\x04\x05\x06"), uint8(3), "name")
	f.Add([]byte(strings.Repeat("switches", 40)), uint8(20), "")
	f.Fuzz(func(t *testing.T, data []byte, size uint8, name string) {
		var r timeline.Ring
		r.Init(make([]timeline.Entry, size))
		time := uint64(0)
		for ; len(data) >= 4; data = data[4:] {
			time += uint64(binary.LittleEndian.Uint16(data)) << (data[2] % 32)
			r.Record(time, uint32(data[2])<<16, timeline.Event(data[3]%timeline.Events))
		}
		var text strings.Builder
		p := timeline.Printer{
			Line: func(line string) { text.WriteString("noise " + line + "\nother line\n") },
			Name: func(uint32) string { return name },
		}
		p.Print(&r, 10_000_000)
		recordings, err := Parse(strings.NewReader(text.String()))
		if err != nil || len(recordings) != 1 {
			t.Fatalf("%d recordings, error %v, in:\n%s", len(recordings), err, text.String())
		}
		got := recordings[0]
		if len(got.Events) != r.Len() || got.Lost != r.Lost() {
			t.Fatalf("%d events and %d lost, want %d and %d", len(got.Events), got.Lost, r.Len(), r.Lost())
		}
		for i, e := range got.Events {
			if e.Entry != r.At(i) {
				t.Fatalf("event %d is %+v, want %+v", i, e.Entry, r.At(i))
			}
		}
	})
}
