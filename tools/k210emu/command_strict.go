// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/machine"
	"bugo/tools/k210emu/symbols"
)

// failedStrictly is the exit status when strict mode has a report.
const failedStrictly = 3

// strictError is that strict mode has so many reports.
type strictError int

func (n strictError) Error() string {
	if n == 1 {
		return "strict mode has a report: this would break on the board"
	}
	return fmt.Sprintf("strict mode has %d reports: these would break on the board", int(n))
}

// scanners are what the names of functions begin with that read words of which
// they do not know whether anything was ever written there, and can live with
// any value: the conservative collector, and the count of TLSF's lives that is in
// front of its memory.
var scanners = []string{"bugo/heap/gc.", "bugo/heap.(*TLSF).Init"}

// strictOptions are the flags of strict mode.
type strictOptions struct {
	on       bool
	scanners []string

	table *symbols.Table
}

func (o *strictOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.on, "strict", false, "report what the guest does that would break on the board")
	f.StringArrayVar(&o.scanners, "scanner", nil,
		"strict: what names of functions begin with that may read what was never written; may be repeated")
}

// start returns what makes a machine as the flags say.
func (o *strictOptions) start(debug *debugOptions, messages io.Writer) (options []machine.Option, err error) {
	if !o.on {
		return nil, nil
	}
	if o.table, err = debug.table(); err != nil {
		return nil, err
	}
	var ranges []hart.Range
	for _, f := range o.table.Functions(append(o.scanners, scanners...)...) {
		ranges = append(ranges, hart.Range{First: f.Start, Last: f.End - 1})
	}
	return []machine.Option{machine.Strictly(ranges, func(r hart.Report) {
		fmt.Fprintln(messages, r.Text(o.table.Name))
	})}, nil
}

// end says all reports again, at the end of a run, and makes them its error, unless
// the emulator has ended the guest. (A test of a guest that fails must not pass
// because of that failure.)
func (o *strictOptions) end(strict *hart.Strict, messages io.Writer, err error) error {
	if strict == nil || len(strict.Reports()) == 0 {
		return err
	}
	broken := strictError(0)
	fmt.Fprintln(messages, "k210emu: all reports of strict mode:")
	for _, r := range strict.Reports() {
		text := r.Text(o.table.Name)
		if r.Kind.Note() {
			text += " (a note)"
		} else {
			broken++
		}
		fmt.Fprintln(messages, text)
	}
	if dropped := strict.Dropped(); dropped > 0 {
		fmt.Fprintf(messages, "k210emu: and %d times there was more\n", dropped)
	}
	status := guestStatus(0)
	switch {
	case broken == 0:
		return err
	case err == nil:
		return broken
	case errors.As(err, &status):
		return fmt.Errorf("%w; %w", broken, err)
	}
	return err
}
