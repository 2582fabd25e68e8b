// SPDX-License-Identifier: MIT

// Command elfcheck tests a linked program: its entry, the order of its
// sections, that nothing is left for a dynamic linker, and its size.
//
//	elfcheck --elf=F --entry=0x80020000 --order=stext,etext,.rodata,... [--align=16] --no_dynamic \
//	    --budget=NAME:LOW:HIGH:MAX --file_budget=F.bin:MAX[:LOW:HIGH]
//
// It prints a table of sizes. Exit status: 0, or 1 with a line for each thing
// that is wrong. It is a test executable: without flags it takes them, one on
// each line, from the file that the environment variable ELFCHECK_ARGS names,
// since a Bazel rule can give a test an environment but no arguments.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"bugo/tools/elfcheck/check"
	"bugo/tools/riscvelf"
)

func main() {
	args, err := arguments(os.Args[1:])
	if err == nil {
		c := newCommand()
		c.SetArgs(args)
		err = c.Execute()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "elfcheck: %v\n", err)
		os.Exit(1)
	}
}

// argsVariable names the file of arguments.
const argsVariable = "ELFCHECK_ARGS"

// arguments returns the given arguments, or those of the file that the
// environment names.
func arguments(given []string) ([]string, error) {
	path := os.Getenv(argsVariable)
	if len(given) > 0 || path == "" {
		return given, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the arguments that %s names: %w", argsVariable, err)
	}
	return strings.FieldsFunc(string(text), func(r rune) bool { return r == '\n' }), nil
}

func newCommand() *cobra.Command {
	var elf string
	var entry uint64
	var budgets, fileBudgets []string
	var rules check.Rules
	c := &cobra.Command{
		Use:           "elfcheck",
		Short:         "Test a linked program's entry, section order and sizes",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	f := c.Flags()
	f.StringVar(&elf, "elf", "", "the linked program")
	f.Uint64Var(&entry, "entry", 0, "address of the first instruction")
	f.StringSliceVar(&rules.Order, "order", nil, "symbols, and sections by a leading dot, in ascending order of address")
	f.Uint64Var(&rules.Align, "align", 0, "what the addresses in --order are multiples of")
	f.BoolVar(&rules.NoDynamic, "no_dynamic", false, "no dynamic section, interpreter or relocations for load time")
	f.StringArrayVar(&budgets, "budget", nil, "NAME:LOW:HIGH:MAX, bytes between two symbols")
	f.StringArrayVar(&fileBudgets, "file_budget", nil, "PATH:MAX[:LOW:HIGH], bytes of a file, without what lies between two symbols")
	if err := c.MarkFlagRequired("elf"); err != nil {
		panic(err) // the flag is defined above
	}
	c.RunE = func(c *cobra.Command, _ []string) error {
		if c.Flags().Changed("entry") {
			rules.Entry = &entry
		}
		for _, text := range budgets {
			b, err := check.ParseBudget(text)
			if err != nil {
				return err
			}
			rules.Budgets = append(rules.Budgets, b)
		}
		for _, text := range fileBudgets {
			b, err := check.ParseFileBudget(text)
			if err != nil {
				return err
			}
			rules.FileBudgets = append(rules.FileBudgets, b)
		}
		return run(c.OutOrStdout(), elf, &rules)
	}
	return c
}

func run(out io.Writer, elf string, rules *check.Rules) error {
	if rules.Entry == nil && len(rules.Order) == 0 && !rules.NoDynamic && len(rules.Budgets) == 0 && len(rules.FileBudgets) == 0 {
		return errors.New("nothing to check: give at least one of --entry, --order, --no_dynamic, --budget and --file_budget")
	}
	f, err := riscvelf.Open(elf)
	if err != nil {
		return err
	}
	rows, err := rules.Run(f)
	fmt.Fprint(out, check.Table(rows))
	return err
}
