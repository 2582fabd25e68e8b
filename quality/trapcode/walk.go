// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"slices"
	"strings"

	"bugo/quality/allowances"
	"bugo/quality/checks"
	"bugo/quality/tree"
)

// The checks whose comments allow calls: the analyzer's, and this net's own.
const (
	analyzer = "trapcontext"
	ownName  = "trapcode"
)

const remedy = "do without, or, where the code is right, put //bugo:allow " + ownName + " REASON on the line or the one above"

// way is a way from a function to one that no code in trap context may arrive at.
type way struct {
	next *function // nil: it has arrived
	what string    // that function does
}

// walk returns what is wrong with the marked functions of an image. source is where
// their lines are.
func (i *image) walk(m *marks, source *tree.Tree, allowed *allowances.Allowances) []checks.Finding {
	ways := i.ways(m, allowed)
	var findings []checks.Finding
	for _, f := range i.functions {
		if _, marked := m.of(i, f.Name); !marked {
			continue
		}
		for _, s := range f.sites {
			w, bad := ways[s.callee]
			if !bad || i.allows(allowed, s) {
				continue
			}
			at := place{file: i.path}
			for _, p := range i.places(s.pc) {
				if source.Has(p.file) {
					at = p
					break
				}
			}
			chain := []string{f.Name, s.callee.Name}
			for w.next != nil {
				chain = append(chain, w.next.Name)
				w = ways[w.next]
			}
			findings = append(findings, checks.Finding{File: at.file, Line: at.line, Remedy: remedy,
				Wrong: fmt.Sprintf("code for trap context %s: %s (%s)", w.what, strings.Join(chain, " -> "), ownName)})
		}
	}
	return findings
}

// ways returns from which functions there is such a way, the shortest, past none that
// is marked: of those, what is wrong is told on their own.
func (i *image) ways(m *marks, allowed *allowances.Allowances) map[*function]way {
	ways := map[*function]way{}
	for _, f := range i.functions {
		if what := whatItDoes(f.Name); what != "" {
			ways[f] = way{what: what}
		}
	}
	for more := true; more; {
		found := map[*function]way{}
		for _, f := range i.functions {
			_, known := ways[f]
			if _, marked := m.of(i, f.Name); known || marked || f.ending {
				continue
			}
			for _, s := range f.sites {
				if w, bad := ways[s.callee]; bad && !i.allows(allowed, s) {
					found[f] = way{s.callee, w.what}
					break
				}
			}
		}
		for f, w := range found {
			ways[f] = w
		}
		more = len(found) > 0
	}
	return ways
}

// allows tells whether a comment allows a call that leads to something bad.
func (i *image) allows(allowed *allowances.Allowances, s site) bool {
	return slices.ContainsFunc(i.places(s.pc), func(p place) bool {
		return allowed.Use(p.file, p.line, analyzer) || allowed.Use(p.file, p.line, ownName)
	})
}
