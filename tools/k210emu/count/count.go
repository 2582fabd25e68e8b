// SPDX-License-Identifier: MIT

// Package count counts the instructions that a guest retires, by address and
// mode: all of them, not samples. A Counter is an Observer of the machine. What it
// has counted it writes as a table of functions, or as a profile for
// `go tool pprof`, which then knows guest functions and lines, inlined ones too.
package count

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/symbols"
)

const (
	pageShift = 12
	slots     = 1 << (pageShift - 1) // halfwords of a page
)

// page is how often the instructions of a page have retired.
type page [slots]uint64

// place is a page, and the mode that it runs in.
type place struct {
	number uint64 // of the page
	mode   hart.Privilege
}

// Counter is an Observer that counts. The zero Counter is ready.
type Counter struct {
	pages map[place]*page

	// The page that ran last, and the instruction that runs.
	at      place
	current *page
	slot    uint64
}

// Before implements machine.Observer.
func (c *Counter) Before(h *hart.Hart) (stop bool) {
	pc := h.PC()
	at := place{pc >> pageShift, h.Privilege()}
	if c.current == nil || at != c.at {
		if c.pages == nil {
			c.pages = map[place]*page{}
		}
		if c.current = c.pages[at]; c.current == nil {
			c.current = &page{}
			c.pages[at] = c.current
		}
		c.at = at
	}
	c.slot = pc >> 1 & (slots - 1)
	return false
}

// After implements machine.Observer.
func (c *Counter) After(_ *hart.Hart, trapped bool) (stop bool) {
	if !trapped {
		c.current[c.slot]++
	}
	return false
}

// Interrupted implements machine.Observer.
func (c *Counter) Interrupted(*hart.Hart, uint64, uint64, hart.Privilege) {}

// instruction is how often the one at an address has retired in a mode.
type instruction struct {
	pc      uint64
	mode    hart.Privilege
	retired uint64
}

// instructions are all that have been counted, by address and mode.
func (c *Counter) instructions() (all []instruction) {
	for at, page := range c.pages {
		for slot, n := range page {
			if n != 0 {
				all = append(all, instruction{at.number<<pageShift + 2*uint64(slot), at.mode, n})
			}
		}
	}
	slices.SortFunc(all, func(a, b instruction) int {
		return cmp.Or(cmp.Compare(a.pc, b.pc), cmp.Compare(a.mode, b.mode))
	})
	return all
}

// Function is a row of the table.
type Function struct {
	Name    string
	Mode    hart.Privilege
	Retired uint64
}

// unnamed is what has no symbol.
const unnamed = "(no symbol)"

// Functions returns what functions have retired in each mode, the busiest first.
// Their sum is all that has retired.
func (c *Counter) Functions(table *symbols.Table) (all []Function) {
	type key struct {
		name string
		mode hart.Privilege
	}
	index := map[key]int{}
	for _, i := range c.instructions() {
		k := key{unnamed, i.mode}
		if f, ok := table.Function(i.pc); ok {
			k.name = f.Name
		}
		n, known := index[k]
		if !known {
			n = len(all)
			index[k] = n
			all = append(all, Function{Name: k.name, Mode: k.mode})
		}
		all[n].Retired += i.retired
	}
	slices.SortStableFunc(all, func(a, b Function) int {
		return cmp.Or(cmp.Compare(b.Retired, a.Retired), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Mode, b.Mode))
	})
	return all
}

// WriteTable writes the busiest functions, at most so many, and how much each
// mode has of all.
func (c *Counter) WriteTable(w io.Writer, table *symbols.Table, most int) error {
	functions := c.Functions(table)
	var total uint64
	modes := map[hart.Privilege]uint64{}
	for _, f := range functions {
		total += f.Retired
		modes[f.Mode] += f.Retired
	}
	var b strings.Builder
	percent := func(n uint64) float64 { return 100 * float64(n) / float64(max(total, 1)) }
	fmt.Fprintf(&b, "%d guest instructions retired:", total)
	for _, mode := range []hart.Privilege{hart.Machine, hart.Supervisor, hart.User} {
		fmt.Fprintf(&b, "  %s %.1f%%", letters[mode], percent(modes[mode]))
	}
	fmt.Fprintf(&b, "\n%14s %6s %6s  %-4s %s\n", "instructions", "%", "sum %", "mode", "function")
	var sum uint64
	for n, f := range functions {
		if n == most {
			fmt.Fprintf(&b, "%14d %6.2f %6.2f       (%d more)\n", total-sum, percent(total-sum), 100.0, len(functions)-most)
			break
		}
		sum += f.Retired
		fmt.Fprintf(&b, "%14d %6.2f %6.2f  %-4s %s\n", f.Retired, percent(f.Retired), percent(sum), letters[f.Mode], f.Name)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("cannot write the table of functions: %w", err)
	}
	return nil
}

var letters = map[hart.Privilege]string{hart.Machine: "M", hart.Supervisor: "S", hart.User: "U"}
