// SPDX-License-Identifier: MIT

package summary

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/coverage/lcov"
)

// report has heap with 9 of 10 lines, heap/gc with 1 of 4 in two files, and task
// with 2 of 3.
func report() lcov.Report {
	r := lcov.Report{}
	heap := r.File("heap/bump.go")
	for line := range 10 {
		heap.Host[line+1] = uint64(line)
	}
	r.File("heap/gc/mark.go").Host = lcov.Lines{1: 1, 2: 0, 3: 0}
	r.File("heap/gc/sweep.go").Guest = lcov.Lines{1: 0}
	r.File("task/table.go").Host = lcov.Lines{1: 1, 2: 0, 3: 0}
	r.File("task/table.go").Guest = lcov.Lines{2: 1, 4: 1}
	return r
}

func TestPackagesAreCountedOverHostAndGuest(t *testing.T) {
	s, err := Of(report(), []Threshold{{"heap", 90}, {"heap/gc", 25.1}})
	require.NoError(t, err)
	require.Len(t, s.Packages, 3)
	assert.Equal(t, Package{Path: "heap", Files: []File{{"heap/bump.go", Count{9, 10}}}, Count: Count{9, 10}, Least: 90}, s.Packages[0])
	assert.Equal(t, Count{1, 4}, s.Packages[1].Count)
	assert.Equal(t, Count{2, 3}, s.Packages[2].Count, "the guest's line 2 counts, and line 4, which the host says cannot run, does not")
	assert.Equal(t, Count{12, 17}, s.Count)

	short := s.Short()
	require.Len(t, short, 1, "90 of 100 are not less than 90 %%")
	assert.Equal(t, "heap/gc has 25.0 % of its lines run, and should have 25.1 %; most is missing in mark.go (2 lines), sweep.go (1 lines)\n", Explain(short))
}

func TestTheLongestThresholdThatCoversAPackageDecides(t *testing.T) {
	least := func(wanted ...Threshold) (all []float64) {
		s, err := Of(report(), wanted)
		require.NoError(t, err)
		for _, p := range s.Packages {
			all = append(all, p.Least)
		}
		return all
	}
	// (Packages are heap, heap/gc and task.)
	assert.Equal(t, []float64{90, 90, 0}, least(Threshold{"heap/...", 90}))
	assert.Equal(t, []float64{90, 0, 0}, least(Threshold{"heap/gc", 0}, Threshold{"heap/...", 90}))
	assert.Equal(t, []float64{95, 50, 0}, least(Threshold{"heap", 95}, Threshold{"heap/gc/...", 50}, Threshold{"heap/...", 90}))
	_, err := Of(report(), []Threshold{{"hea/...", 90}})
	assert.ErrorContains(t, err, "package hea/... should have 90 % and is not in the coverage")
}

func TestAPackageThatIsNotThereIsNotEnough(t *testing.T) {
	_, err := Of(report(), []Threshold{{"trap", 90}})
	assert.ErrorContains(t, err, "package trap should have 90 % and is not in the coverage")
}

func TestPercentagesAreRoundedDown(t *testing.T) {
	for want, c := range map[string]Count{
		"100.0": {0, 0}, "99.9": {99999, 100000}, "0.0": {1, 100000}, "66.6": {2, 3}, "90.0": {9, 10},
	} {
		assert.Equal(t, want, c.Tenths())
	}
	assert.InDelta(t, 100, Count{}.Percent(), 0)
	assert.InDelta(t, 25, Count{1, 4}.Percent(), 0)
}

func TestTheTextHasALineForEachPackage(t *testing.T) {
	s, err := Of(report(), []Threshold{{"heap/gc", 90}, {"task", 50}})
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, s.Write(&b))
	assert.Equal(t, strings.Join([]string{
		"  lines  run     %  wanted",
		"     10    9  90.0          heap",
		"      4    1  25.0      90  heap/gc  TOO LITTLE",
		"      3    2  66.6      50  task",
		"     17   12  70.5          all",
		"",
	}, "\n"), b.String())
}

func TestThresholdsAreRead(t *testing.T) {
	all, err := ReadThresholds(strings.NewReader("# what is wanted\n\nheap 90\nheap/gc\t92.5 # more\n"))
	require.NoError(t, err)
	assert.Equal(t, []Threshold{{"heap", 90}, {"heap/gc", 92.5}}, all)

	for text, want := range map[string]string{
		"heap":             `line 1: "heap" is not PACKAGE PERCENT`,
		"\nheap 90 %":      `line 2: "heap 90 %" is not PACKAGE PERCENT`,
		"heap x":           `line 1: "x" is no percentage`,
		"heap -1":          `line 1: "-1" is no percentage`,
		"heap NaN":         `line 1: "NaN" is no percentage`,
		"heap 100.5":       `line 1: "100.5" is no percentage`,
		"//heap 90":        `line 1: "//heap" is no package`,
		"heap/ 90":         `line 1: "heap/" is no package`,
		"heap 90\nheap 91": `line 2: heap is there twice`,
	} {
		_, err := ReadThresholds(strings.NewReader(text))
		assert.ErrorContains(t, err, want)
	}
}
