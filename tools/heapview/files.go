// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"bugo/heap/trace"
	"bugo/tools/caller"
	"bugo/tools/heapview/consolelog"
)

// title is a file's name without directories and the endings of traces.
func title(name string) string {
	name = strings.TrimSuffix(filepath.Base(name), ".gz")
	return strings.TrimSuffix(name, ".txt")
}

func readTrace(name string) (*trace.Trace, error) {
	var t *trace.Trace
	err := read(name, func(r io.Reader) (err error) {
		t, err = trace.Parse(r)
		return err
	})
	if err == nil && len(t.Ops) == 0 {
		err = fmt.Errorf("%s: the trace has no operations", name)
	}
	return t, err
}

func readLog(name string) ([]consolelog.Dump, error) {
	var dumps []consolelog.Dump
	err := read(name, func(r io.Reader) (err error) {
		dumps, err = consolelog.Read(r)
		return err
	})
	if err == nil && len(dumps) == 0 {
		err = fmt.Errorf("%s: no heap dump is in this log: a line \"heapdump v1 ...\" starts one", name)
	}
	return dumps, err
}

// read passes a file's content to parse, unpacked if it is packed with gzip.
func read(name string, parse func(io.Reader) error) error {
	file, err := os.Open(caller.Path(name))
	if err != nil {
		return err
	}
	defer file.Close()
	buffered := bufio.NewReader(file)
	var reader io.Reader = buffered
	if magic, _ := buffered.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) { // RFC 1952 §2.3.1
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		reader = unpacked
	}
	err = parse(reader)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%s: the gzip file is cut short", name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// byteSize is a flag's value: a number of bytes.
type byteSize int

var units = []struct {
	name  string
	bytes int
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"", 1}}

func (b *byteSize) String() string {
	for _, unit := range units {
		if int(*b)%unit.bytes == 0 && *b != 0 {
			return strconv.Itoa(int(*b)/unit.bytes) + unit.name
		}
	}
	return "0"
}

func (b *byteSize) Set(text string) error {
	for _, unit := range units {
		digits, found := strings.CutSuffix(text, unit.name)
		if !found {
			continue
		}
		n, err := strconv.ParseUint(digits, 10, 31)
		if err != nil || n == 0 || n > 1<<30/uint64(unit.bytes) {
			break
		}
		*b = byteSize(int(n) * unit.bytes)
		return nil
	}
	return fmt.Errorf("%q is no size up to 1GiB, such as 3MiB, 512KiB or 65536", text)
}

func (b *byteSize) Type() string { return "SIZE" }
