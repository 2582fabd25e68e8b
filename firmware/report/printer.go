// SPDX-License-Identifier: MIT

package report

import "bugo/firmware/board"

// Tag begins every line of the firmware, as [kernel] begins the kernel's.
const Tag = "[bugosbi] "

// Printer writes text and numbers to a console. Its methods return it, so that
// a line reads in the order of its parts.
type Printer struct {
	Console board.Console
}

// Text writes s. It is not inlined, for a loop in each of its many callers would
// be most of the banner's code.
//
//go:noinline
func (p Printer) Text(s string) Printer {
	for i := range len(s) {
		p.Console.Tx(s[i])
	}
	return p
}

// Line ends a line.
func (p Printer) Line() { p.Console.Tx('\n') }

// Byte writes one byte.
func (p Printer) Byte(value byte) Printer {
	p.Console.Tx(value)
	return p
}

const digits = "0123456789abcdef"

// Decimal writes value without leading zeros.
func (p Printer) Decimal(value uint64) Printer {
	if value >= 10 {
		p.Decimal(value / 10)
	}
	return p.Byte(digits[value%10])
}

// Hex writes 0x and value, with at least width digits.
func (p Printer) Hex(value uint64, width int) Printer {
	p.Text("0x")
	for shift := 60; shift >= 0; shift -= 4 {
		if value>>shift != 0 || shift < 4*width {
			p.Byte(digits[value>>shift&15])
		}
	}
	return p
}

// Plural writes a count and its noun, with an s unless there is one.
func (p Printer) Plural(count uint64, noun string) Printer {
	p.Decimal(count).Text(" ").Text(noun)
	if count != 1 {
		p.Text("s")
	}
	return p
}
