// SPDX-License-Identifier: MIT

// Package page writes coverage as one HTML page: a table of packages and their
// files, and each file with its lines coloured.
//
// The page needs nothing but itself, and no script: a file's lines are a section
// that is shown when the address names it, and the back button returns to the
// table. Colours follow the browser's light or dark theme.
package page

import (
	"bufio"
	"embed"
	"fmt"
	"html/template"
	"io"
	"path"
	"strings"

	"bugo/tools/coverage/lcov"
	"bugo/tools/coverage/summary"
)

//go:embed assets
var assets embed.FS

// group is the packages below a directory at the top of the workspace.
type group struct {
	Name     string
	Packages []pkg
	summary.Count
}

type pkg struct {
	summary.Package
	Files []file
}

// file is a source file: its lines are nil if it could not be read.
type file struct {
	summary.File
	ID    string
	Name  string
	Lines []line
}

// line is a line of a source file.
type line struct {
	// Class is how it is shown: see classOf. Empty is a line that cannot run.
	Class string
	Count string // how often it has run, on the host
	Text  string
}

// Write writes the page. Open opens a source file by its path in the workspace;
// one that cannot be opened is in the table only.
func Write(w io.Writer, report lcov.Report, s *summary.Summary, open func(path string) (io.ReadCloser, error)) error {
	data := struct {
		Style  template.CSS
		All    summary.Count
		Wanted []summary.Package
		Groups []*group
	}{All: s.Count}
	style, err := assets.ReadFile("assets/page.css")
	if err != nil {
		return err
	}
	data.Style = template.CSS(style) //nolint:gosec // our own
	number := 0
	for _, p := range s.Packages {
		if p.Least > 0 {
			data.Wanted = append(data.Wanted, p)
		}
		top, _, _ := strings.Cut(p.Path, "/")
		if n := len(data.Groups); n == 0 || data.Groups[n-1].Name != top {
			data.Groups = append(data.Groups, &group{Name: top})
		}
		g := data.Groups[len(data.Groups)-1]
		g.Ran, g.All = g.Ran+p.Ran, g.All+p.All
		shown := pkg{Package: p}
		for _, f := range p.Files {
			number++
			shown.Files = append(shown.Files, file{
				File: f, ID: fmt.Sprintf("f%d", number), Name: path.Base(f.Path), Lines: linesOf(report[f.Path], f.Path, open),
			})
		}
		g.Packages = append(g.Packages, shown)
	}
	t, err := template.New("page.html").Funcs(template.FuncMap{"level": level, "missing": missing}).ParseFS(assets, "assets/page.html")
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	if err := t.Execute(out, &data); err != nil {
		return fmt.Errorf("cannot write the page: %w", err)
	}
	return out.Flush()
}

// linesOf returns the lines of a source, or nil.
func linesOf(f *lcov.File, path string, open func(string) (io.ReadCloser, error)) (lines []line) {
	source, err := open(path)
	if err != nil {
		return nil
	}
	defer source.Close()
	merged := f.Merged()
	scanner := bufio.NewScanner(source)
	scanner.Buffer(nil, 1<<20)
	for number := 1; scanner.Scan(); number++ {
		l := line{Text: scanner.Text()}
		if _, counts := merged[number]; counts {
			l.Class = classOf(f.Host[number], f.Guest[number])
			if n := f.Host[number]; n > 0 {
				l.Count = short(n)
			}
		}
		lines = append(lines, l)
	}
	if scanner.Err() != nil {
		return nil
	}
	return lines
}

// classOf is the class of a line that can run: by host tests (h), in a guest (g),
// both (b), or missed (m).
func classOf(host, guest uint64) string {
	switch {
	case host > 0 && guest > 0:
		return "b"
	case host > 0:
		return "h"
	case guest > 0:
		return "g"
	default:
		return "m"
	}
}

// short is a count in five characters at most.
func short(n uint64) string {
	for _, unit := range []string{"", "k", "M", "G", "T", "P"} {
		if n < 1000 {
			return fmt.Sprintf("%d%s", n, unit)
		}
		n /= 1000
	}
	return "many"
}

// level is the class of a percentage's colour.
func level(c summary.Count) string {
	switch percent := c.Percent(); {
	case percent >= 90:
		return "good"
	case percent >= 70:
		return "fair"
	default:
		return "poor"
	}
}

// missing is how many lines have not run.
func missing(c summary.Count) int { return c.All - c.Ran }
