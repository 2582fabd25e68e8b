// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"bugo/heap/bench/measure"
)

// options is what the command line says.
type options struct {
	heapSize    byteSize
	allocators  []string
	host, guest bool
	markdown    bool
	csv         string
	update      string
}

func newCommand(run machine) *cobra.Command {
	o := options{heapSize: 3 << 20}
	command := &cobra.Command{
		Use:   "bench [TRACE...]",
		Short: "Measure what allocators cost and waste on traces",
		Long: "Bench replays traces of allocations (text or gzip) over each allocator, on the host and in a guest, and\n" +
			"prints what they cost in guest instructions and what memory they waste. Without traces it takes the\n" +
			"project's own, and those made to find an allocator's dearest operation.",
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(command *cobra.Command, traces []string) error {
			return o.run(command.OutOrStdout(), traces, run)
		},
	}
	flags := command.Flags()
	flags.Var(&o.heapSize, "heap-size", "the heap's bytes, such as 3MiB, 512KiB or 65536")
	flags.StringSliceVar(&o.allocators, "allocator", nil, "an allocator to measure (may be repeated; default all)")
	flags.BoolVar(&o.host, "host", false, "measure on the host only")
	flags.BoolVar(&o.guest, "guest", false, "measure in the guest only")
	flags.BoolVar(&o.markdown, "markdown", false, "print the tables of heap/README.md")
	flags.StringVar(&o.csv, "csv", "", "write every figure to this file, too")
	flags.StringVar(&o.update, "update", "", "write the tables into this document, between its markers")
	command.MarkFlagsMutuallyExclusive("host", "guest")
	command.CompletionOptions.DisableDefaultCmd = true
	return command
}

func (o *options) run(words io.Writer, traces []string, run machine) error {
	if o.host && (o.markdown || o.update != "") {
		return errors.New("--markdown and --update print the guest's figures: leave out --host")
	}
	if o.update != "" && (len(traces) > 0 || len(o.allocators) > 0 || o.heapSize != 3<<20) {
		return errors.New("--update writes the figures of the project's own traces: leave out traces, --allocator and --heap-size")
	}
	chosen, err := choose(o.allocators)
	if err != nil {
		return err
	}
	all, err := workloads(traces, int(o.heapSize))
	if err != nil {
		return err
	}
	b := newBench(all, chosen, int(o.heapSize))
	// (Nanoseconds are not for documents.)
	if !o.guest && !o.markdown && o.update == "" {
		if err := b.runHost(); err != nil {
			return err
		}
	}
	if !o.host {
		if err := b.runGuest(run); err != nil {
			return err
		}
	}
	if err := b.check(); err != nil {
		return err
	}
	if o.csv != "" {
		if err := writeFile(o.csv, b.csv()); err != nil {
			return err
		}
	}
	if o.update != "" {
		return updateFile(words, o.update, b.document())
	}
	text := b.text()
	if o.markdown {
		text = b.document()
	}
	_, err = io.WriteString(words, text)
	return err
}

// choose returns the numbers of the allocators of these names, in the order of
// the list; all if there are no names.
func choose(names []string) ([]int, error) {
	var chosen []int
	for _, name := range names {
		if !slices.Contains(measure.Names[:], name) {
			return nil, fmt.Errorf("there is no allocator %q; there are %s", name, strings.Join(measure.Names[:], ", "))
		}
	}
	for n, name := range measure.Names {
		if len(names) == 0 || slices.Contains(names, name) {
			chosen = append(chosen, n)
		}
	}
	return chosen, nil
}
