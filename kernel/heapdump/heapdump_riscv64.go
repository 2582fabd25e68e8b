// SPDX-License-Identifier: MIT

package heapdump

import (
	"bugo/heap/dump"
	"bugo/heap/global"
)

// printer is here because it must not be on the heap that it prints.
var printer = dump.Printer{Line: printLine}

func printLine(text string) { println(text) }

// Print prints the heap behind new, make and append. The error is
// heap.ErrCorrupted if its records are damaged; the dump then ends there.
func Print() error {
	start, size := global.Region()
	return printer.Print(global.Name(), start, size, global.Allocator())
}
