// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"bugo/tools/coverage/lcov"
)

// options are the flags.
type options struct {
	dir, reports      string
	manifest, replace string
	output            string
	filters           []string

	messages io.Writer
}

func (o *options) run() error {
	switch {
	case o.output == "":
		return errors.New("no --output_file: want the report to write")
	case (o.dir == "") == (o.reports == ""):
		return errors.New("want one of --coverage_dir, after a test, and --reports_file, after all of them")
	}
	merge := o.ofAll
	if o.dir != "" {
		merge = o.ofTest
	}
	report, err := merge()
	if err != nil {
		return err
	}
	out, err := os.Create(o.output)
	if err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	return errors.Join(report.Write(out), out.Close())
}

// ofTest merges what a test has left.
func (o *options) ofTest() (lcov.Report, error) {
	report := lcov.Report{}
	err := filepath.WalkDir(o.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".dat" || same(path, o.output) {
			return err
		}
		return read(report, path)
	})
	if err != nil {
		return nil, err
	}
	if err := o.rename(report); err != nil {
		return nil, err
	}
	return report, o.filter(report)
}

// same tells whether two paths are one file.
func same(a, b string) bool {
	one, errOne := os.Stat(a)
	two, errTwo := os.Stat(b)
	return errOne == nil && errTwo == nil && os.SameFile(one, two)
}

// read reads a tracefile into a report.
func read(report lcov.Report, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := report.Read(file); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// rename gives sources their names, where Bazel knows better than the compiler.
func (o *options) rename(report lcov.Report) error {
	lines, err := linesOf(o.replace)
	if err != nil {
		return err
	}
	for _, line := range lines {
		name, source, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("%s: %q is not NAME:SOURCE", o.replace, line)
		}
		if file := report[name]; file != nil {
			delete(report, name)
			report.Merge(lcov.Report{source: file})
		}
	}
	return nil
}

// filter drops the sources that do not count.
func (o *options) filter(report lcov.Report) error {
	instrumented, err := linesOf(o.manifest)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, path := range instrumented {
		known[path] = true
	}
	var filters []*regexp.Regexp
	for _, text := range o.filters {
		filter, err := regexp.Compile("^(?:" + text + ")$")
		if err != nil {
			return fmt.Errorf("--filter_sources: %w", err)
		}
		filters = append(filters, filter)
	}
	for path, file := range report {
		if o.manifest != "" && !known[path] {
			file.Host = nil
		}
		for _, filter := range filters {
			if filter.MatchString(path) {
				file.Host, file.Guest = nil, nil
			}
		}
		if len(file.Host) == 0 && len(file.Guest) == 0 {
			delete(report, path)
		}
	}
	return nil
}

// ofAll merges the reports of all tests. What a guest has run now only counts on
// lines that the host knows, if it knows the file: see lcov.
func (o *options) ofAll() (lcov.Report, error) {
	paths, err := linesOf(o.reports)
	if err != nil {
		return nil, err
	}
	report := lcov.Report{}
	for _, path := range paths {
		if err := read(report, path); err != nil {
			return nil, err
		}
	}
	if len(report) == 0 {
		fmt.Fprintln(o.messages, "coverage generator: no test has left any coverage")
	}
	report.Settle()
	return report, nil
}

// linesOf reads a file of lines; none is in no file.
func linesOf(path string) (lines []string, err error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		if line := strings.TrimSpace(scanner.Text()); line != "" {
			lines = append(lines, line)
		}
	}
	return lines, scanner.Err()
}
