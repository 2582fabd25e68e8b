// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap/bench/job"
	"bugo/heap/bench/measure"
	"bugo/heap/bench/outcome"
	"bugo/heap/trace"
)

// example needs more than 64 KiB.
const example = "# grows and shrinks\na 0 8000 8\na 1 6000 8\nf 0\na 2 8000 16\nf 1\nf 2\na 3 70000 8 # too much\n"

// workspace makes a directory with these files, as the one that bench was
// called in.
func workspace(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("BUILD_WORKING_DIRECTORY", dir)
	for name, content := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	return dir
}

func run(m machine, args ...string) (string, error) {
	command := newCommand(m)
	var out strings.Builder
	command.SetOut(&out)
	command.SetArgs(args)
	err := command.Execute()
	return out.String(), err
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	_, err := writer.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	return out.String()
}

// fake is a guest on the host: what the real one does, with instructions that
// are readings of the counter.
func fake(file []byte) ([]byte, error) {
	var out bytes.Buffer
	j, err := job.Open(file)
	if err != nil {
		return nil, err
	}
	align := job.RegionAlign(j.HeapSize())
	memory := make([]byte, uintptr(j.HeapSize())+align+job.RegionOffset)
	start := (uintptr(unsafe.Pointer(&memory[0]))+align-1)&^(align-1) + job.RegionOffset
	readings := uint64(0)
	for i := range j.Traces() {
		ops := make([]trace.Op, j.Trace(i).Len())
		if err := j.Trace(i).Unpack(ops); err != nil {
			return nil, err
		}
		m := measure.New(start, uintptr(j.HeapSize()), ops, make([]trace.Op, 0, len(ops)),
			make([]measure.Slot, j.Trace(i).Slots()), func() uint64 { readings += 11; return readings })
		for n := range measure.Names {
			if !j.Wants(n) {
				continue
			}
			var o outcome.Outcome
			if err := m.Run(measure.Allocator(n), &o); err != nil {
				return nil, err
			}
			fmt.Fprintf(&out, "%s %d %d", outcome.Prefix, n, i)
			o.Each(func(name string, figure *uint64) { fmt.Fprintf(&out, " %s %d", name, *figure) })
			fmt.Fprintf(&out, "\r\n")
		}
	}
	clear(memory)
	fmt.Fprintf(&out, "%s\r\n", outcome.Done)
	return out.Bytes(), nil
}

// unwanted is a machine that must not run.
func unwanted([]byte) ([]byte, error) { return nil, errors.New("the machine was started") }

func TestMeasuresTheTracesNamed(t *testing.T) {
	workspace(t, map[string]string{"plain.txt": example, "packed.txt.gz": packed(t, example)})
	out, err := run(fake, "plain.txt", "packed.txt.gz", "--heap-size=64KiB")
	require.NoError(t, err)
	for _, want := range []string{
		"Guest instructions per operation", "Largest single Alloc / Free", "Host nanoseconds per operation",
		"plain ", "packed ", "bump", "buddy", "tlsf", "A heap of 65536 bytes.",
		"0.0 % (1)", // the last request finds nothing live
	} {
		require.Contains(t, out, want)
	}
}

func TestEitherHalfCanBeLeftOut(t *testing.T) {
	workspace(t, map[string]string{"trace": example})
	out, err := run(unwanted, "trace", "--host")
	require.NoError(t, err)
	require.NotContains(t, out, "instructions per operation")
	require.Contains(t, out, "Host nanoseconds")
	out, err = run(fake, "trace", "--guest")
	require.NoError(t, err)
	require.Contains(t, out, "instructions per operation")
	require.NotContains(t, out, "Host nanoseconds")
}

func TestAllocatorsAreChosen(t *testing.T) {
	workspace(t, map[string]string{"trace": example})
	out, err := run(fake, "trace", "--allocator", "tlsf", "--allocator=bump", "--markdown")
	require.NoError(t, err)
	require.Contains(t, out, "| Guest instructions per operation | bump | tlsf |\n|---|--:|--:|\n| trace | 0.0 | 0.0 |\n")
	require.NotContains(t, out, "buddy")
	require.NotContains(t, out, "anosecond")
}

func TestWritesEveryFigureAsCSV(t *testing.T) {
	dir := workspace(t, map[string]string{"trace.txt": example})
	_, err := run(fake, "trace.txt", "--guest", "--heap-size=64KiB", "--csv=figures.csv")
	require.NoError(t, err)
	got, err := os.ReadFile(filepath.Join(dir, "figures.csv"))
	require.NoError(t, err)
	require.Equal(t, golden, string(got))

	_, err = run(unwanted, "trace.txt", "--host", "--heap-size=64KiB", "--csv=host.csv")
	require.NoError(t, err)
	got, err = os.ReadFile(filepath.Join(dir, "host.csv"))
	require.NoError(t, err)
	require.Regexp(t, `bump,trace,65536,(\d+,){12},,,,\d+\.\d`, string(got))
}

// golden is what the fake guest finds out about the example.
//
//go:embed testdata/figures.csv
var golden string

func TestTheProjectsOwnTracesAndAdversariesAreSound(t *testing.T) {
	all, err := workloads(nil, 3<<20)
	require.NoError(t, err)
	names := map[string]bool{}
	for _, w := range all {
		require.NoError(t, trace.Pack(w.trace).Check(), w.name)
		require.False(t, names[w.name], "%s is there twice", w.name)
		names[w.name] = true
	}
	for _, name := range []string{"a_lifo", "b_steady60", "c_vecgrow", "d_pages", "f_fill_mixed_1", "f_fill_mixed_2", "f_fill_small_1"} {
		require.True(t, names[name], name)
	}
	require.Greater(t, len(all), 7)
	_, err = workloads(nil, 1000)
	require.ErrorContains(t, err, "a heap of 1000 bytes is too small for the project's traces: give --heap-size at least 65536, or traces of your own")
}

func TestSaysWhatIsWrong(t *testing.T) {
	workspace(t, map[string]string{
		"good":     example,
		"damaged":  "a 0 16 8\na 1 sixteen 8\n",
		"freed":    "a 0 16 8\nf 0\n# twice\nf 0\n",
		"empty":    "# nothing\n",
		"short.gz": packed(t, example)[:40],
		"odd.gz":   packed(t, example)[:12],
		"bad.gz":   "\x1f\x8bnot gzip at all",
		"plain.md": "no figures here\n",
	})
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no such file":      {[]string{"missing"}, "cannot read the trace: open "},
		"a directory":       {[]string{"."}, "is a directory"},
		"damaged line":      {[]string{"damaged"}, `damaged: trace line 2: size "sixteen" is not a number from 0 to 1073741823: "a 1 sixteen 8"`},
		"freed twice":       {[]string{"freed"}, `freed: trace line 4: id 0 is freed twice: "f 0"`},
		"the second trace":  {[]string{"good", "freed"}, `freed: trace line 4: id 0 is freed twice: "f 0"`},
		"empty trace":       {[]string{"empty"}, "empty: the trace has no operations"},
		"short gzip":        {[]string{"short.gz"}, "short.gz: the gzip file is cut short"},
		"shorter gzip":      {[]string{"odd.gz"}, "odd.gz: the gzip file is cut short"},
		"no gzip":           {[]string{"bad.gz"}, "bad.gz: gzip: invalid header"},
		"unknown allocator": {[]string{"good", "--allocator=best"}, `there is no allocator "best"; there are bump, buddy, tlsf`},
		"heap too small":    {[]string{"good", "--heap-size=100"}, "buddy: a heap of 100 bytes: heap: the region is too small"},
		"no size":           {[]string{"good", "--heap-size=3MB"}, `"3MB" is no size up to 256MiB, such as 3MiB, 512KiB or 65536`},
		"size 0":            {[]string{"good", "--heap-size=0KiB"}, `"0KiB" is no size`},
		"huge size":         {[]string{"good", "--heap-size=257MiB"}, `"257MiB" is no size`},
		"half of nothing":   {[]string{"good", "--host", "--guest"}, "[guest host]"},
		"host's documents":  {[]string{"good", "--host", "--markdown"}, "--markdown and --update print the guest's figures: leave out --host"},
		"other figures":     {[]string{"good", "--update=plain.md"}, "--update writes the figures of the project's own traces"},
		"no such directory": {[]string{"good", "--host", "--csv=missing/x.csv"}, "cannot write missing/x.csv"},
		"unknown flag":      {[]string{"good", "--speed=2"}, "unknown flag: --speed"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := run(fake, c.args...)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestAnswersThatNobodyAskedForAreRefused(t *testing.T) {
	workspace(t, map[string]string{"good": example})
	answer := func(change func(string) string) machine {
		return func(file []byte) ([]byte, error) {
			text, err := fake(file)
			return []byte(change(string(text))), err
		}
	}
	for name, c := range map[string]struct {
		machine machine
		want    string
	}{
		"another allocator": {answer(func(s string) string { return strings.Replace(s, "result 2 0", "result 3 0", 1) }), "the guest answers for allocator 3 and trace 0, which nobody asked for"},
		"one twice":         {answer(func(s string) string { return strings.Replace(s, "result 2 0", "result 1 0", 1) }), "the guest answers for allocator 1 and trace 0"},
		"one less":          {answer(func(s string) string { return s[strings.Index(s, "\n")+1:] }), "the guest has 2 results, want 3"},
		"another heap":      {answer(func(s string) string { return strings.Replace(s, "peak_requested ", "peak_requested 9", 1) }), "bump, trace good: host and guest do not agree on peak_requested"},
		"a refused free":    {answer(func(s string) string { return strings.ReplaceAll(s, "free_errors 0", "free_errors 3") }), "bump, trace good: 3 proper calls of Free were refused"},
		"a damaged heap":    {answer(func(s string) string { return strings.ReplaceAll(s, "corrupted 0", "corrupted 1") }), "bump, trace good: the heap's records are damaged at the end"},
		"no machine":        {unwanted, "the machine was started"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := run(c.machine, "good")
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestByteSizesAreWrittenAsTheyAreRead(t *testing.T) {
	for _, text := range []string{"3MiB", "512KiB", "256MiB", "1000", "1025KiB"} {
		var size byteSize
		require.NoError(t, size.Set(text))
		require.Equal(t, text, size.String())
	}
}
