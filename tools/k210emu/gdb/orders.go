// SPDX-License-Identifier: MIT

package gdb

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"bugo/tools/k210emu/machine"
)

// order is what `monitor` can do.
type order struct {
	name, arguments, does string
	do                    func(t *Machine, hart int, arguments []string, out io.Writer) error
}

var orders []order

func init() { // help lists them
	orders = []order{
		{"help", "", "lists what there is", help},
		{"registers", "", "shows registers of all harts", func(t *Machine, _ int, _ []string, out io.Writer) error {
			t.m.Report(out)
			return nil
		}},
		{"time", "", "shows how far the machine has come", showTime},
		{"leds", "", "shows the board's LEDs", showLEDs},
		{"peek", "ADDRESS [SIZE]", "reads a register of a device, which may change it", peek},
		{"reset", "", "starts the machine again, with the memory that it has", reset},
		{"snapshot", "save|load FILE", "writes the machine to a file, or goes on from one", snapshot},
	}
}

func help(_ *Machine, _ int, _ []string, out io.Writer) error {
	for _, o := range orders {
		fmt.Fprintf(out, "monitor %-26s %s\n", o.name+" "+o.arguments, o.does)
	}
	return nil
}

func showTime(t *Machine, _ int, _ []string, out io.Writer) error {
	fmt.Fprintf(out, "%d instructions, %d cycles; back to instruction %d\n", t.m.Steps(), t.m.Cycles(), t.history.points[0].Steps)
	return nil
}

func showLEDs(t *Machine, _ int, _ []string, out io.Writer) error {
	board, ok := t.m.(interface{ LEDs() machine.LEDs })
	if !ok {
		return errors.New("this machine has no LEDs: they are the K210 board's")
	}
	leds := board.LEDs()
	for _, lamp := range []struct {
		name string
		on   bool
	}{{"red", leds.Red}, {"green", leds.Green}, {"blue", leds.Blue}} {
		state := "off"
		if lamp.on {
			state = "on"
		}
		fmt.Fprintf(out, "%-5s %s\n", lamp.name, state)
	}
	return nil
}

func peek(t *Machine, n int, arguments []string, out io.Writer) error {
	if len(arguments) < 1 || len(arguments) > 2 {
		return errors.New("want peek ADDRESS [SIZE], with a SIZE of 1, 2, 4 or 8 bytes; it is 4 otherwise")
	}
	address, err := strconv.ParseUint(arguments[0], 0, 64)
	if err != nil {
		return fmt.Errorf("%q is no address", arguments[0])
	}
	size := 4
	if len(arguments) == 2 {
		if size, err = strconv.Atoi(arguments[1]); err != nil || size != 1 && size != 2 && size != 4 && size != 8 {
			return fmt.Errorf("%q is no size: want 1, 2, 4 or 8", arguments[1])
		}
	}
	value, ok := t.m.Harts()[n].Bus.Load(address, size)
	if !ok {
		return fmt.Errorf("no device answers a load of %d bytes at %#x", size, address)
	}
	fmt.Fprintf(out, "%#x: 0x%0*x\n", address, 2*size, value)
	return t.history.change()
}

func reset(t *Machine, _ int, _ []string, out io.Writer) error {
	t.m.Reset()
	fmt.Fprintln(out, "the machine is reset; `maintenance flush register-cache` lets gdb see it")
	return t.history.change()
}

func snapshot(t *Machine, _ int, arguments []string, out io.Writer) (err error) {
	if len(arguments) != 2 {
		return errors.New("want snapshot save FILE, or snapshot load FILE")
	}
	path := arguments[1]
	switch arguments[0] {
	case "save":
		file, err := os.Create(path)
		if err != nil {
			return fmt.Errorf("cannot write the snapshot: %w", err)
		}
		if err := errors.Join(t.m.Save(file), file.Close()); err != nil {
			return err
		}
		fmt.Fprintf(out, "saved instruction %d to %s\n", t.m.Steps(), path)
		return nil
	case "load":
		file, err := os.Open(path)
		if err != nil {
			return fmt.Errorf("cannot read the snapshot: %w", err)
		}
		defer file.Close()
		if err := t.m.Restore(file); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		fmt.Fprintf(out, "the machine is at instruction %d; `maintenance flush register-cache` lets gdb see it\n", t.m.Steps())
		return t.history.begin()
	default:
		return fmt.Errorf("there is no snapshot %s: want snapshot save FILE, or snapshot load FILE", arguments[0])
	}
}
