// SPDX-License-Identifier: MIT

package checks

import (
	"fmt"
	"maps"
	"slices"
)

// exceptions are what a check lets pass, by what it is, with the reason. An entry is
// judged by whether a run of the check needed it: one for a file that is gone, or that
// has been mended, is a finding like any other.
type exceptions map[string]string

// run is one run of a check with exceptions.
type run struct {
	exceptions exceptions
	used       map[string]bool
	findings   []Finding
}

func (e exceptions) run() *run { return &run{exceptions: e, used: map[string]bool{}} }

// lets tells whether there is an exception, and notes that it was needed: a check
// asks for what it would otherwise find, and for nothing else.
func (r *run) lets(key string) bool {
	_, ok := r.exceptions[key]
	if ok {
		r.used[key] = true
	}
	return ok
}

// found adds a finding.
func (r *run) found(file string, line int, wrong, remedy string) {
	r.findings = append(r.findings, Finding{file, line, wrong, remedy})
}

// end returns the findings, with the entries of the table that nothing needed. file is
// where the table stands.
func (r *run) end(file string) []Finding {
	for _, key := range slices.Sorted(maps.Keys(r.exceptions)) {
		if !r.used[key] {
			r.found(file, 0, fmt.Sprintf("an exception for %q, which needs none", key), "take it out of the table")
		}
	}
	return r.findings
}
