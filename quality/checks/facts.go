// SPDX-License-Identifier: MIT

package checks

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"bugo/quality/tree"
)

// The collection of facts about the chip is factsIndex and what lies in factsFolder.
const (
	factsIndex  = "docs/k210-facts.md"
	factsFolder = "docs/k210/"
)

var (
	// factsHeading is a section's heading, as in "### §2.3 mstatus".
	factsHeading = regexp.MustCompile(`^#+ §([0-9]+(?:\.[0-9]+)*)(?: |$)`)

	// factsCited is the collection's name and the sections that follow. They may be
	// on the next line: between them is what continues a comment.
	factsCited = regexp.MustCompile(`k210-facts\.md` + factsGap + `(§[0-9.]+(?:(?:,|` + factsGap + `and)+` + factsGap + `§[0-9.]+)*)`)
	section    = regexp.MustCompile(`§([0-9]+(?:\.[0-9]+)*)`)
)

// factsGap is spaces, and a line's end with the next comment's beginning.
const factsGap = `[ \t]*(?:\n[ \t]*(?://|#|\*)?[ \t]*)?`

// Facts looks for citations of sections that the collection of facts does not have,
// and for sections that it has twice.
func Facts(t *tree.Tree) []Finding {
	var findings []Finding
	headings := map[string]string{}
	for _, name := range t.Sources("*.md") {
		if name != factsIndex && !strings.HasPrefix(name, factsFolder) {
			continue
		}
		for i, line := range t.Lines(name) {
			match := factsHeading.FindStringSubmatch(line)
			if match == nil {
				continue
			}
			number, at := match[1], fmt.Sprintf("%s:%d", name, i+1)
			if before := headings[number]; before != "" {
				findings = append(findings, Finding{name, i + 1, fmt.Sprintf("§%s of %s has a heading twice", number, factsIndex),
					"the other is " + before + ": give one of them another number"})
			}
			headings[number] = cmp.Or(headings[number], at)
		}
	}
	for _, name := range t.Sources("*.go", "*.s", "*.S", "*.ld", "*.bzl", "*.bazel", "*.md") {
		text := string(t.Read(name))
		for _, span := range factsCited.FindAllStringSubmatchIndex(text, -1) {
			for _, at := range section.FindAllStringSubmatchIndex(text[span[2]:span[3]], -1) {
				number := text[span[2]+at[2] : span[2]+at[3]]
				if headings[number] == "" {
					findings = append(findings, Finding{name, lineOf([]byte(text), span[2]+at[0]), fmt.Sprintf("%s has no §%s", factsIndex, number),
						"cite the section that has the fact, or write it there, with its source, under a heading like ## §" + number + " Name"})
				}
			}
		}
	}
	return findings
}
