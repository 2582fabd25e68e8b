// SPDX-License-Identifier: MIT

// Package check compares a linked ELF file, and flat images made of it, with
// what the machine and the project ask of them: the entry address, the order
// of symbols and sections in memory, nothing left for a dynamic linker, and
// budgets of size.
//
// Every check is made even where one fails, so that one run shows all that is
// wrong.
package check

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"bugo/tools/riscvelf"
	"bugo/tools/sizes"
)

// A Budget bounds the bytes between two symbols.
type Budget struct {
	Name      string
	Low, High string // symbols
	Max       uint64
}

// A FileBudget bounds the size of a file, without what lies between two
// symbols of the ELF file where these are given.
type FileBudget struct {
	Path      string
	Max       uint64
	Low, High string
}

// Rules are what one ELF file has to obey. The zero value of a field asks
// nothing.
type Rules struct {
	Entry       *uint64
	Order       []string // symbols, and sections by a leading dot, in ascending order of address
	Align       uint64   // of every symbol in Order
	NoDynamic   bool
	Budgets     []Budget
	FileBudgets []FileBudget
}

// A Row is a line of the size report.
type Row struct {
	Name     string
	Bytes    uint64
	Max      uint64
	Measured string // what was measured, for the message
}

// Run checks the file. It returns the size report, and all errors joined.
func (r *Rules) Run(f *riscvelf.File) ([]Row, error) {
	var errs []error
	if r.Entry != nil && f.Entry != *r.Entry {
		errs = append(errs, fmt.Errorf("%s: the entry is %#x, want %#x: _start must come first in the linker script, and ENTRY() must name it", f.Path, f.Entry, *r.Entry))
	}
	if r.NoDynamic {
		errs = append(errs, f.Static())
	}
	errs = append(errs, r.checkOrder(f)...)
	rows, budgetErrs := r.measure(f)
	return rows, errors.Join(append(errs, budgetErrs...)...)
}

// checkOrder looks at the addresses of r.Order.
func (r *Rules) checkOrder(f *riscvelf.File) []error {
	var errs []error
	var last string
	var lastAt uint64
	for _, name := range r.Order {
		at, err := address(f, name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if last != "" && at < lastAt {
			errs = append(errs, fmt.Errorf("%s: %s at %#x lies before %s at %#x: check the order in the linker script", f.Path, name, at, last, lastAt))
		}
		if r.Align != 0 && at%r.Align != 0 {
			errs = append(errs, fmt.Errorf("%s: %s at %#x is not a multiple of %d: write ALIGN(%d) before it in the linker script", f.Path, name, at, r.Align, r.Align))
		}
		last, lastAt = name, at
	}
	return errs
}

// address returns the address of a symbol, or of a section where the name
// starts with a dot.
func address(f *riscvelf.File, name string) (uint64, error) {
	if !strings.HasPrefix(name, ".") {
		return f.Address(name)
	}
	if s := f.Section(name); s != nil {
		return s.Addr, nil
	}
	return 0, fmt.Errorf("%s has no section %s: check the linker script", f.Path, name)
}

// measure fills the size report and compares it with the budgets.
func (r *Rules) measure(f *riscvelf.File) ([]Row, []error) {
	var rows []Row
	var errs []error
	for _, b := range r.Budgets {
		low, high, err := f.Span(b.Low, b.High)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		rows = append(rows, Row{Name: b.Name, Bytes: high - low, Max: b.Max,
			Measured: fmt.Sprintf("%s, %s..%s", sizes.Range(low, high), b.Low, b.High)})
	}
	for _, b := range r.FileBudgets {
		row, err := b.measure(f)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		rows = append(rows, row)
	}
	for _, row := range rows {
		if row.Bytes > row.Max {
			errs = append(errs, fmt.Errorf("%s: %s has %s bytes (%s), over its budget of %s by %s: make it smaller, or raise the budget and say why in the commit",
				f.Path, row.Name, sizes.Bytes(row.Bytes), row.Measured, sizes.Bytes(row.Max), sizes.Bytes(row.Bytes-row.Max)))
		}
	}
	return rows, errs
}

func (b *FileBudget) measure(f *riscvelf.File) (Row, error) {
	info, err := os.Stat(b.Path)
	if err != nil {
		return Row{}, fmt.Errorf("cannot measure the image: %w", err)
	}
	row := Row{Name: b.Path, Bytes: uint64(info.Size()), Max: b.Max, Measured: "the whole file"}
	if row.Bytes == 0 {
		return Row{}, fmt.Errorf("%s is empty: build it again", b.Path)
	}
	if b.Low != "" {
		low, high, err := f.Span(b.Low, b.High)
		if err != nil {
			return Row{}, err
		}
		if high-low > row.Bytes {
			return Row{}, fmt.Errorf("%s has %s bytes, fewer than lie between %s and %s of %s: they do not belong together",
				b.Path, sizes.Bytes(row.Bytes), b.Low, b.High, f.Path)
		}
		row.Bytes -= high - low
		row.Name += fmt.Sprintf(" without %s..%s", b.Low, b.High)
		row.Measured = fmt.Sprintf("the file without %s..%s", b.Low, b.High)
	}
	return row, nil
}

// Table returns the size report as text, or nothing where nothing was measured.
func Table(rows []Row) string {
	if len(rows) == 0 {
		return ""
	}
	width := len("name")
	for _, r := range rows {
		width = max(width, len(r.Name))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-*s  %12s  %12s  %8s\n", width, "name", "bytes", "budget", "used")
	for _, r := range rows {
		used := "-"
		if r.Max > 0 {
			used = fmt.Sprintf("%.1f %%", 100*float64(r.Bytes)/float64(r.Max))
		}
		fmt.Fprintf(&b, "%-*s  %12s  %12s  %8s\n", width, r.Name, sizes.Bytes(r.Bytes), sizes.Bytes(r.Max), used)
	}
	return b.String()
}
