// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"regexp"
	"strings"
)

// shares is the table of how schedulers divide the hart, from the summaries of
// the kernels of //kernel/tests:share_NAME_test.
func shares(m machines) ([]file, error) {
	table := "| scheduler | app | ticks | share |\n|---|---|---:|---:|\n"
	for _, scheduler := range []string{"fifo", "round_robin", "stride"} {
		console, err := m.boot("kernel/tests/share_" + scheduler + "_test_qemu_virt")
		if err != nil {
			return nil, err
		}
		rows, err := shareRows(scheduler, console)
		if err != nil {
			return nil, err
		}
		table += rows
	}
	return []file{part("task/README.md", "shares", table)}, nil
}

// summaryRow is a line of the kernel's summary: app, exit, runs, ticks, share,
// calls (kernel/handlers).
var summaryRow = regexp.MustCompile(`(?m)^\[kernel\]   (share_\w+) +0 +1 +(\d+) +(\d+%) +\d+$`)

// shareRows are a scheduler's rows of the table.
func shareRows(scheduler, console string) (string, error) {
	apps := summaryRow.FindAllStringSubmatch(strings.ReplaceAll(console, "\r", ""), -1)
	if len(apps) < 2 {
		return "", fmt.Errorf("the summary of %s has %d apps that computed: at least two were to share the hart", scheduler, len(apps))
	}
	rows := ""
	for i, app := range apps {
		name := ""
		if i == 0 {
			name = "`" + scheduler + "`"
		}
		rows += fmt.Sprintf("| %s | `%s` | %s | %s |\n", name, app[1], app[2], app[3])
	}
	return rows, nil
}
