// SPDX-License-Identifier: MIT

// Command generator merges coverage for Bazel. It is what .bazelrc gives to both
// --coverage_output_generator and --coverage_report_generator, in place of
// Bazel's own program, and knows the command lines of both uses:
//
//	generator --coverage_dir=DIR --source_file_manifest=FILE --output_file=FILE
//	generator --reports_file=FILE --output_file=FILE
//
// The first is run after each test, by Bazel's collect_coverage.sh: it merges the
// .dat files below DIR, which the test has left, into the test's coverage.dat. The
// second is run once: it merges what the first has made for every test, whose
// paths are in FILE, one a line, into bazel-out/_coverage/_coverage_report.dat.
//
// Sources are named relative to the workspace. Of what a test has left, the host's
// records count if their source is in the manifest, which lists what Bazel has
// instrumented; those of a guest always count, for the emulator only writes what
// is in this repository.
//
// References: Bazel 7.7.1, tools/test/collect_coverage.sh and
// CoverageReportActionBuilder.java.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	if err := newCommand(os.Stderr).Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "coverage generator:", err)
		os.Exit(1)
	}
}

func newCommand(messages io.Writer) *cobra.Command {
	o := options{messages: messages}
	command := &cobra.Command{
		Use:           "generator (--coverage_dir=DIR | --reports_file=FILE) --output_file=FILE",
		Short:         "Merge coverage for Bazel",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(*cobra.Command, []string) error { return o.run() },
	}
	f := command.Flags()
	f.StringVar(&o.dir, "coverage_dir", "", "where a test has left .dat files")
	f.StringVar(&o.reports, "reports_file", "", "a file with the paths of the tests' reports")
	f.StringVar(&o.manifest, "source_file_manifest", "", "a file with the paths of the instrumented sources")
	f.StringVar(&o.output, "output_file", "", "the report to write")
	f.StringArrayVar(&o.filters, "filter_sources", nil, "regular expression of sources that do not count; may be repeated")
	f.StringVar(&o.replace, "sources_to_replace_file", "", "a file of NAME:SOURCE lines: sources that compilers know by another name")
	return command
}
