// SPDX-License-Identifier: MIT

package transcript

import "strings"

// maxLines bounds what Compare aligns: the table below has a cell for each
// pair of lines.
const maxLines = 20_000

// Compare returns "" if the output is what the transcript shows, and otherwise
// a diff: lines that are missing start with "-", lines that should not be
// there with "+", lines that agree, as documented, with a blank.
func (t *Transcript) Compare(output string) string {
	want, got := t.Output, lines(output)
	for len(want) > 0 && want[len(want)-1] == "" {
		want = want[:len(want)-1]
	}
	if len(got) > maxLines {
		got = append(got[:maxLines:maxLines], "(and more lines)")
	}
	cost := align(want, got)
	if cost[0][0] == 0 {
		return ""
	}
	return diff(want, got, cost)
}

// align returns for every i and j the least number of lines that have to be
// removed or added so that want[i:] and got[j:] agree. Zero means a match, with
// all wildcards taken into account.
func align(want, got []string) [][]int {
	cost := make([][]int, len(want)+1)
	for i := range cost {
		cost[i] = make([]int, len(got)+1)
	}
	for i := len(want); i >= 0; i-- {
		for j := len(got); j >= 0; j-- {
			cost[i][j], _ = best(want, got, cost, i, j)
		}
	}
	return cost
}

// A step is how an alignment goes on from a pair of lines.
type step int

const (
	end    step = iota // both are used up
	same               // the lines agree
	skip               // a wildcard takes one more line
	leave              // a wildcard takes no more
	remove             // the documented line is missing
	add                // the actual line is one too many
)

// best returns the cost of (i, j) and the step that has it, from the costs of
// its three neighbours. Where steps cost the same, the first in this order wins,
// which keeps the diff in the order that one reads.
func best(want, got []string, cost [][]int, i, j int) (int, step) {
	if i == len(want) && j == len(got) {
		return 0, end
	}
	least, by := len(want)+len(got)+1, end
	try := func(c int, s step) {
		if c < least {
			least, by = c, s
		}
	}
	if i < len(want) && isAnyLines(want[i]) {
		try(cost[i+1][j], leave)
		if j < len(got) {
			try(cost[i][j+1], skip)
		}
		return least, by
	}
	if i < len(want) && j < len(got) && matches(want[i], got[j]) {
		try(cost[i+1][j+1], same)
	}
	if i < len(want) {
		try(1+cost[i+1][j], remove)
	}
	if j < len(got) {
		try(1+cost[i][j+1], add)
	}
	return least, by
}

// diff follows the cheapest alignment.
func diff(want, got []string, cost [][]int) string {
	var b strings.Builder
	write := func(mark, line string) { b.WriteString(strings.TrimRight(mark+" "+line, " ") + "\n") }
	for i, j := 0, 0; ; {
		_, by := best(want, got, cost, i, j)
		switch by {
		case end:
			return b.String()
		case same:
			write(" ", want[i])
			i, j = i+1, j+1
		case skip:
			j++
		case leave:
			write(" ", want[i])
			i++
		case remove:
			write("-", want[i])
			i++
		case add:
			write("+", got[j])
			j++
		}
	}
}
