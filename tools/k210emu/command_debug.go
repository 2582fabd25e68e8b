// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"bugo/tools/caller"
	"bugo/tools/k210emu/count"
	"bugo/tools/k210emu/gdb"
	"bugo/tools/k210emu/machine"
	"bugo/tools/k210emu/symbols"
	"bugo/tools/k210emu/trace"
)

// debugOptions are the flags for looking at a guest.
type debugOptions struct {
	symbols       []string
	traces        []string
	count         string
	gdb           string
	restore, save string

	read *symbols.Table // see table
}

const (
	// onMessages is what --count is without a file.
	onMessages = "-"
	// countedFunctions is how many functions are in the table of --count.
	countedFunctions = 40
)

func (o *debugOptions) flags(f *pflag.FlagSet) {
	f.StringArrayVar(&o.symbols, "symbols", nil, "ELF file of a program of the guest, for names; may be repeated")
	f.StringArrayVar(&o.traces, "trace", nil, "write a trace: "+strings.Join(trace.Kinds, " or ")+"[,FILE]; may be repeated")
	f.StringVar(&o.count, "count", "", "count instructions: at the end, a table of functions, or a profile for `go tool pprof` to a file")
	f.Lookup("count").NoOptDefVal = onMessages
	f.StringVar(&o.gdb, "gdb", "", "wait for gdb before the first instruction, at an address of this machine, or the path of a socket")
	f.Lookup("gdb").NoOptDefVal = gdb.DefaultAddress
	f.StringVar(&o.restore, "restore", "", "begin where the machine was when a snapshot was made, a file of --save")
	f.StringVar(&o.save, "save", "", "a file to write a snapshot of the machine to, at the end, which may be that of --limit")
}

// check tells which flags do not go together.
func (o *debugOptions) check(f *pflag.FlagSet) error {
	if o.gdb != "" && o.count != "" {
		return errors.New("--count counts a run that goes forward: not with --gdb")
	}
	if o.gdb != "" && f.Changed("limit") {
		return errors.New("--limit is for a run without a person: not with --gdb")
	}
	return nil
}

// table reads the symbols, once.
func (o *debugOptions) table() (*symbols.Table, error) {
	if o.read != nil {
		return o.read, nil
	}
	var paths []string
	for _, path := range o.symbols {
		paths = append(paths, caller.Path(path))
	}
	var err error
	o.read, err = symbols.Open(paths)
	return o.read, err
}

// debugger is what the flags make of a run.
type debugger struct {
	o        *debugOptions
	m        emulated
	table    *symbols.Table
	counter  *count.Counter
	traces   []trace.Trace
	files    []*os.File
	messages io.Writer
}

// begin prepares a machine for what the flags want of it. The debugger is to be
// ended, also when there is an error.
func (o *debugOptions) begin(m emulated, messages io.Writer) (d *debugger, err error) {
	d = &debugger{o: o, m: m, messages: messages}
	if d.table, err = o.table(); err != nil {
		return d, err
	}
	if o.restore != "" {
		if err := d.restore(caller.Path(o.restore)); err != nil {
			return d, err
		}
	}
	for _, argument := range o.traces {
		if err := d.trace(argument); err != nil {
			return d, err
		}
	}
	if o.count != "" {
		d.counter = &count.Counter{}
		m.Observe(d.counter)
	}
	return d, nil
}

func (d *debugger) restore(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("cannot read the snapshot: %w", err)
	}
	defer file.Close()
	if err := d.m.Restore(bufio.NewReader(file)); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// trace begins a trace: KIND[,FILE].
func (d *debugger) trace(argument string) error {
	kind, path, toFile := strings.Cut(argument, ",")
	w := d.messages
	if toFile {
		file, err := os.Create(caller.Path(path))
		if err != nil {
			return fmt.Errorf("cannot write the trace: %w", err)
		}
		d.files = append(d.files, file)
		w = file
	}
	t, err := trace.New(kind, w, d.table, d.m.Steps)
	if err != nil {
		return fmt.Errorf("--trace=%s: %w", argument, err)
	}
	d.traces = append(d.traces, t)
	d.m.Observe(t)
	return nil
}

// serve lets gdb run the machine.
func (d *debugger) serve(c *console) (machine.Outcome, error) {
	listener, err := gdb.Listen(d.o.gdb)
	if err != nil {
		return machine.Outcome{}, err
	}
	target, err := gdb.NewMachine(d.m, c.recorder)
	if err != nil {
		return machine.Outcome{}, err
	}
	target.Flush = c.Flush
	c.hurries = target.Hurries
	server := &gdb.Server{
		Target: target, Listener: listener, Messages: c.Messages(),
		Wanted: func() bool {
			_, ended := c.Interrupted()
			return !ended
		},
		Pause: c.Pause,
	}
	return server.Serve()
}

// end writes what is left to be written.
func (d *debugger) end() (err error) {
	for _, t := range d.traces {
		err = errors.Join(err, t.Flush())
	}
	for _, file := range d.files {
		err = errors.Join(err, file.Close())
	}
	switch {
	case d.counter == nil:
	case d.o.count == onMessages:
		err = errors.Join(err, d.counter.WriteTable(d.messages, d.table, countedFunctions))
	default:
		err = errors.Join(err, create(d.o.count, func(w io.Writer) error { return d.counter.WriteProfile(w, d.table) }))
	}
	return err
}

// save writes the snapshot, if one is wanted.
func (d *debugger) save() error {
	if d.o.save == "" {
		return nil
	}
	return create(d.o.save, d.m.Save)
}

// create writes a file.
func create(path string, write func(io.Writer) error) error {
	file, err := os.Create(caller.Path(path))
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return errors.Join(write(file), file.Close())
}
