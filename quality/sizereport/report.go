// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	format "bugo/tools/sizes"
)

// report returns the table of sizes now, and by how much they grew since before,
// which is nil where that is not known.
func report(before, now sizes) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "name\t")
	for _, name := range measures {
		fmt.Fprintf(w, "%s\tgrowth\t", name)
	}
	fmt.Fprintln(w)
	for _, name := range now.names() {
		fmt.Fprintf(w, "%s\t", name)
		old, had := before[name]
		for i, value := range now[name] {
			grown := "?"
			if before != nil {
				grown = growth(had, old[i], value)
			}
			fmt.Fprintf(w, "%s\t%s\t", format.Bytes(value), grown)
		}
		fmt.Fprintln(w)
	}
	w.Flush()
	return b.String()
}

// growth returns a difference as text.
func growth(had bool, old, value uint64) string {
	switch {
	case !had:
		return "new"
	case old == value:
		return "="
	case value > old:
		return "+" + format.Bytes(value-old) + percent(old, value-old)
	default:
		return "-" + format.Bytes(old-value) + percent(old, old-value)
	}
}

func percent(old, difference uint64) string {
	if old == 0 {
		return ""
	}
	return fmt.Sprintf(" (%.1f %%)", 100*float64(difference)/float64(old))
}
