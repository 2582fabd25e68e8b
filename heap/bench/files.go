// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"bugo/heap/bench/measure"
	"bugo/heap/bench/outcome"
	"bugo/tools/caller"
)

// csv returns every figure, one row for each allocator and trace. A figure
// that was not measured is empty.
func (b *bench) csv() []byte {
	header := []string{"allocator", "trace", "heap_size"}
	new(outcome.Outcome).Each(func(name string, _ *uint64) { header = append(header, name) })
	header = append(header, "host_ns_per_op")
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write(header) // to memory: cannot fail
	for _, n := range b.allocators {
		for i, load := range b.workloads {
			c := b.cell(n, i)
			fields := []string{measure.Names[n], load.name, strconv.Itoa(b.heapSize)}
			c.outcome().Each(func(name string, figure *uint64) {
				switch name {
				case "cost", "harness", "max_alloc", "max_free":
					if c.guest == nil {
						fields = append(fields, "")
						return
					}
				}
				fields = append(fields, strconv.FormatUint(*figure, 10))
			})
			nanoseconds := ""
			if c.host != nil {
				nanoseconds = strconv.FormatFloat(c.nanoseconds, 'f', 1, 64)
			}
			_ = w.Write(append(fields, nanoseconds))
		}
	}
	w.Flush()
	return out.Bytes()
}

// The figures stand in a document between these lines.
const (
	beginMarker = "<!-- begin figures: //heap/bench -->\n"
	endMarker   = "<!-- end figures -->\n"
)

// between returns what stands between the markers, and where.
func between(document string) (start, end int, err error) {
	start = strings.Index(document, beginMarker)
	if start < 0 {
		return 0, 0, fmt.Errorf("there is no line %q", strings.TrimSpace(beginMarker))
	}
	start += len(beginMarker)
	length := strings.Index(document[start:], endMarker)
	if length < 0 {
		return 0, 0, fmt.Errorf("there is no line %q behind %q", strings.TrimSpace(endMarker), strings.TrimSpace(beginMarker))
	}
	if strings.Contains(document[start:], beginMarker) {
		return 0, 0, errors.New("the figures stand there twice")
	}
	return start, start + length, nil
}

// updateFile replaces the figures in a document.
func updateFile(words io.Writer, name, figures string) error {
	data, err := os.ReadFile(caller.Path(name))
	if err != nil {
		return fmt.Errorf("cannot update the figures: %w", err)
	}
	document := string(data)
	start, end, err := between(document)
	if err != nil {
		return fmt.Errorf("cannot update the figures: %s: %w", name, err)
	}
	if document[start:end] == figures {
		fmt.Fprintf(words, "%s: the figures are right already\n", name)
		return nil
	}
	if err := writeFile(name, []byte(document[:start]+figures+document[end:])); err != nil {
		return err
	}
	fmt.Fprintf(words, "%s: the figures are updated\n", name)
	return nil
}

func writeFile(name string, content []byte) error {
	if err := os.WriteFile(caller.Path(name), content, 0o644); err != nil {
		return fmt.Errorf("cannot write %s: %w", name, err)
	}
	return nil
}
