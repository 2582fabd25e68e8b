// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"bugo/tools/k210emu/gdb"
	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/machine"
)

// guestStatus is a guest's failure, as an error.
type guestStatus int

func (s guestStatus) Error() string { return fmt.Sprintf("the guest ended with status %d", int(s)) }

// emulated is a machine of either kind.
type emulated interface {
	gdb.Emulated
	Retired() uint64
	Strict() *hart.Strict
	Cover(c *hart.Coverage)
}

// options are the flags.
type options struct {
	machine    string
	serial     string
	virt       virtOptions
	k210       k210Options
	debug      debugOptions
	strict     strictOptions
	coverage   coverageOptions
	limit      uint64
	statistics bool
}

func newCommand(in *os.File, out, messages io.Writer) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:           "k210emu (--image IMAGE.bin | --flash FLASH.bin | --machine virt --bios FW.bin [--kernel KERNEL.bin])",
		Short:         "runs images in an emulated machine",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(c *cobra.Command, _ []string) error { return run(c, &o, in, out, messages) },
	}
	f := c.Flags()
	f.StringVar(&o.machine, "machine", "k210", "the machine: k210 or virt")
	f.StringVar(&o.serial, "serial", serialStdio, "what the serial line is: stdio, or pty, a pseudo-terminal whose name is told")
	o.k210.flags(f)
	o.virt.flags(f)
	o.debug.flags(f)
	o.strict.flags(f)
	o.coverage.flags(f)
	f.Uint64Var(&o.limit, "limit", math.MaxUint64, "end after so many instructions")
	f.BoolVar(&o.statistics, "statistics", false, "say at the end how many instructions ran, and how fast")
	return c
}

// start makes the machine that the flags describe; end is to be called when it has
// run.
func (o *options) start(f *pflag.FlagSet, c *console, messages io.Writer) (m emulated, end func() error, err error) {
	ours, others := &o.k210.own, &o.virt.own
	switch o.machine {
	case "k210":
	case "virt":
		ours, others = others, ours
	default:
		return nil, nil, fmt.Errorf("there is no machine %q: want k210 or virt", o.machine)
	}
	for _, name := range *others {
		if f.Changed(name) {
			return nil, nil, fmt.Errorf("--%s is not for the machine %s, which has --%s", name, o.machine, strings.Join(*ours, ", --"))
		}
	}
	strictly, err := o.strict.start(&o.debug, messages)
	if err != nil {
		return nil, nil, err
	}
	if o.machine == "virt" {
		return o.virt.start(c, strictly...)
	}
	return o.k210.start(c, messages, strictly...)
}

// What --serial can be.
const (
	serialStdio = "stdio"
	serialPTY   = "pty"
)

// connect makes the serial line.
func (o *options) connect(in *os.File, out, messages io.Writer) (*console, error) {
	switch o.serial {
	case serialStdio:
		return newConsole(in, out, messages)
	case serialPTY:
		return newLine(messages)
	}
	return nil, fmt.Errorf("--serial %s: want stdio or pty", o.serial)
}

// run runs a machine to its end.
func run(c *cobra.Command, o *options, in *os.File, out, messages io.Writer) (err error) {
	if err := o.debug.check(c.Flags()); err != nil {
		return err
	}
	console, err := o.connect(in, out, messages)
	if err != nil {
		return err
	}
	defer console.Close()
	if o.debug.gdb != "" {
		console.Record()
	}
	m, end, err := o.start(c.Flags(), console, console.Messages())
	if err != nil {
		return err
	}
	defer func() {
		if failed := end(); failed != nil {
			err = errors.Join(err, failed)
		}
		err = o.strict.end(m.Strict(), messages, err)
	}()
	debugger, err := o.debug.begin(m, console.Messages())
	defer func() {
		console.Close()
		err = errors.Join(err, debugger.end())
	}()
	if err != nil {
		return err
	}
	if err := o.coverage.begin(m, &o.debug); err != nil {
		return err
	}
	start := time.Now()
	outcome, err := o.runMachine(m, console, debugger)
	if failed := o.coverage.end(&o.debug); err != nil || failed != nil {
		return errors.Join(err, failed)
	}
	console.Close()
	if err := debugger.save(); err != nil {
		return err
	}
	if o.statistics {
		elapsed := time.Since(start).Seconds()
		fmt.Fprintf(messages, "k210emu: %d instructions retired, %.1f million a second\n",
			m.Retired(), float64(m.Retired())/elapsed/1e6)
	}
	switch outcome.Reason {
	case machine.Finished:
		if outcome.Status != 0 {
			return guestStatus(outcome.Status)
		}
		return nil
	case machine.Hung:
		m.Report(messages)
		return errors.New("the guest hangs: all harts wait (wfi), and nothing that can wake them will come")
	default:
		if o.debug.save != "" {
			return nil
		}
		m.Report(messages)
		return fmt.Errorf("the guest has run for the %d instructions of --limit and not ended", o.limit)
	}
}

// runMachine lets a machine run to its end, or that of --limit, or lets gdb do so.
func (o *options) runMachine(m emulated, console *console, debugger *debugger) (outcome machine.Outcome, err error) {
	if o.debug.gdb != "" {
		return debugger.serve(console)
	}
	for left, ended := o.limit, false; left > 0 && !ended; {
		// In pieces, so that the user can end it, and output does not wait.
		piece := min(left, 10_000_000)
		outcome = m.Run(piece)
		left -= piece
		console.Flush()
		ended = outcome.Reason != machine.LimitReached
		if by, interrupted := console.Interrupted(); interrupted && !ended {
			console.Close()
			if by != byCtrlC {
				m.Report(console.Messages()) // who watches the guest wants to know where it was
			}
			return outcome, errors.New("ended by " + by)
		}
	}
	return outcome, nil
}
