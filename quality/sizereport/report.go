// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	format "bugo/tools/sizes"
)

// report returns the table of sizes now, and by how much they grew.
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
		old, known := before[name]
		for i, value := range now[name] {
			fmt.Fprintf(w, "%s\t%s\t", format.Bytes(value), growth(known, old[i], value))
		}
		fmt.Fprintln(w)
	}
	for _, name := range before.names() {
		if _, ok := now[name]; !ok {
			fmt.Fprintf(w, "%s\tgone\t\n", name)
		}
	}
	w.Flush()
	return b.String()
}

// growth returns a difference as text.
func growth(known bool, old, value uint64) string {
	switch {
	case !known:
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
