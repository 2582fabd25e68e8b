// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"slices"
	"strings"
)

// layer is a part of the house that sees only what stands below it.
type layer struct {
	name  string
	says  string // in the drawing; layers without are not in it
	sees  []string
	roots []string // folders; the longest that fits a package decides
}

// table has layers, the lowest first.
type table []layer

// house is the one table of layers, the lowest first: each sees only layers above it
// in this list. checkVisibilities compares the package groups of //:BUILD.bazel with it.
var house = table{
	{name: "arch", says: "RISC-V: CSRs, instructions, the SBI's numbers", roots: []string{"arch"}},
	{name: "platforms", says: "the K210 and QEMU's virt: where things are", roots: []string{"platforms"}},
	{name: "runtime", says: "Go's package runtime, ours; in every image", roots: []string{"runtime"}},
	{name: "abi", says: "system calls: numbers and layouts", roots: []string{"user/abi"}},
	{name: "heap", says: "allocators and the collector", roots: []string{"heap"}},
	{name: "heap/global", says: "the allocator behind new, make and append", sees: []string{"arch", "heap"}, roots: []string{"heap/global", "heap/gc/live"}},
	{name: "firmware", says: "the SBI, in M-mode", sees: []string{"arch", "platforms"}, roots: []string{"firmware"}},
	{name: "trap", says: "from trap to return", sees: []string{"arch"}, roots: []string{"trap"}},
	{name: "memory", says: "frames, page tables, address spaces", sees: []string{"arch", "platforms", "heap"}, roots: []string{"memory"}},
	{name: "task", says: "tasks and schedulers", sees: []string{"arch", "platforms", "abi", "trap", "memory"}, roots: []string{"task"}},
	{name: "kernel", says: "boot, system calls, faults", sees: []string{"arch", "platforms", "abi", "heap", "heap/global", "trap", "memory", "task"}, roots: []string{"kernel"}},
	{name: "user", says: "apps and their library, in U-mode", sees: []string{"abi", "heap/global"}, roots: []string{"user"}},
	{name: "tools", sees: []string{"platforms", "abi", "heap", "firmware", "task"}, roots: []string{"tools", "toolchains", "quality", "docs", "firmware/board/k210/mktree", "heap/bench", "heap/conformance"}},
	// Programs that boot in the kernel's place, and what they share.
	{name: "test programs", sees: []string{"arch", "platforms", "heap", "heap/global", "firmware", "trap", "memory", "task", "kernel", "tools"}, roots: []string{
		"firmware/crashtest", "firmware/k210test", "firmware/sbitest", "heap/bench/guest",
		"kernel/tests", "runtime/features", "toolchains/riscv/linktest",
	}},
}

// of returns the layer of a folder, or nil.
func (t table) of(folder string) *layer {
	var found *layer
	longest := -1
	for i := range t {
		for _, root := range t[i].roots {
			if (folder == root || strings.HasPrefix(folder, root+"/")) && len(root) > longest {
				found, longest = &t[i], len(root)
			}
		}
	}
	return found
}

// validate tells whether each layer sees only layers that the table has before it: so
// there are no circles.
func (t table) validate() error {
	var below []string
	for _, l := range t {
		for _, seen := range l.sees {
			if !slices.Contains(below, seen) {
				return fmt.Errorf("quality/layers/table.go: %s sees %s, which does not stand below it", l.name, seen)
			}
		}
		below = append(below, l.name)
	}
	return nil
}
