// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The drawing stands in README.md between these lines.
const (
	begin = "<!-- Drawn by ./bazelw run //quality/layers -->"
	end   = "<!-- (end of the drawing) -->"
)

// edge is a line of a query's --output=graph.
var edge = regexp.MustCompile(`^\s*"//([^:"]*):?[^"]*" -> "//([^:"]*):?[^"]*"`)

// uses returns which layers use which, by the build graph.
func (t table) uses(graph []byte) (map[string][]string, error) {
	found := map[string][]string{}
	lines := bufio.NewScanner(bytes.NewReader(graph))
	for lines.Scan() {
		match := edge.FindStringSubmatch(lines.Text())
		if match == nil {
			continue
		}
		from, to := t.of(match[1]), t.of(match[2])
		if from == nil || to == nil || from == to || slices.Contains(found[from.name], to.name) {
			continue
		}
		found[from.name] = append(found[from.name], to.name)
	}
	if len(found) == 0 {
		return nil, errors.New("the build graph has no edge between two layers: see build_graph in quality/BUILD.bazel")
	}
	return found, lines.Err()
}

// reaches tells whether a layer uses another one by way of a third.
func reaches(found map[string][]string, from, to string) bool {
	for _, next := range found[from] {
		if next == to || reaches(found, next, to) {
			return true
		}
	}
	return false
}

// draw returns the drawing, in Mermaid's language: an arrow leads from each layer to
// those that it uses, but for those that it also reaches through another.
func (t table) draw(graph []byte) (string, error) {
	found, err := t.uses(graph)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n```mermaid\nflowchart TD\n", begin)
	for i := len(t) - 1; i >= 0; i-- {
		if l := t[i]; l.says != "" {
			fmt.Fprintf(&b, "    %s[\"<b>%s</b><br>%s\"]\n", node(l.name), l.name, l.says)
		}
	}
	for i := len(t) - 1; i >= 0; i-- {
		from := t[i]
		if from.says == "" {
			continue
		}
		for _, l := range t {
			if l.says == "" || !slices.Contains(found[from.name], l.name) || byWay(found, from.name, l.name) {
				continue
			}
			fmt.Fprintf(&b, "    %s --> %s\n", node(from.name), node(l.name))
		}
	}
	fmt.Fprintf(&b, "```\n\n%s\n", end)
	return b.String(), nil
}

// byWay tells whether there is a longer way between two layers.
func byWay(found map[string][]string, from, to string) bool {
	for _, next := range found[from] {
		if next != to && reaches(found, next, to) {
			return true
		}
	}
	return false
}

// node returns a name as Mermaid takes it.
func node(name string) string { return strings.ReplaceAll(name, "/", "_") }

// replace puts a drawing in the place of a document's.
func replace(document []byte, drawing string) ([]byte, error) {
	low := bytes.Index(document, []byte(begin))
	high := bytes.Index(document, []byte(end))
	if low < 0 || high < low {
		return nil, fmt.Errorf("no lines %q and %q in the document", begin, end)
	}
	return slices.Concat(document[:low], []byte(drawing), bytes.TrimPrefix(document[high+len(end):], []byte("\n"))), nil
}
