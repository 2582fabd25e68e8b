// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"compress/gzip"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap"
	"bugo/heap/dump"
)

// example needs more than 64 KiB, and bump more than 16 KiB.
const example = "# grows and shrinks\na 0 8000 8\na 1 6000 8\nf 0\na 2 8000 16\nf 1\nf 2\na 3 70000 8 # too much\n"

// workspace makes a directory with these files, as the one that heapview was
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

func run(args ...string) (string, error) {
	command := newCommand()
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

// dumped returns what a kernel prints for a small heap.
func dumped(t *testing.T) string {
	t.Helper()
	memory := make([]byte, 8192)
	start := uintptr(unsafe.Pointer(&memory[0]))
	buddy := new(heap.Buddy)
	require.NoError(t, buddy.Init(start, 8192))
	require.NotNil(t, buddy.Alloc(1000, 8))
	var out strings.Builder
	printer := dump.Printer{Line: func(text string) { out.WriteString("kernel: " + text + "\r\n") }}
	require.NoError(t, printer.Print("buddy", start, 8192, buddy))
	return out.String()
}

func TestWritesAPageIntoTheCallersDirectory(t *testing.T) {
	dir := workspace(t, map[string]string{"plain.txt": example, "packed.txt.gz": packed(t, example)})
	out, err := run("plain.txt", filepath.Join(dir, "packed.txt.gz"), "--heap_size", "64KiB")
	require.NoError(t, err)
	path := filepath.Join(dir, "heapview.html")
	require.True(t, strings.HasPrefix(out, path+": "), out)
	page, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, want := range []string{`"title":"plain"`, `"title":"packed"`, `"heapSize":65536`, `"operation":6`} {
		require.Contains(t, string(page), want)
	}
	for _, allocator := range allocators {
		require.Contains(t, string(page), `"allocator":"`+allocator.Name+`"`)
	}
	// Nothing else is left behind.
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 3)
}

func TestChoosesAllocatorsAndFrames(t *testing.T) {
	dir := workspace(t, map[string]string{"trace": example})
	_, err := run("trace", "--allocators", "buddy", "--frames=3", "--out", "one.html")
	require.NoError(t, err)
	page, err := os.ReadFile(filepath.Join(dir, "one.html"))
	require.NoError(t, err)
	require.Contains(t, string(page), `"allocator":"buddy"`)
	require.NotContains(t, string(page), `"allocator":"bump"`)
	require.Contains(t, string(page), `"moments":[0,3,7]`)
}

func TestWritesStillsAndNoPage(t *testing.T) {
	dir := workspace(t, map[string]string{"trace": example})
	_, err := run("trace", "--svg=still.svg", "--png=still.png", "--at=0.5", "--theme=dark")
	require.NoError(t, err)
	require.NoFileExists(t, filepath.Join(dir, "heapview.html"))
	svg, err := os.ReadFile(filepath.Join(dir, "still.svg"))
	require.NoError(t, err)
	require.Contains(t, string(svg), "operation 3 of 7, heap of 3 MiB")
	file, err := os.Open(filepath.Join(dir, "still.png"))
	require.NoError(t, err)
	defer file.Close()
	_, err = png.Decode(file)
	require.NoError(t, err)

	_, err = run("trace", "--png=still.png", "--out=both.html")
	require.NoError(t, err)
	require.FileExists(t, filepath.Join(dir, "both.html"))
}

func TestShowsTheDumpsOfAConsole(t *testing.T) {
	log := "booting\n" + dumped(t)
	dir := workspace(t, map[string]string{"console.log": log, "trace": example})
	_, err := run("--console", "console.log", "trace")
	require.NoError(t, err)
	page, err := os.ReadFile(filepath.Join(dir, "heapview.html"))
	require.NoError(t, err)
	require.Contains(t, string(page), `"title":"console.log, heap at 0x`)
	require.Contains(t, string(page), `"unit":"dump"`)
	require.Contains(t, string(page), `"title":"trace"`)
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
		"quiet":    "booting\n",
		"cut":      "noise\nheapdump v1 buddy 80000000 1000\n",
	})
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"nothing":            {nil, "nothing to show: name a trace, or a console's log with --console"},
		"no such file":       {[]string{"missing"}, "missing: no such file"},
		"damaged line":       {[]string{"damaged"}, `damaged: trace line 2: size "sixteen" is not a number from 0 to 1073741823: "a 1 sixteen 8"`},
		"freed twice":        {[]string{"freed"}, `freed: trace line 4: id 0 is freed twice: "f 0"`},
		"empty trace":        {[]string{"empty"}, "empty: the trace has no operations"},
		"short gzip":         {[]string{"short.gz"}, "short.gz: the gzip file is cut short"},
		"shorter gzip":       {[]string{"odd.gz"}, "odd.gz: the gzip file is cut short"},
		"no gzip":            {[]string{"bad.gz"}, "bad.gz: gzip: invalid header"},
		"no dump":            {[]string{"--console", "quiet"}, `quiet: no heap dump is in this log: a line "heapdump v1 ..." starts one`},
		"cut dump":           {[]string{"--console", "cut"}, "cut: line 2: this dump has no end: the log is cut short"},
		"unknown allocator":  {[]string{"good", "--allocators=buddy,best"}, `there is no allocator "best"; there are bump, buddy`},
		"heap too small":     {[]string{"good", "--heap_size=100"}, "good: buddy: a heap of 100 bytes: heap: the region is too small"},
		"heap far too small": {[]string{"good", "--heap_size=10"}, "good: a heap of 10 bytes cannot be replayed: give it from 64 bytes to 1 GiB"},
		"no size":            {[]string{"good", "--heap_size=3MB"}, `"3MB" is no size up to 1GiB, such as 3MiB, 512KiB or 65536`},
		"size 0":             {[]string{"good", "--heap_size=0KiB"}, `"0KiB" is no size`},
		"huge size":          {[]string{"good", "--heap_size=2GiB"}, `"2GiB" is no size`},
		"negative size":      {[]string{"good", "--heap_size=-1"}, `"-1" is no size`},
		"one frame":          {[]string{"good", "--frames=1"}, "--frames 1: a film has 2 to 5000 frames"},
		"outside of time":    {[]string{"good", "--at=1.5", "--png=x"}, "--at 1.5 is not between 0, the start, and 1, the end"},
		"not a number":       {[]string{"good", "--at=NaN", "--png=x"}, "--at NaN is not between"},
		"theme":              {[]string{"good", "--theme=blue", "--png=x"}, `--theme "blue" is neither light nor dark`},
		"two stills":         {[]string{"good", "good", "--svg=x"}, "a still picture shows one trace or heap, not 2"},
		"no such directory":  {[]string{"good", "--out=missing/page.html"}, "cannot write missing/page.html"},
		"unknown flag":       {[]string{"good", "--speed=2"}, "unknown flag: --speed"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := run(c.args...)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestByteSizesAreWrittenAsTheyAreRead(t *testing.T) {
	for _, text := range []string{"3MiB", "512KiB", "1GiB", "1000", "1025KiB"} {
		var size byteSize
		require.NoError(t, size.Set(text))
		require.Equal(t, text, size.String())
	}
}
