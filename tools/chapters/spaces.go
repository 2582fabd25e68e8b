// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"slices"
	"strings"

	"bugo/tools/spaceview/dump"
	"bugo/tools/spaceview/picture"
)

// spaces are the pictures of address spaces, and the table of the kernel's, by the
// kernel of //kernel/tests/isolation that reads them from its own page tables.
func spaces(m machines) ([]file, error) {
	const test = "kernel/tests/isolation/isolation_test_qemu_virt"
	console, err := m.boot(test)
	if err != nil {
		return nil, err
	}
	files, err := drawSpaces(console)
	if err != nil {
		return nil, fmt.Errorf("the console of //%s: %w", test, err)
	}
	return files, nil
}

// drawSpaces makes all that shows the address spaces of a console.
func drawSpaces(console string) ([]file, error) {
	console = strings.ReplaceAll(console, "\r", "")
	all, err := dump.Parse(strings.NewReader(console))
	if err != nil {
		return nil, err
	}
	var of [3]*dump.Space
	for i, name := range []string{"kernel", "keeper", "keeper_too"} {
		at := slices.IndexFunc(all, func(s *dump.Space) bool { return s.Name == name })
		if at < 0 {
			return nil, fmt.Errorf("it has no address space of %s", name)
		}
		of[i] = all[at]
	}
	files := []file{
		whole("memory/pictures/kernel.svg", picture.Column(of[0], "The kernel's address space")),
		whole("memory/pictures/app.svg", picture.Column(of[1], "The address space of an app")),
		whole("memory/pictures/pair.svg", picture.Pair(of[0], of[1], of[2], "Two apps: the same addresses, other memory")),
	}
	for marker, begin := range map[string]string{
		"kernel": "[kernel] the kernel's address space\n",
		"app":    "[kernel] the address space of app keeper\n",
	} {
		table, err := printed(console, begin)
		if err != nil {
			return nil, err
		}
		files = append(files, part("memory/README.md", marker, "```\n"+table+"```\n"))
	}
	return files, nil
}

// printed returns a table that follows a line of the console: its head, and the lines
// that begin with an address. What is in all spaces is in the kernel's alone.
func printed(console, begin string) (string, error) {
	_, rest, found := strings.Cut(console, begin)
	if !found {
		return "", fmt.Errorf("it has no line %q", strings.TrimSpace(begin))
	}
	table := ""
	for i, line := range strings.SplitAfter(rest, "\n") {
		if i > 0 && !strings.HasPrefix(line, "0x") {
			break
		}
		if i == 0 || strings.Contains(begin, "the kernel's") || strings.HasPrefix(line, "0x4") {
			table += line
		}
	}
	return table, nil
}
