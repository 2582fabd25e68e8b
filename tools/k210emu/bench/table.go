// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
)

// table renders results: a row for each kernel, and for each emulator the medians
// of the seconds that a boot takes and of those that it computes, and what the
// latter are in instructions a second; for all but the first, the ratio to what
// the first one computes. A ratio of 2 is half as fast.
func (s *suite) table(results []result) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(cells []string) { fmt.Fprintln(w, strings.Join(cells, "\t")+"\t") }

	title := []string{"kernel", "instructions"}
	for i, e := range s.emulators {
		title = append(title, e.name()+" s", "CPU s", "M/s")
		if i > 0 {
			title = append(title, "ratio")
		}
	}
	row(title)
	for _, r := range results {
		cells := []string{r.kernel.name, fmt.Sprint(r.instructions)}
		for i := range s.emulators {
			cpu := median(durations(r.boots[i], computing))
			cells = append(cells, seconds(median(durations(r.boots[i], whole))), seconds(cpu),
				fmt.Sprintf("%.0f", float64(r.instructions)/cpu.Seconds()/1e6))
			if i > 0 {
				cells = append(cells, fmt.Sprintf("%.2f", cpu.Seconds()/median(durations(r.boots[0], computing)).Seconds()))
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
