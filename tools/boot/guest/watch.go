// SPDX-License-Identifier: MIT

package guest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"bugo/tools/boot/console"
)

// maxOutput ends a guest that prints in an endless loop before it fills the disk.
const maxOutput = 16 << 20

// forbiddenGrace is how long a guest may go on after a forbidden text, so that
// the log also holds the traceback that follows a panic.
const forbiddenGrace = time.Second

// ErrInterrupted is the cause of a Watch's context when a signal ended the test.
var ErrInterrupted = errors.New("interrupted by a signal (Bazel's own test timeout, or Ctrl-C)")

// A Watch is one watched run of a guest.
type Watch struct {
	Command    []string
	Console    *console.Console // expectations and forbidden texts
	ExitStatus int              // how the guest must end by itself
	Timeout    time.Duration
	Log        io.Writer // gets the console as it comes, byte by byte
	Stderr     io.Writer // gets the guest's error output

	// Inspect says where a guest that hangs is, by looking into the emulator
	// before it is killed; nil, or no lines, where that cannot be told.
	Inspect func() []string

	// Explain, where it is not nil, means an emulator that itself says where the
	// guest is, in its error output, when it ends the guest: by its own judgement,
	// or because it is asked to (SIGTERM) at the deadline. Explain takes that from
	// the lines of the error output and returns the other lines as well.
	Explain func(complaints []string) (harts, others []string)
}

// Run starts the guest and returns nil if everything expected appeared in
// time, nothing forbidden did, and the guest ended by itself with the wanted
// status. A failed run is a *Failure; any other error means that there was no
// run. The guest and all it started are gone on return.
func (w *Watch) Run(ctx context.Context) error {
	process, err := Start(w.Command, w.Stderr)
	if err != nil {
		return err
	}
	started := time.Now()
	stop := w.watch(ctx, process)
	var inspected []string
	if stop != nil && stop.hung {
		if w.Inspect != nil {
			inspected = w.Inspect()
		}
		if w.Explain != nil {
			w.ask(process)
		}
	}
	process.Kill()
	status, err := process.Wait()
	if err != nil {
		return err
	}
	complaints := process.Complaints()
	if w.Explain != nil {
		inspected, complaints = w.Explain(complaints)
	}
	failure := &Failure{
		After:      time.Since(started),
		Status:     status,
		Running:    stop != nil,
		Tail:       w.Console.Tail(tailLines),
		Complaints: complaints[max(0, len(complaints)-tailLines):],
		Inspected:  inspected,
	}
	failure.Missing, failure.IsMissing = w.Console.Missing()
	switch text, line, isForbidden := w.Console.Forbidden(); {
	case isForbidden:
		failure.Reason = fmt.Sprintf("the console shows %q, which is forbidden", text)
		if line != text {
			failure.Reason += fmt.Sprintf(", in the line %q", line)
		}
		failure.IsMissing = false
	case stop != nil:
		failure.Reason = stop.reason
		if stop.hung {
			failure.Hint = w.hangHint()
		}
	case failure.IsMissing:
		failure.Reason = fmt.Sprintf("the emulator ended before the console showed %q", failure.Missing.Text)
		if w.Console.Size() == 0 {
			failure.Hint = "nothing was printed at all: does the emulator accept its arguments, and does the image start at its entry?"
		}
	case status.Signal != 0 || status.Code != w.ExitStatus:
		failure.Reason = fmt.Sprintf("the emulator %v, want status %d", status, w.ExitStatus)
		failure.Hint = statusHint(status, w.ExitStatus)
	default:
		return nil
	}
	return failure
}

// A stop is why the driver ends a guest that is still running.
type stop struct {
	reason string
	hung   bool
}

// watch follows the console until the guest ends (nil) or has to be stopped.
func (w *Watch) watch(ctx context.Context, process *Process) *stop {
	deadline := time.NewTimer(w.Timeout)
	defer deadline.Stop()
	var grace <-chan time.Time
	w.typeAll(process)
	for {
		select {
		case chunk, ok := <-process.Output:
			if !ok {
				return nil
			}
			if _, err := w.Log.Write(chunk); err != nil {
				return &stop{reason: fmt.Sprintf("cannot keep the console's log: %v", err)}
			}
			// Console's Write never fails.
			_, _ = w.Console.Write(chunk)
			if w.Console.Size() > maxOutput {
				return &stop{reason: fmt.Sprintf("the guest printed more than %d MiB: it seems to loop", maxOutput>>20)}
			}
			w.typeAll(process)
			if _, _, bad := w.Console.Forbidden(); bad && grace == nil {
				grace = time.After(forbiddenGrace)
			}
		case <-grace:
			return &stop{reason: "the console shows a forbidden text"}
		case <-deadline.C:
			if missing, ok := w.Console.Missing(); ok {
				return &stop{reason: fmt.Sprintf("the console did not show %q within %v", missing.Text, w.Timeout), hung: true}
			}
			return &stop{reason: fmt.Sprintf("the guest showed all that is expected but did not end within %v", w.Timeout), hung: true}
		case <-ctx.Done():
			return &stop{reason: context.Cause(ctx).Error()}
		}
	}
}

// askTimeout is how long an emulator may take to end the guest.
const askTimeout = 2 * time.Second

// ask makes the emulator end the guest, which it may do in time or not.
func (w *Watch) ask(process *Process) {
	process.Ask()
	timeout := time.After(askTimeout)
	for {
		select {
		case chunk, ok := <-process.Output:
			if !ok {
				return
			}
			_, _ = w.Log.Write(chunk) // the test has failed anyway
			_, _ = w.Console.Write(chunk)
		case <-timeout:
			return
		}
	}
}

// typeAll types what is due. A guest that ends without reading is judged by
// what it printed, so that the error of a closed pipe says nothing new.
func (w *Watch) typeAll(process *Process) {
	for _, text := range w.Console.Advance() {
		_, _ = io.WriteString(process.Stdin, text)
	}
}

// hangHint guesses what a hang means.
func (w *Watch) hangHint() string {
	tail := w.Console.Tail(1)
	if len(tail) == 0 {
		return "no output at all: does the firmware start at 0x80000000, and does it reach its console?"
	}
	return fmt.Sprintf("it hung after the line %q", tail[0])
}

// statusHint explains the statuses that our firmware ends the emulator with.
func statusHint(got Status, want int) string {
	switch {
	case got.Code == 1 && want == 0:
		return "status 1 is a system failure that the guest reported (SBI SRST, reason 1): look for a panic above"
	case got.Code == 0 && want == 1:
		return "status 0 is an orderly shutdown (SBI SRST, reason 0): the failure that this test wants did not happen"
	}
	return ""
}
