// SPDX-License-Identifier: MIT

package consolelog_test

import (
	"bytes"
	"strings"
	"testing"
	"unsafe"

	"bugo/heap"
	"bugo/heap/dump"
	"bugo/tools/heapview/consolelog"
)

// FuzzRead feeds any text: what is accepted must be a heap that can be.
func FuzzRead(f *testing.F) {
	f.Add([]byte(log(header, "b 10 40 33", "f 50 800", "b 860 7a0 7a0")))
	f.Add([]byte("[1] heapdump " + header + "\r\nnoise\nheapdump f 0 10\x1b[0m\r\nheapdump end 1 0\n"))
	f.Add([]byte("heapdump v1 tlsf ffffffffffffffff 1\nheapdump damaged 0 0\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		dumps, err := consolelog.Read(bytes.NewReader(text))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "line ") {
				t.Fatalf("the error names no line: %v", err)
			}
			return
		}
		for _, d := range dumps {
			end := uint64(0)
			for _, block := range d.Blocks {
				if block.Size == 0 || block.Offset < end || block.Offset+block.Size > d.Size || block.Requested > block.Size {
					t.Fatalf("accepted %+v behind %#x in %#x bytes", block, end, d.Size)
				}
				end = block.Offset + block.Size
			}
		}
	})
}

// FuzzRoundTrip makes any heap: what is printed must be read as it was, with
// any noise before and between the lines.
func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte{200, 3, 90, 0, 14, 255, 7}, "[ 1.5] ", "tick")
	f.Add([]byte{}, "", "")
	f.Add([]byte("any bytes will do as sizes"), "\x1b[31m", "heap")
	f.Fuzz(func(t *testing.T, sizes []byte, prefix, noise string) {
		prefix, noise = quiet(prefix)+" ", quiet(noise)
		const size = 1 << 15
		memory := make([]byte, size)
		start := uintptr(unsafe.Pointer(&memory[0]))
		buddy := new(heap.Buddy)
		if err := buddy.Init(start, size); err != nil {
			t.Fatal(err)
		}
		var live []unsafe.Pointer
		for _, n := range sizes {
			if n%3 == 0 && len(live) > 0 {
				if err := buddy.Free(live[0]); err != nil {
					t.Fatal(err)
				}
				live = live[1:]
			} else if p := buddy.Alloc(uintptr(n)*7, 1); p != nil {
				live = append(live, p)
			}
		}

		var text strings.Builder
		printer := dump.Printer{Line: func(line string) { text.WriteString(prefix + line + "\n" + noise + "\n") }}
		if err := printer.Print("buddy", start, size, buddy); err != nil {
			t.Fatal(err)
		}
		dumps, err := consolelog.Read(strings.NewReader(text.String()))
		if err != nil || len(dumps) != 1 {
			t.Fatalf("%d dumps, error %v, in:\n%s", len(dumps), err, text.String())
		}
		i := 0
		for block, ok := buddy.NextBlock(heap.Block{}); ok; block, ok = buddy.NextBlock(block) {
			want := consolelog.Block{
				Offset:    uint64(block.Start - start),
				Size:      uint64(block.Size),
				Requested: uint64(block.Requested),
				Free:      block.Free,
			}
			if dumps[0].Blocks[i] != want {
				t.Fatalf("block %d is %+v, want %+v", i, dumps[0].Blocks[i], want)
			}
			i++
		}
		if i != len(dumps[0].Blocks) {
			t.Fatalf("%d blocks were read of %d", len(dumps[0].Blocks), i)
		}
	})
}

// quiet takes out of noise what could look like a dump or a line's end.
func quiet(noise string) string {
	return strings.Map(func(r rune) rune {
		if r == 'h' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, noise)
}
