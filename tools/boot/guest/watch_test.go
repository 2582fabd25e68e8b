// SPDX-License-Identifier: MIT

package guest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/boot/console"
	"bugo/tools/boot/guesttest"
)

func TestMain(m *testing.M) { guesttest.Main(m) }

// long is a deadline that is never met: tests that pass do not wait for it.
const long = time.Minute

func expect(texts ...string) []console.Expectation {
	var out []console.Expectation
	for _, s := range texts {
		text, send := strings.CutPrefix(s, "send:")
		out = append(out, console.Expectation{Text: text, Send: send})
	}
	return out
}

// run watches a guest and returns the console's log and how it went.
func run(t *testing.T, w Watch, steps ...string) (string, error) {
	t.Helper()
	var log, stderr bytes.Buffer
	w.Command = guesttest.Command(t, steps...)
	w.Log, w.Stderr = &log, &stderr
	if w.Timeout == 0 {
		w.Timeout = long
	}
	err := w.Run(context.Background())
	return log.String(), err
}

func TestAGuestThatDoesAllThatIsExpectedPasses(t *testing.T) {
	log, err := run(t, Watch{Console: console.New(expect("one", "two\n"), []string{"panic"})}, "print:one\r\ntwo\r\n", "exit:0")
	require.NoError(t, err)
	assert.Equal(t, "one\r\ntwo\r\n", log, "the log is what came, byte by byte")
}

func TestAWantedStatusMayBeAFailure(t *testing.T) {
	_, err := run(t, Watch{Console: console.New(expect("panic"), nil), ExitStatus: 1}, "print:panic\n", "exit:1")
	require.NoError(t, err)
}

func TestWhatIsTypedReachesTheGuest(t *testing.T) {
	c := console.New(expect("login: ", "send:root\n", `read "root"`, "send:x\n", `read "x"`), nil)
	_, err := run(t, Watch{Console: c}, "print:login: ", "read", "read", "exit:0")
	require.NoError(t, err)
}

// fail runs a guest that has to fail and returns the report.
func fail(t *testing.T, w Watch, steps ...string) *Failure {
	t.Helper()
	_, err := run(t, w, steps...)
	var failure *Failure
	require.True(t, errors.As(err, &failure), "%v", err)
	return failure
}

func TestTheWrongLineFails(t *testing.T) {
	report := fail(t, Watch{Console: console.New(expect("boot", "Hello OS"), nil)}, "print:boot\nhello os\n", "exit:0").Error()
	for _, want := range []string{
		`the emulator ended before the console showed "Hello OS"`,
		`missing: text 2 of 2, "Hello OS"`,
		`matched last: "boot"`,
		"the emulator: exited with status 0",
		"| hello os",
	} {
		assert.Contains(t, report, want)
	}
}

func TestTextsInTheWrongOrderFail(t *testing.T) {
	report := fail(t, Watch{Console: console.New(expect("b", "a"), nil)}, "print:a\nb\n").Error()
	assert.Contains(t, report, `order: the missing text did appear, but before "b"`)
}

func TestAllTextsWithTheWrongStatusFail(t *testing.T) {
	for _, test := range []struct {
		exit string
		want int
		text string
		hint string
	}{
		{"exit:1", 0, "the emulator exited with status 1, want status 0", "look for a panic above"},
		{"exit:0", 1, "the emulator exited with status 0, want status 1", "the failure that this test wants did not happen"},
		{"exit:7", 0, "the emulator exited with status 7, want status 0", ""},
	} {
		f := fail(t, Watch{Console: console.New(expect("ok"), nil), ExitStatus: test.want}, "print:ok\n", test.exit)
		assert.Equal(t, test.text, f.Reason)
		assert.Contains(t, f.Hint, test.hint)
		assert.False(t, f.Running)
	}
}

func TestAGuestThatPrintsNothingIsTold(t *testing.T) {
	report := fail(t, Watch{Console: console.New(expect("ok"), nil)}, "error:qemu: no such device\n", "exit:1").Error()
	assert.Contains(t, report, "console: empty")
	assert.Contains(t, report, "| qemu: no such device")
	assert.Contains(t, report, "does the emulator accept its arguments")
}

func TestAGuestThatHangsIsEndedAtTheDeadline(t *testing.T) {
	for _, test := range []struct {
		name   string
		print  string
		reason string
		hint   string
	}{
		{"before a text", "print:heap\n", `the console did not show "ok" within 300ms`, `it hung after the line "heap"`},
		{"without output", "print:", `the console did not show "ok" within 300ms`, "no output at all"},
		{"after all texts", "print:ok\n", "the guest showed all that is expected but did not end within 300ms", `it hung after the line "ok"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := Watch{
				Console: console.New(expect("ok"), nil),
				Timeout: 300 * time.Millisecond,
				Inspect: func() []string { return []string{"hart 0: pc 0x80020000"} },
			}
			f := fail(t, w, test.print, "deaf", "hang")
			assert.Equal(t, test.reason, f.Reason)
			assert.True(t, f.Running)
			assert.Contains(t, f.Hint, test.hint)
			assert.Contains(t, f.Error(), "| hart 0: pc 0x80020000")
			assert.Contains(t, f.Error(), "was still running and has been ended")
			assert.Less(t, f.After, long)
		})
	}
}

func TestForbiddenTextFailsEvenIfAllElseIsWell(t *testing.T) {
	w := Watch{Console: console.New(expect("ok"), []string{"FAIL", "panic:"})}
	f := fail(t, w, "print:ok\n1 FAIL\n", "exit:0")
	assert.Equal(t, `the console shows "FAIL", which is forbidden, in the line "1 FAIL"`, f.Reason)
	assert.False(t, f.IsMissing)
}

func TestWhatFollowsAForbiddenTextIsStillLogged(t *testing.T) {
	w := Watch{Console: console.New(expect("never"), []string{"panic:"})}
	log, err := run(t, w, "print:panic: x\n", "print:\tmain.go:7\n", "hang")
	require.ErrorContains(t, err, `the console shows "panic:", which is forbidden, in the line "panic: x"`)
	assert.Equal(t, "panic: x\n\tmain.go:7\n", log)
}

func TestAGuestThatPrintsWithoutEndIsStopped(t *testing.T) {
	f := fail(t, Watch{Console: console.New(expect("never"), nil)}, "flood")
	assert.Equal(t, "the guest printed more than 16 MiB: it seems to loop", f.Reason)
}

func TestACancelledTestEndsTheGuest(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	w := Watch{
		Command: guesttest.Command(t, "print:up\n", "hang"),
		Console: console.New(expect("never"), nil),
		Timeout: long,
		Log:     writerFunc(func() { cancel(ErrInterrupted) }),
		Stderr:  &bytes.Buffer{},
	}
	err := w.Run(ctx)
	require.ErrorContains(t, err, "interrupted by a signal")
	assert.ErrorContains(t, err, "| up")
}

func TestOnlyTheLastComplaintsAreRepeated(t *testing.T) {
	f := fail(t, Watch{Console: console.New(expect("ok"), nil)}, "error:first\n"+strings.Repeat("again and again\n", 2000)+"last\n", "exit:1")
	assert.Len(t, f.Complaints, tailLines)
	assert.Equal(t, "last", f.Complaints[tailLines-1])
}

type writerFunc func()

func (f writerFunc) Write(b []byte) (int, error) { f(); return len(b), nil }

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestALogThatCannotBeKeptFails(t *testing.T) {
	w := Watch{Command: guesttest.Command(t, "print:x\n", "hang"), Console: console.New(expect("x"), nil), Timeout: long, Log: brokenWriter{}, Stderr: &bytes.Buffer{}}
	assert.ErrorContains(t, w.Run(context.Background()), "cannot keep the console's log: disk full")
}

func TestASignalThatEndsTheGuestIsNamed(t *testing.T) {
	w := Watch{Console: console.New(expect("up", "more"), nil)}
	ids := filepath.Join(t.TempDir(), "id")
	w.Inspect = func() []string { panic("only a hang is inspected") }
	w.Command = guesttest.Command(t, "id:"+ids, "print:up\n", "hang")
	w.Stderr, w.Timeout = &bytes.Buffer{}, long
	w.Log = writerFunc(func() { require.NoError(t, syscall.Kill(readID(t, ids), syscall.SIGKILL)) })
	err := w.Run(context.Background())
	assert.ErrorContains(t, err, "the emulator: was ended by signal 9 (killed)")
}

func readID(t *testing.T, path string) int {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	id, err := strconv.Atoi(string(b))
	require.NoError(t, err)
	return id
}

// gone waits until a process has ended.
func gone(t *testing.T, id int) {
	t.Helper()
	require.Eventually(t, func() bool {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(id) + "/stat")
		// A zombie whose parent is slow to wait is gone as well.
		return err != nil || strings.Contains(string(stat), ") Z ")
	}, 10*time.Second, 5*time.Millisecond, "process %d is still there", id)
}

func TestWhatTheGuestStartedIsEndedToo(t *testing.T) {
	ids := filepath.Join(t.TempDir(), "id")
	w := Watch{Console: console.New(expect("up"), nil)}
	started := time.Now()
	_, err := run(t, w, "leave:"+ids, "print:up\n", "exit:0")
	require.NoError(t, err, "a process that keeps the output open does not keep the test")
	assert.Less(t, time.Since(started), long)
	gone(t, readID(t, ids))
}

func TestAMissingEmulatorIsNamedWithARemedy(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	require.NoError(t, os.WriteFile(text, []byte("x"), 0o600))
	for path, want := range map[string]string{
		filepath.Join(dir, "qemu-system-riscv64"): "the emulator is missing: there is no file " + dir + "/qemu-system-riscv64 in ",
		dir:            "is not an executable file: ./bazelw clean --expunge",
		text:           "is not an executable file: ./bazelw clean --expunge",
		text + "/qemu": "the emulator cannot be used",
	} {
		w := Watch{Command: []string{path}, Console: console.New(expect("x"), nil), Timeout: long}
		err := w.Run(context.Background())
		require.ErrorContains(t, err, want)
		var failure *Failure
		assert.False(t, errors.As(err, &failure), "there was no run")
		_, err = Attach([]string{path})
		assert.ErrorContains(t, err, want)
	}
}
