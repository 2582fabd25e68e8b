// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"bugo/tools/riscvelf"
)

// costs are the table of //kernel/bench, and the way of a system call: counted
// in the linked kernel, and equal to what the bench measures.
func costs(m machines) ([]file, error) {
	console, err := m.boot("kernel/bench/figures_test_qemu_virt")
	if err != nil {
		return nil, err
	}
	table, nullCall, err := costTable(console)
	if err != nil {
		return nil, err
	}
	elf, err := riscvelf.Open(filepath.Join(m.root, "kernel/bench/figures_image.elf"))
	if err != nil {
		return nil, err
	}
	way, err := countWay(elf)
	if err != nil {
		return nil, err
	}
	if sum := way.total(); sum != nullCall {
		return nil, fmt.Errorf("the way of getpid has %d instructions in the kernel's code (%+v), but //kernel/bench measures %d: "+
			"tools/chapters/way.go does not follow it any more", sum, way, nullCall)
	}
	return []file{
		part("trap/README.md", "figures", table),
		part("memory/README.md", "figures", table),
		part("trap/README.md", "legs", way.table()),
		whole("trap/pictures/call.svg", way.picture()),
	}, nil
}

// benchRow is a line of the bench's table: a name, and four numbers.
var benchRow = regexp.MustCompile(`(?m)^(\S.*?) +(\d+) +(\d+) +(\d+|-) +(\d+|-)$`)

// nullCallRow is the name of the row that costTable looks for.
const nullCallRow = "null system call"

// costTable returns the bench's table for a document, and what the null call
// costs.
func costTable(console string) (table string, nullCall int, err error) {
	_, text, _ := strings.Cut(strings.ReplaceAll(console, "\r", ""), "guest instructions")
	text, _, _ = strings.Cut(text, "all within budget")
	rows := benchRow.FindAllStringSubmatch(text, -1)
	table = "| guest instructions | Bugo | budget | a Rust tutorial's kernel | xv6-riscv |\n|---|---:|---:|---:|---:|\n"
	for _, row := range rows {
		if strings.HasPrefix(row[1], nullCallRow) {
			if nullCall, err = strconv.Atoi(row[2]); err != nil {
				return "", 0, err
			}
		}
		table += "| " + row[1]
		for _, number := range row[2:] {
			table += " | " + grouped(number)
		}
		table += " |\n"
	}
	if nullCall == 0 {
		return "", 0, fmt.Errorf("the bench's table has no row %q, but %d others", nullCallRow, len(rows))
	}
	return table, nullCall, nil
}

// grouped writes a number with commas.
func grouped(number string) string {
	for i := len(number) - 3; i > 0; i -= 3 {
		number = number[:i] + "," + number[i:]
	}
	return number
}
