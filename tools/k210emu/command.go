// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"bugo/platforms/virt"
	"bugo/tools/caller"
	"bugo/tools/k210emu/machine"
)

// guestStatus is a guest's failure, as an error.
type guestStatus int

func (s guestStatus) Error() string { return fmt.Sprintf("the guest ended with status %d", int(s)) }

// kernelAddress is where the firmware enters the kernel (k210-facts.md §12.4).
const kernelAddress = 0x8002_0000

// options are the flags.
type options struct {
	machine, bios, kernel string
	harts                 int
	limit                 uint64
	statistics            bool
}

func newCommand(in *os.File, out, messages io.Writer) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:           "k210emu --bios FW.bin [--kernel KERNEL.bin[@ADDRESS]]",
		Short:         "runs images in an emulated machine",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(*cobra.Command, []string) error { return run(&o, in, out, messages) },
	}
	c.Flags().StringVar(&o.machine, "machine", "virt", "the machine: virt")
	c.Flags().StringVar(&o.bios, "bios", "", "flat image at 0x80000000, where the machine starts")
	c.Flags().StringVar(&o.kernel, "kernel", "", "flat image at ADDRESS, by default 0x80020000")
	c.Flags().IntVar(&o.harts, "harts", 1, fmt.Sprintf("how many harts there are, 1 to %d", machine.MaxHarts))
	c.Flags().Uint64Var(&o.limit, "limit", math.MaxUint64, "end after so many instructions")
	c.Flags().BoolVar(&o.statistics, "statistics", false, "say at the end how many instructions ran, and how fast")
	return c
}

// run runs a machine to its end.
func run(o *options, in *os.File, out, messages io.Writer) error {
	m, console, err := o.start(in, out)
	if err != nil {
		return err
	}
	defer console.Close()
	start := time.Now()
	var outcome machine.Outcome
	for left, ended := o.limit, false; left > 0 && !ended; {
		// In pieces, so that the user can end it, and output does not wait.
		piece := min(left, 10_000_000)
		outcome = m.Run(piece)
		left -= piece
		console.Flush()
		ended = outcome.Reason != machine.LimitReached
		if console.Interrupted() {
			return errors.New("ended by Ctrl-C")
		}
	}
	console.Close()
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
		m.Report(messages)
		return fmt.Errorf("the guest has run for the %d instructions of --limit and not ended", o.limit)
	}
}

// start makes the machine that the flags describe.
func (o *options) start(in *os.File, out io.Writer) (*machine.Virt, *console, error) {
	if o.machine != "virt" {
		return nil, nil, fmt.Errorf("there is no machine %q: want virt", o.machine)
	}
	if o.harts < 1 || o.harts > machine.MaxHarts {
		return nil, nil, fmt.Errorf("--harts is %d: want 1 to %d", o.harts, machine.MaxHarts)
	}
	if o.bios == "" {
		return nil, nil, errors.New("no firmware: want --bios FW.bin")
	}
	firmware, err := machine.ReadImage(caller.Path(o.bios), virt.RAMBase)
	if err != nil {
		return nil, nil, err
	}
	images := []machine.Image{firmware}
	if o.kernel != "" {
		path, address, err := splitAddress(o.kernel)
		if err != nil {
			return nil, nil, err
		}
		kernel, err := machine.ReadImage(caller.Path(path), address)
		if err != nil {
			return nil, nil, err
		}
		images = append(images, kernel)
	}
	console, err := newConsole(in, out)
	if err != nil {
		return nil, nil, err
	}
	m, err := machine.NewVirt(o.harts, console, images)
	if err != nil {
		console.Close()
		return nil, nil, err
	}
	return m, console, nil
}

// splitAddress splits PATH[@ADDRESS].
func splitAddress(argument string) (path string, address uint64, err error) {
	at := strings.LastIndexByte(argument, '@')
	if at < 0 {
		return argument, kernelAddress, nil
	}
	address, err = strconv.ParseUint(argument[at+1:], 0, 64)
	if err != nil {
		return "", 0, fmt.Errorf("--kernel %s: %q is no address, want one such as 0x80020000", argument, argument[at+1:])
	}
	return argument[:at], address, nil
}
