// SPDX-License-Identifier: MIT

package lcov

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func read(t testing.TB, text string) Report {
	r := Report{}
	require.NoError(t, r.Read(strings.NewReader(text)))
	return r
}

func write(t testing.TB, r Report) string {
	var b strings.Builder
	require.NoError(t, r.Write(&b))
	return b.String()
}

const (
	ofHost = "TN:\nSF:heap/bump.go\nDA:10,2\nDA:11,0\nLH:1\nLF:2\nend_of_record\n"
	// Line 9 is where the function begins: the guest has an instruction for it.
	ofGuest = "TN:guest\nSF:heap/bump.go\nDA:9,1\nDA:11,1\nLH:2\nLF:2\nend_of_record\n"
)

func TestHostAndGuestAreKeptApartAndWrittenAsRead(t *testing.T) {
	r := read(t, ofHost+ofGuest)
	assert.Equal(t, &File{Host: Lines{10: 2, 11: 0}, Guest: Lines{9: 1, 11: 1}}, r["heap/bump.go"])
	assert.Equal(t, ofHost+ofGuest, write(t, r))
}

func TestWhatTheHostKnowsSaysWhichLinesCount(t *testing.T) {
	r := read(t, ofHost+ofGuest)
	assert.Equal(t, Lines{10: 2, 11: 1}, r["heap/bump.go"].Merged())
	r.Settle()
	assert.Equal(t, Lines{11: 1}, r["heap/bump.go"].Guest, "nobody who adds up the records counts line 9")
	assert.Equal(t, Lines{10: 2, 11: 1}, r["heap/bump.go"].Merged())

	r = read(t, ofGuest)
	assert.Equal(t, Lines{9: 1, 11: 1}, r["heap/bump.go"].Merged(), "no host test compiles it")
	r.Settle()
	assert.Equal(t, Lines{9: 1, 11: 1}, r["heap/bump.go"].Merged())
}

func TestReportsAreAddedUp(t *testing.T) {
	a := read(t, ofHost)
	a.Merge(read(t, ofHost+ofGuest))
	a.Merge(read(t, "SF:task/table.go\nDA:1,1\nend_of_record\n"))
	assert.Equal(t, []string{"heap/bump.go", "task/table.go"}, a.Paths())
	assert.Equal(t, &File{Host: Lines{10: 4, 11: 0}, Guest: Lines{9: 1, 11: 1}}, a["heap/bump.go"])
	ran, all := a["heap/bump.go"].Host.Figures()
	assert.Equal(t, []int{1, 2}, []int{ran, all})
}

func TestCountsDoNotOverflow(t *testing.T) {
	l := Lines{1: math.MaxUint64 - 1}
	l.Add(Lines{1: 5})
	assert.Equal(t, Lines{1: math.MaxUint64}, l)
}

func TestWhatOthersWriteIsRead(t *testing.T) {
	r := read(t, "# made by hand\r\n\r\nTN:some_test\r\nSF:a.go\r\nVER:1\nFN:3,f\nFNDA:1,f\nFNF:1\nFNH:1\n"+
		"BRDA:3,0,0,-\nBRF:1\nBRH:0\nDA:3,1,Zm9v\nDA:3,1\nLF:1\nLH:1\nend_of_record\n"+
		"SF:empty.go\nend_of_record\n")
	assert.Equal(t, Report{"a.go": {Host: Lines{3: 2}, Guest: Lines{}}}, r)
}

func TestWhatIsNoTracefileIsAnErrorThatTellsTheLine(t *testing.T) {
	for text, want := range map[string]string{
		"hello":                          `line 1: "hello" is no field of a tracefile`,
		"\nXY:1":                         `line 2: "XY" is no field of a tracefile: want TN, SF`,
		"DA:1,1":                         "line 1: DA: it is in no record of a file",
		"end_of_record":                  "line 1: end_of_record: no record of a file has begun",
		"SF:":                            "line 1: SF: it names no file",
		"SF:a.go\nSF:b.go":               "line 2: SF: the record of a.go has not ended",
		"SF:a.go\nDA:1,1":                "line 2: the file ends within the record of a.go",
		"SF:a.go\nDA:0,1":                `line 2: DA: "0" is no number of a line`,
		"SF:a.go\nDA:x,1":                `line 2: DA: "x" is no number of a line`,
		"SF:a.go\nDA:1":                  `line 2: DA: "" does not say how often`,
		"SF:a.go\nDA:1,-1":               `line 2: DA: "-1" does not say how often`,
		"SF:" + strings.Repeat("a", 2e6): "line 1: bufio.Scanner: token too long",
	} {
		assert.ErrorContains(t, Report{}.Read(strings.NewReader(text)), want, "%.40q", text)
	}
}

// Whatever is read is written so that it is read as the same, and reports that are
// added up are as long as the parts allow.
func FuzzRead(f *testing.F) {
	f.Add(ofHost + ofGuest)
	f.Add("SF:a\nDA:1,18446744073709551615\nDA:1,2\nend_of_record")
	f.Add("TN:guest\nSF:a\nDA:1,0,x\nend_of_record\nTN:\nSF:a\nDA:2,0\nend_of_record")
	f.Fuzz(func(t *testing.T, text string) {
		r := Report{}
		if r.Read(strings.NewReader(text)) != nil {
			return
		}
		written := write(t, r)
		again := read(t, written)
		require.Equal(t, r, again)

		twice := read(t, written)
		twice.Merge(again)
		require.Equal(t, r.Paths(), twice.Paths())
		twice.Settle()
		for path, file := range r {
			ran, all := file.Merged().Figures()
			ran2, all2 := twice[path].Merged().Figures()
			require.Equal(t, []int{ran, all}, []int{ran2, all2}, path)
		}
	})
}
