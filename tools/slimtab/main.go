// SPDX-License-Identifier: MIT

// Command slimtab makes the function tables of a Go program smaller.
//
//	slimtab --in=go.o --out=slim.o
//
// go.o is what the Go linker hands to GNU ld. Its section .gopclntab is nearly
// half of a small image, and much of it is for the stock runtime's garbage
// collector and profiler only. slim.o is the same object without that, see
// the packages table and object. A build action: it writes nothing but --out,
// and on any error nothing at all.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"bugo/tools/slimtab/object"
)

func main() {
	if err := newCommand().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "slimtab:", err)
		os.Exit(1)
	}
}

func newCommand() *cobra.Command {
	var in, out string
	c := &cobra.Command{
		Use:           "slimtab",
		Short:         "Make the function tables of a Go program smaller",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(*cobra.Command, []string) error { return run(in, out) },
	}
	c.Flags().StringVar(&in, "in", "", "the relocatable object of the Go linker")
	c.Flags().StringVar(&out, "out", "", "the object to write")
	for _, flag := range []string{"in", "out"} {
		if err := c.MarkFlagRequired(flag); err != nil {
			panic(err) // the flag is not defined: a mistake in this program
		}
	}
	c.CompletionOptions.DisableDefaultCmd = true
	return c
}

func run(in, out string) error {
	data, err := os.ReadFile(in)
	if err != nil {
		return fmt.Errorf("cannot read the object: %w", err)
	}
	slim, err := object.Slim(data)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	return os.WriteFile(out, slim, 0o644)
}
