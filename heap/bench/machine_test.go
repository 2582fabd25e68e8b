// SPDX-License-Identifier: MIT

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/heap/bench/job"
	"bugo/heap/trace"
	"bugo/tools/boot/guesttest"
)

func TestMain(m *testing.M) { guesttest.Main(m) }

// jobFor encodes a trace for a heap of so many bytes.
func jobFor(heapSize int) []byte {
	return job.Encode(heapSize, 1, []trace.Packed{trace.Pack(&trace.Trace{IDs: 1, Ops: []trace.Op{{ID: 0, Size: 1, Align: 1}}})})
}

// inMachine runs a job in a fake QEMU that takes these steps.
func inMachine(t *testing.T, file []byte, steps ...string) ([]byte, error) {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir) // the spec's root is entered
	text, err := json.Marshal(map[string]any{
		"command":         guesttest.Command(t, steps...),
		"expect":          []string{"bench: done"},
		"forbid":          []string{"bench: error:"},
		"timeout_seconds": 30,
	})
	require.NoError(t, err)
	path := filepath.Join(dir, "spec.json")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	t.Setenv("TMPDIR", t.TempDir())
	console, err := runSpec(path, dir, file)
	left, globError := filepath.Glob(filepath.Join(os.TempDir(), "heap-bench-*"))
	require.NoError(t, globError)
	require.Empty(t, left, "the job's file stays behind")
	return console, err
}

func TestTheMachinesConsoleIsTheAnswer(t *testing.T) {
	console, err := inMachine(t, jobFor(1<<20), "print:hello\nbench: done\n", "exit:0")
	require.NoError(t, err)
	require.Equal(t, "hello\nbench: done\n", string(console))
}

func TestAMachineThatFailsSaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		steps []string
		want  string
	}{
		"the guest's error": {[]string{"print:bench: error: the job is damaged\n", "exit:1"}, "bench: error: the job is damaged"},
		"no end":            {[]string{"print:half\n", "exit:0"}, `the emulator ended before the console showed "bench: done"`},
		"QEMU's complaint":  {[]string{"error:no such device\n", "exit:1"}, "no such device"},
		"another status":    {[]string{"print:bench: done\n", "exit:1"}, "the emulator exited with status 1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := inMachine(t, jobFor(1<<20), c.steps...)
			require.ErrorContains(t, err, "the guest: FAILED")
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestTheMachineGetsTheJobAndMemoryForIt(t *testing.T) {
	arguments, err := machineArguments("/tmp/a,b/job", jobFor(3<<20))
	require.NoError(t, err)
	require.Equal(t, []string{
		"-m", "24M", // the heap begins behind 12 MiB: the next multiple of 4 MiB behind the job
		"-icount", "shift=0,sleep=off",
		"-device", "loader,file=/tmp/a,,b/job,addr=0x80800000,force-raw=on",
	}, arguments)
	_, err = machineArguments("job", jobFor(1<<30-1))
	require.ErrorContains(t, err, "the traces and the heap are too large for the machine")
	_, err = machineArguments("job", []byte("nonsense"))
	require.ErrorIs(t, err, job.ErrDamaged)
}

func TestWithoutASpecThereIsNoMachine(t *testing.T) {
	for _, variable := range []string{"BOOT_SPEC", "TEST_SRCDIR", "RUNFILES_DIR"} {
		t.Setenv(variable, "")
	}
	_, err := runMachine(jobFor(1 << 20))
	require.ErrorContains(t, err, "no boot spec")
	require.ErrorContains(t, err, "--host does without the machine")
}
