// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"bugo/tools/caller"
	"bugo/tools/symbolize/console"
	"bugo/tools/symbolize/program"
)

// newCommand returns the command of a program that was started as argv0.
func newCommand(argv0 string) *cobra.Command {
	var elfs []string
	command := &cobra.Command{
		Use:   "symbolize [LOG...]",
		Short: "Write functions and lines behind the addresses in a console's log",
		Long: "Symbolize copies a console's log, from files or its standard input, and writes behind each address\n" +
			"of code which function and line it is. Without --elf it knows the programs that //:qemu boots.",
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(command *cobra.Command, logs []string) error {
			sources, err := sources(elfs, argv0)
			if err != nil {
				return err
			}
			programs, err := open(sources)
			if err != nil {
				return err
			}
			annotator := &console.Annotator{Programs: programs}
			err = annotateAll(command.OutOrStdout(), command.InOrStdin(), logs, annotator)
			for _, app := range annotator.Unknown {
				fmt.Fprintf(command.ErrOrStderr(), "symbolize: no program is known to be app %[1]s: give it with --elf %[1]s=FILE\n", app)
			}
			return err
		},
	}
	command.Flags().StringArrayVar(&elfs, "elf", nil, "a linked program, FILE or NAME=FILE (may be repeated), instead of those of //:qemu")
	return command
}

// open opens all programs, or returns what is wrong with one.
func open(sources []source) ([]*program.Program, error) {
	var programs []*program.Program
	for _, s := range sources {
		p, err := program.Open(s.name, s.path)
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("%w: build it, or name another with --elf", err)
		} else if err != nil {
			return nil, err
		}
		programs = append(programs, p)
	}
	return programs, nil
}

// annotateAll copies the logs, or without any the standard input.
func annotateAll(out io.Writer, in io.Reader, logs []string, annotator *console.Annotator) error {
	if len(logs) == 0 {
		// Not buffered: a pipe from a running machine is shown line by line.
		return annotator.Annotate(out, in)
	}
	buffered := bufio.NewWriter(out)
	for _, log := range logs {
		file, err := os.Open(caller.Path(log))
		if err != nil {
			return fmt.Errorf("cannot read the log: %w", err)
		}
		err = annotator.Annotate(buffered, file)
		if err = errors.Join(err, file.Close()); err != nil {
			return fmt.Errorf("%s: %w", log, err)
		}
	}
	return buffered.Flush()
}
