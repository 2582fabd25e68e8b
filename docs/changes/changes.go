// SPDX-License-Identifier: MIT

package main

import (
	"embed"
	"io/fs"
	"slices"
)

//go:embed *.patch
var patches embed.FS

// change is one of the changes that CONTRIBUTING.md walks through.
type change struct {
	name  string     // of the patch, without .patch
	steps [][]string // the arguments of the runs of ./bazelw that follow
}

// changes do not depend on each other: each is made in a clean tree. What is
// tested of each is what it touches, and a boot in our emulator; and then the house.
var changes = []change{
	{"syscall", [][]string{
		{"run", "//tools/syscallgen"},
		{"test", "//user/abi:all", "//user/fuzz/draw:all", "//kernel/syscalls:all", "//tools/syscallgen:all", "//kernel/tests:boot_tlsf_test_virtemu"},
	}},
	{"allocator", [][]string{
		{"test", "//heap:heap_test", "//heap:unknown_allocator_test", "//heap/dump:all", "//kernel/tests:boot_bumpdown_test_virtemu", "//kernel/tests:heapdump_bumpdown_test_virtemu"},
	}},
	{"board", [][]string{
		{"test", "//toolchains/riscv:exec_env_test", "//kernel/tests:boot_tlsf_test_virtsmp"},
	}},
}

// house is the last step of every change: whoever makes one meets these rules, most
// of which look at the whole tree.
var house = []string{"test", "//quality:all"}

// all returns every step of a change.
func (c change) all() [][]string { return append(slices.Clone(c.steps), house) }

// patch returns the text of a change's patch.
func (c change) patch() ([]byte, error) { return fs.ReadFile(patches, c.name+".patch") }
