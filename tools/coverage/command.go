// SPDX-License-Identifier: MIT

package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"bugo/tools/caller"
	"bugo/tools/coverage/lcov"
	"bugo/tools/coverage/page"
	"bugo/tools/coverage/summary"
)

//go:embed thresholds.txt
var thresholds string

// errTooLittle is what --check has found.
var errTooLittle = errors.New("too little has run")

// ofBazel is where Bazel leaves the report of all tests, in the workspace.
const ofBazel = "bazel-out/_coverage/_coverage_report.dat"

// options is what the command line says.
type options struct {
	workspace string
	out       string
	check     bool
	wanted    string
}

// newCommand returns the command. Workspace is the directory that sources are
// relative to, the current one if it is empty.
func newCommand(workspace string) *cobra.Command {
	o := options{workspace: workspace}
	command := &cobra.Command{
		Use:           "coverage [LCOV]",
		Short:         "Show which lines have run, by package and by file",
		Args:          cobra.MaximumNArgs(1),
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(command *cobra.Command, args []string) error {
			report := filepath.Join(o.workspace, ofBazel)
			if len(args) > 0 {
				report = caller.Path(args[0])
			}
			return o.run(command.OutOrStdout(), report)
		},
	}
	f := command.Flags()
	f.StringVar(&o.out, "out", "coverage.html", "the page to write; empty for none")
	f.BoolVar(&o.check, "check", false, "fail if a package has less than it should, and write no page unless --out asks for it")
	f.StringVar(&o.wanted, "thresholds", "", "a file of PACKAGE PERCENT lines, in place of //tools/coverage:thresholds.txt")
	command.PreRun = func(*cobra.Command, []string) {
		if o.check && !f.Changed("out") {
			o.out = ""
		}
	}
	return command
}

func (o *options) run(words io.Writer, path string) error {
	report, err := readReport(path)
	if err != nil {
		return err
	}
	wanted, err := o.thresholds()
	if err != nil {
		return err
	}
	if !o.check {
		wanted = present(wanted, report) // a part of the tests may be looked at, too
	}
	s, err := summary.Of(report, wanted)
	if err != nil {
		return err
	}
	if err := s.Write(words); err != nil {
		return err
	}
	if o.out != "" {
		written, err := caller.Write(o.out, func(w io.Writer) error { return page.Write(w, report, s, o.open) })
		if err != nil {
			return err
		}
		fmt.Fprintf(words, "%s: the lines of each file\n", written)
	}
	if short := s.Short(); o.check && len(short) > 0 {
		return fmt.Errorf("%w\n%s", errTooLittle, strings.TrimSuffix(summary.Explain(short), "\n"))
	}
	return nil
}

// open opens a source.
func (o *options) open(path string) (io.ReadCloser, error) {
	return os.Open(filepath.Join(o.workspace, filepath.FromSlash(path)))
}

func (o *options) thresholds() ([]summary.Threshold, error) {
	text, name := thresholds, "thresholds.txt"
	if o.wanted != "" {
		name = o.wanted
		data, err := os.ReadFile(caller.Path(o.wanted))
		if err != nil {
			return nil, fmt.Errorf("cannot read the thresholds: %w", err)
		}
		text = string(data)
	}
	all, err := summary.ReadThresholds(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return all, nil
}

// present returns the thresholds of packages that a report has.
func present(wanted []summary.Threshold, report lcov.Report) (some []summary.Threshold) {
	for _, w := range wanted {
		for name := range report {
			if w.Covers(path.Dir(name)) {
				some = append(some, w)
				break
			}
		}
	}
	return some
}

func readReport(path string) (lcov.Report, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the coverage: %w\nRun the tests first: ./bazelw coverage //...", err)
	}
	defer file.Close()
	report := lcov.Report{}
	if err := report.Read(file); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(report) == 0 {
		return nil, fmt.Errorf("%s says nothing of any file: were all tests skipped? Run ./bazelw coverage //...", path)
	}
	return report, nil
}
