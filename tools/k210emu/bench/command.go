// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// options are the flags.
type options struct {
	rounds  int
	kernels []string
}

// maxRounds is how many rounds there can be: more would take hours.
const maxRounds = 99

func newCommand(find func() (*suite, error)) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:           "bench",
		Short:         "compares the speed of the emulator to QEMU's",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(c *cobra.Command, _ []string) error {
			return o.run(c.OutOrStdout(), c.ErrOrStderr(), find)
		},
	}
	c.Flags().IntVar(&o.rounds, "rounds", 5, fmt.Sprintf("how often each kernel boots in each emulator, 1 to %d", maxRounds))
	c.Flags().StringSliceVar(&o.kernels, "kernel", nil, "a kernel to boot, of "+strings.Join(kernelNames(), ", ")+" (may be repeated; default all)")
	return c
}

func (o *options) run(out, progress io.Writer, find func() (*suite, error)) error {
	if o.rounds < 1 || o.rounds > maxRounds {
		return fmt.Errorf("--rounds is %d: want 1 to %d", o.rounds, maxRounds)
	}
	chosen, err := choose(o.kernels)
	if err != nil {
		return err
	}
	s, err := find()
	if err != nil {
		return err
	}
	results, err := s.measure(chosen, o.rounds, progress)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, s.table(results))
	return err
}

// choose returns the kernels of these names, in the order of the list; all if
// there are no names.
func choose(names []string) (chosen []kernel, err error) {
	for _, name := range names {
		if !slices.Contains(kernelNames(), name) {
			return nil, fmt.Errorf("there is no kernel %q: want one of %s", name, strings.Join(kernelNames(), ", "))
		}
	}
	for _, k := range kernels {
		if len(names) == 0 || slices.Contains(names, k.name) {
			chosen = append(chosen, k)
		}
	}
	return chosen, nil
}
