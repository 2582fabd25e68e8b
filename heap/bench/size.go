// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"strconv"
	"strings"
)

// byteSize is a flag's value: a number of bytes.
type byteSize int

// maxHeap is what TLSF can manage.
const maxHeap = 256 << 20

var units = []struct {
	name  string
	bytes int
}{{"MiB", 1 << 20}, {"KiB", 1 << 10}, {"", 1}}

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
		if err != nil || n == 0 || n > maxHeap/uint64(unit.bytes) {
			break
		}
		*b = byteSize(int(n) * unit.bytes)
		return nil
	}
	return fmt.Errorf("%q is no size up to 256MiB, such as 3MiB, 512KiB or 65536", text)
}

func (b *byteSize) Type() string { return "SIZE" }
