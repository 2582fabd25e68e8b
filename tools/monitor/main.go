// SPDX-License-Identifier: MIT

// Command monitor shows the serial console of a K210 board.
//
//	monitor --port /dev/ttyUSB0 [--board dan]
//
// Keys go to the board as they are pressed; Ctrl-] ends it. The port's outputs
// DTR and RTS, which reset many boards, are off (k210-facts.md §14). Opening the
// port turns them on for a moment, so that some boards start anew; with --board
// the board surely does, and its first lines are seen.
//
// Exit status: 0, or 1 with a message that names what is wrong.
package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"bugo/platforms/k210"
	"bugo/tools/flash/serialport"
	"bugo/tools/flash/terminal"
	"bugo/tools/flash/wiring"
)

func newCommand(in *os.File) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:           "monitor --port PORT",
		Short:         "Show the serial console of a K210 board",
		Long:          "Monitor shows what a board sends on its serial line, and sends what is typed. " + terminal.EndName + " ends it.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return o.run(c, in) },
	}
	c.Flags().StringVar(&o.port, "port", "", "the serial port, such as /dev/ttyUSB0")
	c.Flags().StringVar(&o.board, "board", "", "reset the board first, which is wired as flash --help tells")
	c.Flags().Uint32Var(&o.baud, "baud", k210.ConsoleBaud, "bits a second")
	if err := c.MarkFlagRequired("port"); err != nil {
		panic(err) // the flag is not defined: a mistake in this program
	}
	return c
}

// options is what the command line says.
type options struct {
	port, board string
	baud        uint32
}

// realTime is the clock that people have.
type realTime struct{}

func (realTime) Sleep(d time.Duration) { time.Sleep(d) }

func (o *options) run(c *cobra.Command, in *os.File) (err error) {
	if o.baud == 0 {
		return errors.New("--baud 0: want bits a second, such as 115200")
	}
	var board wiring.Wiring
	if o.board != "" {
		if board, err = wiring.Find(o.board); err != nil {
			return fmt.Errorf("--board: %w", err)
		}
	}
	port, err := serialport.Open(o.port, o.baud)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, port.Close()) }()
	if err := port.Release(); err != nil {
		return fmt.Errorf("%s: cannot turn DTR and RTS off: %w", o.port, err)
	}
	if err := board.Boot(port, realTime{}); err != nil {
		return err
	}
	fmt.Fprintf(c.ErrOrStderr(), "monitor: %s at %d baud, %s ends it\n", o.port, o.baud, terminal.EndName)
	return terminal.Run(port, in, c.OutOrStdout())
}

func main() {
	if err := newCommand(os.Stdin).Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "monitor:", err)
		os.Exit(1)
	}
}
