// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"bugo/heap/trace"
	"bugo/tools/caller"
)

// own are the project's traces.
//
//go:embed traces/*.gz
var own embed.FS

// A workload is a trace to measure.
type workload struct {
	name      string
	adversary bool // made to find the dearest operation: its average says little
	trace     *trace.Trace
}

// leastForAdversaries is the smallest heap that they make sense for.
const leastForAdversaries = 64 << 10

// workloads returns those in the files or, if there are none, the project's
// traces and its adversaries for a heap of so many bytes.
func workloads(files []string, heapSize int) ([]workload, error) {
	var all []workload
	for _, file := range files {
		reader, err := os.Open(caller.Path(file))
		if err != nil {
			return nil, fmt.Errorf("cannot read the trace: %w", err)
		}
		defer reader.Close()
		w, err := readTrace(file, reader)
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	if len(files) > 0 {
		return all, nil
	}
	if heapSize < leastForAdversaries {
		return nil, fmt.Errorf("a heap of %d bytes is too small for the project's traces: give --heap-size at least %d, or traces of your own",
			heapSize, leastForAdversaries)
	}
	entries, err := own.ReadDir("traces")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		data, err := own.ReadFile("traces/" + entry.Name())
		if err != nil {
			return nil, err
		}
		w, err := readTrace(entry.Name(), bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	for _, a := range trace.Adversaries(heapSize) {
		all = append(all, workload{name: a.Name, adversary: true, trace: a.Trace})
	}
	return all, nil
}

// readTrace reads a trace, unpacked if it is packed with gzip.
func readTrace(file string, content io.Reader) (workload, error) {
	buffered := bufio.NewReader(content)
	var reader io.Reader = buffered
	if magic, _ := buffered.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) { // RFC 1952 §2.3.1
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return workload{}, fmt.Errorf("%s: %w", file, err)
		}
		reader = unpacked
	}
	t, err := trace.Parse(reader)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return workload{}, fmt.Errorf("%s: the gzip file is cut short", file)
	case err != nil:
		return workload{}, fmt.Errorf("%s: %w", file, err)
	case len(t.Ops) == 0:
		return workload{}, fmt.Errorf("%s: the trace has no operations", file)
	}
	name := strings.TrimSuffix(filepath.Base(file), ".gz")
	return workload{name: strings.TrimSuffix(name, ".txt"), trace: t}, nil
}
