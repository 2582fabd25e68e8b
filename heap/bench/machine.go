// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"bugo/heap/bench/job"
	"bugo/tools/boot/console"
	"bugo/tools/boot/guest"
	"bugo/tools/boot/spec"
)

// A machine runs the guest on a job and returns its console.
type machine func(file []byte) ([]byte, error)

// The machine's memory reaches from memoryStart (k210-facts.md §1) to behind
// the heap, with spare room for the device tree that QEMU puts at its end.
const (
	memoryStart = 0x8000_0000
	spare       = 8 << 20
)

// runGuest measures the traces in the machine.
func (b *bench) runGuest(run machine) error {
	var wanted uint64
	for _, n := range b.allocators {
		wanted |= 1 << n
	}
	consoleText, err := run(job.Encode(b.heapSize, wanted, b.packed))
	if err != nil {
		return err
	}
	lines, err := parseConsole(bytes.NewReader(consoleText))
	if err != nil {
		return err
	}
	for i := range lines {
		l := &lines[i]
		c, known := b.cells[[2]int{l.Allocator, l.Trace}]
		if !known || c.guest != nil {
			return fmt.Errorf("the guest answers for allocator %d and trace %d, which nobody asked for", l.Allocator, l.Trace)
		}
		c.guest = &l.Outcome
	}
	if want := len(b.cells); len(lines) != want {
		return fmt.Errorf("the guest has %d results, want %d", len(lines), want)
	}
	return nil
}

// runMachine is the real machine: QEMU as the boot spec says (package spec),
// and the job in its memory.
func runMachine(file []byte) ([]byte, error) {
	root, err := spec.Root(os.Args[0])
	if err != nil {
		return nil, err
	}
	path, err := spec.Find("", os.Args[0], root)
	if err != nil {
		return nil, fmt.Errorf("%w; --host does without the machine", err)
	}
	return runSpec(path, root, file)
}

func runSpec(path, root string, file []byte) ([]byte, error) {
	s, err := spec.Load(path)
	if err != nil {
		return nil, err
	}
	if err := spec.Enter(root); err != nil {
		return nil, err
	}
	if err := guest.CheckVersion(s.Command[0], s.MinVersion); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "heap-bench-")
	if err != nil {
		return nil, fmt.Errorf("cannot make a directory for the guest's traces: %w", err)
	}
	defer os.RemoveAll(dir)
	jobFile := filepath.Join(dir, "job")
	if err := os.WriteFile(jobFile, file, 0o600); err != nil {
		return nil, fmt.Errorf("cannot write the guest's traces: %w", err)
	}
	arguments, err := machineArguments(jobFile, file)
	if err != nil {
		return nil, err
	}
	monitor, err := guest.NewMonitor(s.Programs())
	if err != nil {
		return nil, err
	}
	defer monitor.Close()

	var log bytes.Buffer
	var expect []console.Expectation
	for _, text := range s.Expect {
		expect = append(expect, console.Expectation{Text: text})
	}
	w := &guest.Watch{
		Command:    append(append(s.Command, arguments...), monitor.Arguments()...),
		Console:    console.New(expect, s.Forbid),
		ExitStatus: s.ExitStatus,
		Timeout:    s.Timeout(),
		Log:        &log,
		Stderr:     io.Discard, // a report of a failure has it
		Inspect:    monitor.Inspect,
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	defer stop()
	if err := w.Run(ctx); err != nil {
		return nil, fmt.Errorf("the guest: %w", err)
	}
	return log.Bytes(), nil
}

// machineArguments returns what QEMU needs to know about the job.
func machineArguments(path string, file []byte) ([]string, error) {
	j, err := job.Open(file)
	if err != nil {
		return nil, err
	}
	end := j.Layout(job.Address).End
	mebibytes := (end - memoryStart + spare + 1<<20 - 1) >> 20
	if mebibytes > maxMemory {
		return nil, errors.New("the traces and the heap are too large for the machine: give fewer or shorter traces, or a smaller --heap-size")
	}
	return []string{
		"-m", fmt.Sprintf("%dM", mebibytes), // the last -m counts
		"-icount", "shift=0,sleep=off", // an instruction is a nanosecond, whatever the host does
		// (A comma in an argument's value is written twice.)
		"-device", fmt.Sprintf("loader,file=%s,addr=%#x,force-raw=on", strings.ReplaceAll(path, ",", ",,"), job.Address),
	}, nil
}

// maxMemory is the most memory that the machine is given, in MiB.
const maxMemory = 1024
