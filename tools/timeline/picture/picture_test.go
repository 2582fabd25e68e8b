// SPDX-License-Identifier: MIT

package picture

import (
	"bytes"
	"encoding/xml"
	"flag"
	"image/png"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/task/timeline"
	"bugo/task/timeline/recording"
	"bugo/tools/timeline/lanes"
)

var update = flag.Bool("update", false, "write testdata/small.svg anew")

// small is the chart of testdata/small.log.
func small(t *testing.T) *lanes.Chart {
	t.Helper()
	log, err := os.Open("testdata/small.log")
	require.NoError(t, err)
	defer log.Close()
	recordings, err := recording.Parse(log)
	require.NoError(t, err)
	chart, err := lanes.Build(recordings[0])
	require.NoError(t, err)
	return chart
}

func svg(t *testing.T, c *lanes.Chart, colours Theme) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, WriteSVG(&out, c, "small <&>", 800, colours))
	return out.Bytes()
}

func TestSVGOfASmallLog(t *testing.T) {
	const golden = "testdata/small.svg"
	got := svg(t, small(t), Auto)
	if *update {
		require.NoError(t, os.WriteFile(golden, got, 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	if !bytes.Equal(want, got) {
		t.Fatalf("the picture is not %s. If it is right, look at it and say:\ngo test ./tools/timeline/picture -update", golden)
	}
}

func TestSVGIsWellFormedAndSaysWhatIsDrawn(t *testing.T) {
	type picture struct {
		Width  float64  `xml:"width,attr"`
		Height float64  `xml:"height,attr"`
		Title  string   `xml:"title"`
		Style  string   `xml:"style"`
		Texts  []string `xml:"text"`
		Paths  []struct {
			Hint string `xml:"title"`
		} `xml:"path"`
	}
	var drawn picture
	for colours, media := range map[Theme]bool{Auto: true, Light: false, Dark: false} {
		drawn = picture{}
		require.NoError(t, xml.Unmarshal(svg(t, small(t), colours), &drawn))
		assert.Equal(t, media, bytes.Contains([]byte(drawn.Style), []byte("prefers-color-scheme: dark")))
	}
	assert.Equal(t, 800.0, drawn.Width)
	assert.Equal(t, "small <&>", drawn.Title)
	for _, want := range []string{
		"0 ms to 25.00 ms of a recording of 16 events; 3 older ones are lost",
		"power3", "PID 1", "10.93 ms · 43.7 %", "2 pre-empted, 1 exited",
		"<yield>", "bad_load", "1 killed", "idle", "no task ready", "ready, but another runs",
	} {
		assert.Contains(t, drawn.Texts, want)
	}
	var hints []string
	for _, p := range drawn.Paths {
		if p.Hint != "" {
			hints = append(hints, p.Hint)
		}
	}
	assert.Equal(t, []string{"power3: 10.93 ms · 43.7 %", "sleep: 1.960 ms · 7.8 %", "<yield>: 3.940 ms · 15.8 %", "bad_load: 2.960 ms · 11.8 %", "idle: 4.990 ms · 20.0 %"}, hints)
}

func TestPNGHasTheSameSizeAndTheThemesColours(t *testing.T) {
	s, err := layout(small(t), "small", 800)
	require.NoError(t, err)
	for colours, theme := range map[Theme]*theme{Auto: light, Light: light, Dark: dark} {
		var out bytes.Buffer
		require.NoError(t, WritePNG(&out, small(t), "small", 800, colours))
		picture, err := png.Decode(&out)
		require.NoError(t, err)
		assert.Equal(t, 800, picture.Bounds().Dx())
		assert.InDelta(t, s.height, picture.Bounds().Dy(), 1)
		pixels := map[any]int{}
		for y := range picture.Bounds().Dy() {
			for x := range picture.Bounds().Dx() {
				pixels[picture.At(x, y)]++
			}
		}
		for _, role := range []role{page, panel, border, faint, waiting, idling, barOf(0, 4), barOf(3, 4), markOf(timeline.Killed)} {
			assert.Positive(t, pixels[theme[role]], role)
		}
	}
}

// periodic returns a lane of runs, each of which fills a part of its period.
func periodic(n int, part float64) *lanes.Lane {
	lane := &lanes.Lane{Name: "dense"}
	for i := range n {
		lane.Runs = append(lane.Runs, lanes.Span{From: float64(i), To: float64(i) + part})
		lane.Marks = append(lane.Marks, lanes.Mark{At: float64(i) + part, Event: timeline.Preempt})
	}
	return lane
}

func TestBarsThinnerThanAPixelCoverWhatTheyRan(t *testing.T) {
	p := &plot{left: 100, width: 500, to: 5000}
	area := 0.0
	for _, b := range bar(periodic(5000, 0.25).Runs, p, 0) {
		area += b[1].x - b[0].x
	}
	assert.InDelta(t, 125, area, 0.01, "a quarter of 500 pixels")

	alone := bar([]lanes.Span{{From: 1000, To: 1000.001}}, p, 0)
	assert.InDelta(t, thinnest, alone[0][1].x-alone[0][0].x, 1e-6, "one that stands alone is seen")
}

func TestMarksThatHaveNoRoomAreCounted(t *testing.T) {
	for _, test := range []struct {
		runs, shown int // an exit comes last
	}{
		{100, 100}, // the one before the exit gives way to it
		{190, 96},  // every other
		{300, 1},   // would be every third: none but the exit
	} {
		lane := periodic(test.runs, 0.5)
		end := float64(test.runs)
		lane.Marks = append(lane.Marks, lanes.Mark{At: end, Event: timeline.Exit})
		c := &lanes.Chart{To: end, Lanes: []*lanes.Lane{lane}}
		s := &scene{}
		hidden := s.lane(c, lane, &plot{left: 100, width: 900, to: end}, 0, firstBar)
		drawn := map[role]int{}
		for _, shape := range s.shapes {
			drawn[shape.colour]++
		}
		assert.Equal(t, test.runs, drawn[markOf(timeline.Preempt)]+hidden)
		assert.Equal(t, test.shown, drawn[markOf(timeline.Preempt)]+1)
		assert.Equal(t, 1, drawn[markOf(timeline.Exit)], "an end is always shown")
	}
}

func TestLanesShareTheColoursFromTopToBottom(t *testing.T) {
	for n := 2; n < 30; n++ {
		assert.Equal(t, firstBar, barOf(0, n))
		assert.Equal(t, firstBar+bars-1, barOf(n-1, n))
		for i := 1; i < n; i++ {
			assert.GreaterOrEqual(t, barOf(i, n), barOf(i-1, n))
		}
	}
	assert.Less(t, barOf(0, 1), firstMark)
}

func TestARecordingOfOneMomentIsDrawn(t *testing.T) {
	chart, err := lanes.Build(&recording.Recording{UnitsPerSecond: 1, Events: []recording.Record{
		{Entry: timeline.Entry{Time: 7, PID: 1, Event: timeline.Run}, Name: "a"},
		{Entry: timeline.Entry{Time: 7, PID: 1, Event: timeline.Exit}, Name: "a"},
	}})
	require.NoError(t, err)
	assert.NotContains(t, string(svg(t, chart, Auto)), "NaN")
}

func TestMillisecondsHaveFourDigits(t *testing.T) {
	for ms, want := range map[float64]string{0: "0 ms", 0.1234: "0.123 ms", 1: "1.000 ms", 12.345: "12.35 ms", 671.49: "671.5 ms", 12345.6: "12346 ms"} {
		assert.Equal(t, want, Milliseconds(ms))
	}
}

func TestThemesHaveNames(t *testing.T) {
	for _, name := range []string{"auto", "light", "dark"} {
		var theme Theme
		require.NoError(t, theme.Set(name))
		assert.Equal(t, name, theme.String())
	}
	assert.EqualError(t, new(Theme).Set("grey"), `"grey" is none of auto, light and dark`)
	for _, theme := range []*theme{light, dark} {
		for _, m := range meanings {
			assert.NotZero(t, theme[markOf(m.event)].A, m.words)
			assert.NotEmpty(t, glyph(m.event, 0, 0), m.words)
		}
	}
}
