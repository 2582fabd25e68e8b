// SPDX-License-Identifier: MIT

package pagetable

// Range is what a reader of an address space wants to see: pages side by side
// whose permissions are the same and which lie side by side in physical memory,
// too, or all somewhere.
type Range struct {
	Virtual, Size uintptr
	Physical      uintptr // of its first page
	Contiguous    bool    // all pages lie behind one another
	Permissions   Flags
}

// Ranges shows the ranges of [from, to), in order. With scattered, pages are one
// range wherever they lie in physical memory; name tells ranges apart that have
// nothing else to tell them, unless it is nil.
func (t *Table) Ranges(from, to uintptr, scattered bool, name func(virtual uintptr) string, visit func(Range)) {
	var r Range
	label := ""
	t.Walk(from, to, func(l Leaf) bool {
		next := ""
		if name != nil {
			next = name(l.Virtual)
		}
		contiguous := r.Physical+r.Size == l.Physical
		if r.Size > 0 && r.Virtual+r.Size == l.Virtual && r.Permissions == l.Permissions && label == next && (contiguous || scattered) {
			r.Size += l.Size
			r.Contiguous = r.Contiguous && contiguous
			return true
		}
		if r.Size > 0 {
			visit(r)
		}
		r = Range{l.Virtual, l.Size, l.Physical, true, l.Permissions}
		label = next
		return true
	})
	if r.Size > 0 {
		visit(r)
	}
}

// Print appends the address space as a table, a line for each range:
//
//	virtual                  size  rwxug  physical    what
//	0x40000000-0x40008fff    36 K  r-xu-  0x8007d000  text
//
// name says what is at an address. Where pages are scattered, physical is that of
// the first.
func (t *Table) Print(b []byte, name func(virtual uintptr) string) []byte {
	b = append(b, "virtual                     size  rwxug  physical    what\n"...)
	t.Ranges(0, AddressEnd, true, name, func(r Range) {
		b = append(appendHex(b, r.Virtual, 8), '-')
		b = appendHex(b, r.Virtual+r.Size-1, 8)
		b = append(appendPadded(b, r.Size>>10, 9), " K  "...)
		b = append(append(b, r.Permissions.String()...), "  "...)
		b = appendHex(b, r.Physical, 8)
		mark := byte(' ')
		if !r.Contiguous {
			mark = '+' // and elsewhere
		}
		b = append(b, mark, ' ')
		b = append(append(b, name(r.Virtual)...), '\n')
	})
	return b
}

// appendHex appends n as 0x and at least width digits.
func appendHex(b []byte, n uintptr, width int) []byte {
	digits := 1
	for m := n >> 4; m > 0; m >>= 4 {
		digits++
	}
	b = append(b, "0x"...)
	for i := max(digits, width) - 1; i >= 0; i-- {
		b = append(b, "0123456789abcdef"[n>>(4*i)&15])
	}
	return b
}

// appendPadded appends n in decimal, flush right in width columns.
func appendPadded(b []byte, n uintptr, width int) []byte {
	var text [20]byte
	i := len(text)
	for {
		i--
		text[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			break
		}
	}
	for range width - (len(text) - i) {
		b = append(b, ' ')
	}
	return append(b, text[i:]...)
}
