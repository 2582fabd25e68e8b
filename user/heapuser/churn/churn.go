// SPDX-License-Identifier: MIT

// Package churn uses a heap in all ways Go has: new, make, append, maps and
// strings. A part of what it makes stays in use and is checked again and again;
// the rest is garbage, many times the heap's size in total, which a collector
// must find without touching the part in use.
package churn

// Report is what was done.
type Report struct {
	Rounds  int
	Live    int // bytes that were in use throughout, about
	Garbage int // bytes that were thrown away, at least
	Wrong   string
}

// node is one of the live objects, each with a slice of its own.
type node struct {
	next    *node
	number  uint32
	content []byte
}

const (
	nodeContent = 40
	nodeSize    = 48 + nodeContent // about
)

// Run works with a heap of size bytes until the garbage is factor times that.
func Run(size, factor int) Report {
	r := Report{}
	first := makeNodes(size / 8 / nodeSize)
	r.Live = size / 8 / nodeSize * nodeSize
	names := map[string]uint32{}
	for r.Garbage < size*factor && r.Wrong == "" {
		r.Rounds++
		r.Garbage += garbage(size/32, uint32(r.Rounds), &r)
		remember(names, uint32(r.Rounds), &r)
		check(first, &r)
	}
	return r
}

// makeNodes makes a list of n nodes.
func makeNodes(n int) *node {
	var first *node
	for i := range uint32(n) {
		fresh := new(node)
		fresh.next, fresh.number, fresh.content = first, i, make([]byte, nodeContent)
		for j := range fresh.content {
			fresh.content[j] = byte(i) + byte(j)
		}
		first = fresh
	}
	return first
}

// check looks at all nodes.
func check(first *node, r *Report) {
	for n := first; n != nil; n = n.next {
		if n.next != nil && n.next.number+1 != n.number {
			r.Wrong = "the list of nodes is broken"
			return
		}
		for j, b := range n.content {
			if b != byte(n.number)+byte(j) {
				r.Wrong = "a node's content has changed"
				return
			}
		}
	}
}

// garbage makes about size bytes, twice over, that nobody needs afterwards.
func garbage(size int, round uint32, r *Report) int {
	var grown []uint32
	for i := range uint32(size / 4) {
		grown = append(grown, round*31+i)
	}
	for i, v := range grown {
		if v != round*31+uint32(i) {
			r.Wrong = "append has lost something"
		}
	}
	text := ""
	for i := range 8 {
		text += string(rune('a'+(int(round)+i)%26)) + "-"
	}
	if len(text) != 16 || text[0] != byte('a'+round%26) || text[14] != byte('a'+(round+7)%26) {
		r.Wrong = "a string is not what it was made of"
	}
	return len(grown)*4 + 2*len(text)
}

// remember keeps the last few rounds in a map, each under one of a few names
// that are made anew each time.
func remember(names map[string]uint32, round uint32, r *Report) {
	const kept = 6
	names[name(round%kept)] = round
	if want := min(int(round), kept); len(names) != want {
		r.Wrong = "the map has lost count"
	}
	for back := range min(round, kept) {
		if names[name((round-back)%kept)] != round-back {
			r.Wrong = "the map has lost an entry"
		}
	}
}

// name writes a number in letters.
func name(n uint32) string {
	letters := []byte("round ")
	for ; n > 0; n /= 26 {
		letters = append(letters, 'a'+byte(n%26))
	}
	return string(letters)
}
