// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"bugo/tools/mkimage/flat"
	"bugo/tools/riscvelf"
)

// flatOptions are the flags of mkimage flat.
type flatOptions struct {
	elf, out       string
	window         flat.Window
	budget         uint64
	budgetExcludes string
}

func newFlatCommand() *cobra.Command {
	var o flatOptions
	c := &cobra.Command{
		Use:   "flat",
		Short: "Turn a linked ELF file into a flat image and check that it fits its memory",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return o.run(c.Flags().Changed("budget"))
		},
	}
	f := c.Flags()
	f.StringVar(&o.elf, "elf", "", "the linked program")
	f.StringVar(&o.out, "out", "", "the flat image to write")
	f.Uint64Var(&o.window.Base, "base", 0, "address of the first byte and of the entry")
	f.Uint64Var(&o.window.Limit, "limit", 0, "address that image and .bss must not pass")
	f.StringVar(&o.window.Kind, "kind", "", "firmware, kernel or app")
	f.StringVar(&o.window.Name, "label", "", "Bazel label or app name, for messages")
	f.Uint64Var(&o.budget, "budget", 0, "most bytes the image may have")
	f.StringVar(&o.budgetExcludes, "budget_excludes", "", "LOW:HIGH, two symbols; what lies between them does not count")
	markRequired(c, "elf", "out", "base", "limit", "kind")
	return c
}

func (o *flatOptions) run(budget bool) error {
	switch o.window.Kind {
	case flat.Firmware, flat.Kernel, flat.App:
	default:
		return fmt.Errorf("--kind=%s: want firmware, kernel or app", o.window.Kind)
	}
	low, high, ok := strings.Cut(o.budgetExcludes, ":")
	if o.budgetExcludes != "" && (!ok || low == "" || high == "") {
		return fmt.Errorf("--budget_excludes=%s: want two symbols, as in sapps:eapps", o.budgetExcludes)
	}
	file, err := riscvelf.Open(o.elf)
	if err != nil {
		return fmt.Errorf("%v: %w", o.window, err)
	}
	image, err := flat.Flatten(file, o.window)
	if err != nil {
		return err
	}
	if budget {
		if err := flat.CheckBudget(file, o.window, image, o.budget, low, high); err != nil {
			return err
		}
	}
	return os.WriteFile(o.out, image.Bytes, 0o644)
}
