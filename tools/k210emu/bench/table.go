// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// table renders results: a row for each kernel, and for each emulator the median
// of its seconds, its fastest boot, and what that is in instructions a second;
// for all but the first, the ratio of medians to the first one's. A ratio of 2
// takes twice as long.
func (s *suite) table(results []result) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(cells []string) { fmt.Fprintln(w, strings.Join(cells, "\t")+"\t") }

	title := []string{"kernel", "instructions"}
	for i, e := range s.emulators {
		title = append(title, e.name()+" s", "best", "M/s")
		if i > 0 {
			title = append(title, "ratio")
		}
	}
	row(title)
	for _, r := range results {
		cells := []string{r.kernel.name, fmt.Sprint(r.instructions)}
		for i := range s.emulators {
			all := durations(r.boots[i], whole)
			middle := median(all)
			cells = append(cells, seconds(middle), seconds(slices.Min(all)),
				fmt.Sprintf("%.0f", float64(r.instructions)/middle.Seconds()/1e6))
			if i > 0 {
				cells = append(cells, fmt.Sprintf("%.2f", middle.Seconds()/median(durations(r.boots[0], whole)).Seconds()))
			}
		}
		row(cells)
	}
	_ = w.Flush() // to a Builder, which takes all

	for _, r := range results {
		if r.kernel.line == "" {
			continue
		}
		fmt.Fprintf(&b, "\nFrom the start of the emulator to %q of %s:", r.kernel.line, r.kernel.name)
		for i, e := range s.emulators {
			fmt.Fprintf(&b, " %s %s s;", e.name(), seconds(median(durations(r.boots[i], untilLine))))
		}
		b.WriteString(" medians.\n")
	}
	return b.String()
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
