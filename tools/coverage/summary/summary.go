// SPDX-License-Identifier: MIT

// Package summary counts coverage by package and compares it with what is wanted.
//
// A package is a directory of the workspace. Its figures are sums over the lines
// that count (lcov.File.Merged) of all its sources, Go and assembly.
package summary

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"text/tabwriter"

	"bugo/tools/coverage/lcov"
)

// Count is how many lines have run, and how many there are.
type Count struct{ Ran, All int }

// Percent is how many of a hundred lines have run; of no lines, all have.
func (c Count) Percent() float64 {
	if c.All == 0 {
		return 100
	}
	return 100 * float64(c.Ran) / float64(c.All)
}

// Tenths is Percent with one digit, rounded down: 100.0 is only what is whole, and
// what is shown as the least that is wanted is enough.
func (c Count) Tenths() string {
	if c.All == 0 {
		return "100.0"
	}
	tenths := 1000 * c.Ran / c.All
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

func (c *Count) add(other Count) { c.Ran, c.All = c.Ran+other.Ran, c.All+other.All }

// File is a source file.
type File struct {
	Path string
	Count
}

// Package is a directory. Least is what it should have in percent, or 0.
type Package struct {
	Path  string
	Files []File
	Count
	Least float64
}

// Short tells whether the package has less than it should.
func (p *Package) Short() bool {
	return float64(p.Ran)*100 < p.Least*float64(p.All)
}

// Summary is all of it. Packages are sorted by path.
type Summary struct {
	Packages []Package
	Count
}

// Of counts a report. A package that is wanted and not in the report is an error:
// nothing would be checked.
func Of(report lcov.Report, wanted []Threshold) (*Summary, error) {
	s := &Summary{}
	byPath := map[string]*Package{}
	for _, name := range report.Paths() {
		ran, all := report[name].Merged().Figures()
		count := Count{ran, all}
		p := byPath[path.Dir(name)]
		if p == nil {
			p = &Package{Path: path.Dir(name)}
			byPath[p.Path] = p
		}
		p.Files = append(p.Files, File{name, count})
		p.add(count)
		s.add(count)
	}
	for _, w := range slices.SortedFunc(slices.Values(wanted), ahead) {
		found := false
		for _, p := range byPath {
			if w.Covers(p.Path) {
				found, p.Least = true, w.Percent
			}
		}
		if !found {
			return nil, fmt.Errorf("package %s should have %g %% and is not in the coverage: run its tests with the others, ./bazelw coverage //..., or correct the thresholds", w.Package, w.Percent)
		}
	}
	for _, p := range byPath {
		s.Packages = append(s.Packages, *p)
	}
	slices.SortFunc(s.Packages, func(a, b Package) int { return cmp.Compare(a.Path, b.Path) })
	return s, nil
}

// Short returns the packages that have less than they should.
func (s *Summary) Short() (short []Package) {
	for _, p := range s.Packages {
		if p.Short() {
			short = append(short, p)
		}
	}
	return short
}

// Write writes the summary as text: a line for each package.
func (s *Summary) Write(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "lines\trun\t%\twanted\t\n")
	row := func(name string, c Count, wanted string) {
		// (the last cell of a line is not aligned)
		fmt.Fprintf(table, "%d\t%d\t%s\t%s\t  %s\n", c.All, c.Ran, c.Tenths(), wanted, name)
	}
	for _, p := range s.Packages {
		wanted := ""
		if p.Least > 0 {
			wanted = fmt.Sprintf("%g", p.Least)
		}
		name := p.Path
		if p.Short() {
			name += "  TOO LITTLE"
		}
		row(name, p.Count, wanted)
	}
	row("all", s.Count, "")
	return table.Flush()
}

// Explain says of the packages that have too little which files miss most.
func Explain(short []Package) string {
	var b strings.Builder
	for _, p := range short {
		fmt.Fprintf(&b, "%s has %s %% of its lines run, and should have %g %%; most is missing in", p.Path, p.Tenths(), p.Least)
		files := slices.Clone(p.Files)
		slices.SortStableFunc(files, func(a, b File) int { return cmp.Compare(b.All-b.Ran, a.All-a.Ran) })
		for n, f := range files[:min(3, len(files))] {
			if n > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(&b, " %s (%d lines)", path.Base(f.Path), f.All-f.Ran)
		}
		b.WriteString("\n")
	}
	return b.String()
}
