// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"bugo/tools/caller"
	"bugo/tools/spaceview/dump"
	"bugo/tools/spaceview/picture"
)

// options is what the command line says.
type options struct {
	space string
	pair  []string
	svg   string
	title string
}

func newCommand() *cobra.Command {
	var o options
	command := &cobra.Command{
		Use:           "spaceview LOG",
		Short:         "Draw the address spaces that a kernel wrote on its console",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, logs []string) error {
			if len(logs) != 1 {
				return fmt.Errorf("want one log, or - for the standard input, not %d", len(logs))
			}
			return nil
		},
		RunE: func(command *cobra.Command, logs []string) error {
			spaces, err := read(command.InOrStdin(), logs[0])
			if err != nil {
				return err
			}
			return o.run(command.OutOrStdout(), spaces)
		},
	}
	flags := command.Flags()
	flags.StringVar(&o.space, "space", "", "draw this space")
	flags.StringArrayVar(&o.pair, "pair", nil, "draw the spaces of two apps (say it twice)")
	flags.StringVar(&o.svg, "svg", "", "write the picture to this file")
	flags.StringVar(&o.title, "title", "", "the picture's title")
	return command
}

func (o *options) run(out io.Writer, spaces []*dump.Space) error {
	if o.space != "" && o.pair != nil {
		return errors.New("--space and --pair are two pictures: ask for one")
	}
	name, title, svg := o.space, "The address space of "+o.space, ""
	switch {
	case o.space != "":
		s, err := find(spaces, o.space)
		if err != nil {
			return err
		}
		svg = picture.Column(s, either(o.title, title))
	case o.pair != nil:
		if len(o.pair) != 2 {
			return fmt.Errorf("--pair: want two spaces, not %d", len(o.pair))
		}
		var of [3]*dump.Space
		for i, name := range []string{"kernel", o.pair[0], o.pair[1]} {
			var err error
			if of[i], err = find(spaces, name); err != nil {
				return err
			}
		}
		name = o.pair[0] + "-" + o.pair[1]
		svg = picture.Pair(of[0], of[1], of[2], either(o.title, "The same addresses, other memory"))
	default:
		for _, s := range spaces {
			fmt.Fprintf(out, "%s: %d ranges\n", s.Name, len(s.Ranges))
		}
		return nil
	}
	path, err := caller.Write(either(o.svg, name+".svg"), func(w io.Writer) error {
		_, err := io.WriteString(w, svg)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, path)
	return nil
}

func either(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}

// find returns a space by its name. Of several, such as those of two runs, it is the
// first.
func find(spaces []*dump.Space, name string) (*dump.Space, error) {
	var names []string
	for _, s := range spaces {
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	if names == nil {
		return nil, errors.New("the log has no address spaces: lines \"spacedump v1 NAME\" begin them (./bazelw run //kernel/tests/isolation:spaces)")
	}
	return nil, fmt.Errorf("the log has no space of %s, but those of %s", name, strings.Join(names, ", "))
}

// read reads a log's spaces.
func read(in io.Reader, log string) ([]*dump.Space, error) {
	if log != "-" {
		file, err := os.Open(caller.Path(log))
		if err != nil {
			return nil, fmt.Errorf("cannot read the log: %w", err)
		}
		defer file.Close()
		in = file
	}
	spaces, err := dump.Parse(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", log, err)
	}
	return spaces, nil
}
