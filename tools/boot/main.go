// SPDX-License-Identifier: MIT

// Command boot starts a machine in an emulator as a spec says (package spec): on
// the terminal, which is what `./bazelw run //:qemu` does, or watched, which
// is what every boot_test does.
//
//	boot [--spec=FILE] [ARGUMENTS OF THE EMULATOR...]
//
// Without --spec the environment variable BOOT_SPEC names it; without that it
// is the file beside the program with its name and ".json". Arguments are
// appended to the emulator's command: `./bazelw run //:qemu -- -d int`.
//
// Exit status: on the terminal, the emulator's; watched, 0 if the run went as expected
// and 1 if not; 2 if there was no run.
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
	"strconv"
	"strings"
	"syscall"

	"bugo/tools/boot/console"
	"bugo/tools/boot/guest"
	"bugo/tools/boot/spec"
)

// Exit statuses of the driver's own.
const (
	failed = 1 // the run did not go as expected
	noRun  = 2 // there was no run
)

func main() {
	code, err := boot(os.Args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "boot:", err)
	}
	os.Exit(code)
}

func boot(args []string) (int, error) {
	s, root, extra, err := load(args)
	if err != nil {
		return noRun, err
	}
	// The emulator's arguments name files relative to the root as well.
	if err := spec.Enter(root); err != nil {
		return noRun, err
	}
	s.Resolve(root)
	if err := guest.CheckVersion(s.Command[0], s.MinVersion); err != nil {
		return noRun, err
	}
	s.Command = append(s.Command, extra...)
	if s.Interactive {
		code, err := guest.Attach(s.Command)
		if err != nil {
			return noRun, err
		}
		return code, nil
	}
	err = watch(s)
	if len(s.WantFailure) > 0 {
		return wantFailure(err, s.WantFailure)
	}
	if failure := (*guest.Failure)(nil); errors.As(err, &failure) {
		return failed, err
	} else if err != nil {
		return noRun, err
	}
	return 0, nil
}

// load finds and reads the spec, and returns what remains of the arguments.
func load(args []string) (s *spec.Spec, root string, extra []string, err error) {
	extra = args[1:]
	given := ""
	if len(extra) > 0 && strings.HasPrefix(extra[0], "--spec=") {
		given, extra = strings.TrimPrefix(extra[0], "--spec="), extra[1:]
	}
	if len(extra) > 0 && extra[0] == "--" {
		extra = extra[1:]
	}
	if root, err = spec.Root(args[0]); err != nil {
		return nil, "", nil, err
	}
	path, err := spec.Find(given, args[0], root)
	if err != nil {
		return nil, "", nil, err
	}
	s, err = spec.Load(path)
	return s, root, extra, err
}

// watch runs a test.
func watch(s *spec.Spec) error {
	log, where, err := openLog()
	if err != nil {
		return err
	}
	defer log.Close()

	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	defer signal.Stop(signals)
	go func() {
		select {
		case <-signals:
			cancel(guest.ErrInterrupted)
		case <-ctx.Done():
		}
	}()

	var shown bytes.Buffer
	w := &guest.Watch{
		Command:    s.Command,
		Console:    console.New(expectations(s.Expect), s.Forbid),
		ExitStatus: s.ExitStatus,
		Timeout:    s.Timeout(),
		Log:        io.MultiWriter(os.Stdout, log, &shown),
		Stderr:     os.Stderr,
	}
	programs := s.Programs()
	switch {
	case s.Emulator == spec.K210emu:
		w.Command = append(w.Command, coverage(os.Getenv("COVERAGE_DIR"))...)
		w.Explain = func(lines []string) (harts, others []string) { return guest.Explain(lines, programs) }
	case len(programs) > 0:
		monitor, err := guest.NewMonitor(programs)
		if err != nil {
			return err
		}
		defer monitor.Close()
		w.Command = append(w.Command, monitor.Arguments()...)
		w.Inspect = monitor.Inspect
	}
	if err = w.Run(ctx); err == nil {
		err = missing(shown.Bytes(), s.Anywhere)
	}
	if failure := (*guest.Failure)(nil); errors.As(err, &failure) && where != "" {
		return fmt.Errorf("%w\n  whole console: %s", err, where)
	}
	return err
}

// coverage is what makes our emulator leave the guest's coverage where Bazel has
// set a directory for it: `bazel coverage` merges the .dat files there.
func coverage(dir string) (arguments []string) {
	if dir == "" {
		return nil
	}
	return []string{"--coverage=" + filepath.Join(dir, "guest.dat")}
}

// missing returns a failure that names the texts which the console has not shown
// anywhere, or nil.
func missing(shown []byte, texts []string) error {
	var absent []string
	for _, text := range texts {
		if !bytes.Contains(shown, []byte(text)) {
			absent = append(absent, strconv.Quote(text))
		}
	}
	if len(absent) == 0 {
		return nil
	}
	return &guest.Failure{Reason: "the console never showed " + strings.Join(absent, ", ")}
}

// openLog opens the file that keeps the console: console.log among the test's
// outputs. Outside Bazel's tests nothing is kept.
func openLog() (io.WriteCloser, string, error) {
	dir := os.Getenv("TEST_UNDECLARED_OUTPUTS_DIR")
	if dir == "" {
		return nopCloser{io.Discard}, "", nil
	}
	path := filepath.Join(dir, "console.log")
	f, err := os.Create(path)
	if err != nil {
		return nil, "", fmt.Errorf("cannot keep the console's log: %w", err)
	}
	return f, path, nil
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// expectations splits the spec's list into what to wait for and what to type.
func expectations(list []string) []console.Expectation {
	var out []console.Expectation
	for _, e := range list {
		text, send := strings.CutPrefix(e, spec.Send)
		out = append(out, console.Expectation{Text: text, Send: send})
	}
	return out
}

// wantFailure judges a run that has to fail: err is how it ended, and texts
// must appear in its report in order.
func wantFailure(err error, texts []string) (int, error) {
	if err == nil {
		return failed, fmt.Errorf("the run went well, but this test wants it to fail with %q", texts)
	}
	report := console.New(expectations(texts), nil)
	_, _ = report.Write([]byte(err.Error())) // never fails
	report.Advance()
	if missing, ok := report.Missing(); ok {
		return failed, fmt.Errorf("the run failed as wanted, but its report does not say %q:\n%w", missing.Text, err)
	}
	fmt.Printf("The run failed as this test wants:\n%v\n", err)
	return 0, nil
}
