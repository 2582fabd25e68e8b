// SPDX-License-Identifier: MIT

// Command doctest runs what a document shows: for each command in a fenced
// console block it runs the executable that stands for it and compares the
// output, see package transcript.
//
//	doctest --doc=README.md --run='./bazelw run //:qemu=PATH' --elsewhere='./bazelw test //...'
//
// A documented command has to be named by one of --run and --elsewhere, and
// each of these has to name a documented command, so that neither the document
// nor the test drifts away. --elsewhere is for what cannot run inside a test
// of Bazel's, such as Bazel itself; name in the BUILD file where it is checked.
//
// Without arguments the flags are read, one on each line, from the file that
// the environment variable DOCTEST_ARGS names. Exit status: 0, or 1 with a
// report.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"bugo/tools/doctest/transcript"
)

// argsVariable names the file of arguments.
const argsVariable = "DOCTEST_ARGS"

func main() {
	args := os.Args[1:]
	if path := os.Getenv(argsVariable); len(args) == 0 && path != "" {
		text, err := os.ReadFile(path)
		if err != nil {
			fmt.Fprintf(os.Stderr, "doctest: cannot read the arguments that %s names: %v\n", argsVariable, err)
			os.Exit(1)
		}
		args = strings.FieldsFunc(string(text), func(r rune) bool { return r == '\n' })
	}
	c := newCommand()
	c.SetArgs(args)
	if err := c.Execute(); err != nil {
		fmt.Fprintf(os.Stderr, "doctest: %v\n", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	docs      []string
	runs      []string
	elsewhere []string
	timeout   time.Duration
}

func newCommand() *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:           "doctest",
		Short:         "Run the commands that a document shows and compare their output",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(c *cobra.Command, _ []string) error { return o.run(c.Context(), c.OutOrStdout()) },
	}
	f := c.Flags()
	f.StringArrayVar(&o.docs, "doc", nil, "a Markdown document; repeat it for more")
	f.StringArrayVar(&o.runs, "run", nil, "COMMAND=PATH: the executable that stands for a documented command")
	f.StringArrayVar(&o.elsewhere, "elsewhere", nil, "COMMAND that is checked elsewhere")
	f.DurationVar(&o.timeout, "timeout", 2*time.Minute, "how long each command may take")
	if err := c.MarkFlagRequired("doc"); err != nil {
		panic(err) // the flag is defined above
	}
	return c
}

// run checks all documents. It reports every mismatch, not the first alone.
func (o *options) run(ctx context.Context, out io.Writer) error {
	if ctx == nil {
		ctx = context.Background()
	}
	programs, err := o.programs()
	if err != nil {
		return err
	}
	var all []transcript.Transcript
	for _, path := range o.docs {
		text, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("cannot read the document: %w", err)
		}
		found, err := transcript.Parse(path, string(text))
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return fmt.Errorf("%s: no console block: there is nothing to check", strings.Join(o.docs, ", "))
	}

	errs := o.unused(all)
	for _, t := range all {
		program, ok := programs[t.Command]
		switch {
		case ok:
			if err := check(ctx, t, program, o.timeout); err != nil {
				errs = append(errs, err)
				continue
			}
			fmt.Fprintf(out, "%s:%d: $ %s: as documented\n", t.File, t.Line, t.Command)
		case slices.Contains(o.elsewhere, t.Command):
			fmt.Fprintf(out, "%s:%d: $ %s: checked elsewhere\n", t.File, t.Line, t.Command)
		default:
			errs = append(errs, fmt.Errorf("%s:%d: nothing runs the documented command %q: add --run or --elsewhere to the doctest's BUILD file", t.File, t.Line, t.Command))
		}
	}
	return errors.Join(errs...)
}

// programs parses --run. A command may hold '=', a path may not.
func (o *options) programs() (map[string]string, error) {
	programs := make(map[string]string)
	for _, text := range o.runs {
		i := strings.LastIndexByte(text, '=')
		if i <= 0 || i == len(text)-1 {
			return nil, fmt.Errorf("--run=%s: want COMMAND=PATH", text)
		}
		command, path := text[:i], text[i+1:]
		if _, twice := programs[command]; twice || slices.Contains(o.elsewhere, command) {
			return nil, fmt.Errorf("--run=%s: the command %q is named twice", text, command)
		}
		programs[command] = path
	}
	return programs, nil
}

// unused returns an error for each named command that no document shows.
func (o *options) unused(all []transcript.Transcript) []error {
	named := append([]string(nil), o.elsewhere...)
	for _, text := range o.runs {
		named = append(named, text[:strings.LastIndexByte(text, '=')])
	}
	var errs []error
	for _, command := range named {
		documented := func(t transcript.Transcript) bool { return t.Command == command }
		if !slices.ContainsFunc(all, documented) {
			errs = append(errs, fmt.Errorf("%s shows no command %q any more: document it, or drop it from the doctest's BUILD file", strings.Join(o.docs, ", "), command))
		}
	}
	return errs
}

// check runs the program that stands for a command and compares the output.
func check(ctx context.Context, t transcript.Transcript, program string, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if !strings.Contains(program, "/") {
		program = "./" + program // nothing is looked up in PATH
	}
	cmd := exec.CommandContext(ctx, program)
	cmd.WaitDelay = time.Second
	output, err := cmd.CombinedOutput()
	where := fmt.Sprintf("%s:%d: $ %s", t.File, t.Line, t.Command)
	if ctx.Err() != nil {
		return fmt.Errorf("%s: still running after %v; it printed:\n%s", where, timeout, output)
	}
	if err != nil {
		return fmt.Errorf("%s: %w; it printed:\n%s", where, err, output)
	}
	if diff := t.Compare(string(output)); diff != "" {
		return fmt.Errorf("%s: the output is not what is documented (- documented, + printed):\n%s", where, diff)
	}
	return nil
}
