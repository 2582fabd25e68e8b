// SPDX-License-Identifier: MIT

// Command program calls all functions of package leaks. Nobody boots it.
package main

import (
	"unsafe"

	"bugo/leaks"
)

//go:linkname sysWrite runtime.sysWrite
func sysWrite(p unsafe.Pointer, n int) {}

//go:linkname sysExit runtime.sysExit
func sysExit(code int) {
	for {
	}
}

type both struct{}

func (*both) A() {}
func (*both) B() {}

var (
	input  [16]uint64
	chosen leaks.Both = &both{}
)

func main() {
	leaks.Small = &both{}
	leaks.EscapesByAddress(input[0])
	leaks.EscapesLater(input[1])
	leaks.Concatenates(leaks.Text, "x")
	leaks.Boxes(*leaks.Global)
	leaks.Looks(leaks.Text)
	leaks.Defers()
	leaks.Converts(chosen)
	leaks.InLiteral(input[3])
	leaks.Through(input[4])
	leaks.Inlines(input[6])
	leaks.Fine(input[:], int(input[5]), *leaks.Global)
}
