// SPDX-License-Identifier: MIT

// Command monitor shows the serial console of a K210 board.
//
//	monitor --port /dev/ttyUSB0
//
// Keys go to the board as they are pressed; Ctrl-] ends it. The port's outputs
// DTR and RTS, which reset many boards, are off (k210-facts.md §14): opening
// the port turns them on for a moment, so that such a board starts anew and its
// first lines are seen.
//
// Exit status: 0, or 1 with a message that names what is wrong.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"bugo/platforms/k210"
	"bugo/tools/flash/serialport"
	"bugo/tools/flash/terminal"
)

func newCommand(in *os.File) *cobra.Command {
	var name string
	var baud uint32
	c := &cobra.Command{
		Use:           "monitor --port PORT",
		Short:         "Show the serial console of a K210 board",
		Long:          "Monitor shows what a board sends on its serial line, and sends what is typed. " + terminal.EndName + " ends it.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return run(c, in, name, baud) },
	}
	c.Flags().StringVar(&name, "port", "", "the serial port, such as /dev/ttyUSB0")
	c.Flags().Uint32Var(&baud, "baud", k210.ConsoleBaud, "bits a second")
	if err := c.MarkFlagRequired("port"); err != nil {
		panic(err) // the flag is not defined: a mistake in this program
	}
	return c
}

func run(c *cobra.Command, in *os.File, name string, baud uint32) (err error) {
	if baud == 0 {
		return errors.New("--baud 0: want bits a second, such as 115200")
	}
	port, err := serialport.Open(name, baud)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, port.Close()) }()
	if err := port.Release(); err != nil {
		return fmt.Errorf("%s: cannot turn DTR and RTS off: %w", name, err)
	}
	fmt.Fprintf(c.ErrOrStderr(), "monitor: %s at %d baud, %s ends it\n", name, baud, terminal.EndName)
	return terminal.Run(port, in, c.OutOrStdout())
}

func main() {
	if err := newCommand(os.Stdin).Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "monitor:", err)
		os.Exit(1)
	}
}
