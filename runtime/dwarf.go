// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

// The linker looks these types up by name when it describes strings, slices,
// interfaces and channels to a debugger (cmd/link/internal/ld/dwarf.go). There
// are no channels, but it insists.

type stringStructDWARF struct {
	str *byte
	len int
}

type sudog struct {
	elem *byte
	next *sudog
}

type waitq struct{ first, last *sudog }

type hchan struct {
	qcount, dataqsiz uint
	buf              *byte
	recvq, sendq     waitq
}

// Types are only described if something refers to them.
var _, _, _, _ any = (*stringStructDWARF)(nil), (*sudog)(nil), (*waitq)(nil), (*hchan)(nil)
