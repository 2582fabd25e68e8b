// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"io"

	"github.com/spf13/pflag"

	"bugo/tools/caller"
	"bugo/tools/k210emu/coverage"
	"bugo/tools/k210emu/hart"
)

// coverageOptions is the flag for coverage.
type coverageOptions struct {
	path string

	ran hart.Coverage
}

func (o *coverageOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.path, "coverage", "", "write which lines of the programs of --symbols have run, as an lcov tracefile")
}

// begin makes a machine keep what it runs.
func (o *coverageOptions) begin(m emulated, debug *debugOptions) error {
	if o.path == "" {
		return nil
	}
	if len(debug.symbols) == 0 {
		return errors.New("--coverage is of the lines of programs: want --symbols PROGRAM.elf for each of them")
	}
	m.Cover(&o.ran)
	return nil
}

// end writes the coverage.
func (o *coverageOptions) end(debug *debugOptions) error {
	if o.path == "" {
		return nil
	}
	var programs []string
	for _, path := range debug.symbols {
		programs = append(programs, caller.Path(path))
	}
	report, err := coverage.Report(programs, &o.ran)
	if err != nil {
		return err
	}
	return create(o.path, func(w io.Writer) error { return report.Write(w) })
}
