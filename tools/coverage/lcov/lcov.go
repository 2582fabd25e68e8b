// SPDX-License-Identifier: MIT

// Package lcov reads, merges and writes coverage in the format of lcov's
// tracefiles, of which it needs the lines: which lines of a source file can run,
// and how often each has.
//
// A Report keeps two origins apart. On the host, Go's compiler counts statements,
// and so it is known of every line whether it can run. In the guest, the emulator
// sees instructions, and DWARF tells the lines that have any: what the linker has
// left out is not there, and the first line of a function, where its stack is
// made, is. So where the host knows a file, it says which lines count, and what
// has run in the guest only adds to it; a file that no host test compiles, such as
// those of _riscv64.go, counts as the guest sees it. Merged does that.
//
// In a file the guest's records have the test name (TN) "guest". Branches and
// functions are skipped: Go's coverage has neither.
//
// Reference: geninfo(1), "FILES", of lcov 1.16.
package lcov

import (
	"maps"
	"slices"
)

// Lines are lines of a source file that can run, and how often each has. Lines
// count from 1.
type Lines map[int]uint64

// Add adds how often lines have run.
func (l Lines) Add(other Lines) {
	for line, count := range other {
		// (a count that would overflow stays at the most there is)
		if sum := l[line] + count; sum >= count {
			l[line] = sum
		} else {
			l[line] = ^uint64(0)
		}
	}
}

// Figures returns how many of the lines have run, and how many there are.
func (l Lines) Figures() (ran, all int) {
	for _, count := range l {
		if count > 0 {
			ran++
		}
	}
	return ran, len(l)
}

// File is what is known of a source file. Either map may be empty.
type File struct {
	Host, Guest Lines
}

// Merged returns the lines that count, and how often host and guest have run them.
func (f *File) Merged() Lines {
	merged := Lines{}
	merged.Add(f.Host)
	if len(f.Host) == 0 {
		merged.Add(f.Guest)
		return merged
	}
	merged.Add(f.guestOfHost())
	return merged
}

// guestOfHost returns what the guest has run of the lines that the host knows.
func (f *File) guestOfHost() Lines {
	known := Lines{}
	for line, count := range f.Guest {
		if _, ok := f.Host[line]; ok {
			known[line] = count
		}
	}
	return known
}

// Report is the coverage of source files, by path. The nil map is not ready.
type Report map[string]*File

// File returns what is known of a file, which is made if it is not there.
func (r Report) File(path string) *File {
	f := r[path]
	if f == nil {
		f = &File{Host: Lines{}, Guest: Lines{}}
		r[path] = f
	}
	return f
}

// Paths returns the files, sorted.
func (r Report) Paths() []string { return slices.Sorted(maps.Keys(r)) }

// Merge adds another report.
func (r Report) Merge(other Report) {
	for path, f := range other {
		mine := r.File(path)
		mine.Host.Add(f.Host)
		mine.Guest.Add(f.Guest)
	}
}

// Settle leaves of the guest's lines those that count. After it, whoever adds up
// the records of a file gets what Merged says, and knows nothing of origins. It is
// for a whole report: what is merged into it later may know more of a file.
func (r Report) Settle() {
	for _, f := range r {
		if len(f.Host) > 0 {
			f.Guest = f.guestOfHost()
		}
	}
}
