// SPDX-License-Identifier: MIT

package fmt

import "bugo/user/os"

// Printf writes to standard output what format makes of the operands.
func Printf(format string, operands ...any) (int, error) {
	return Fprintf(os.Stdout, format, operands...)
}

// Println writes the operands to standard output with spaces between them and
// a newline.
func Println(operands ...any) (int, error) { return Fprintln(os.Stdout, operands...) }

// Print writes the operands to standard output, with a space between two that
// are both no strings.
func Print(operands ...any) (int, error) { return Fprint(os.Stdout, operands...) }
