// SPDX-License-Identifier: MIT

package main

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"bugo/quality/allowances"
	"bugo/quality/checks"
	"bugo/quality/load"
	"bugo/quality/tree"
)

func main() {
	name := flag.String("tree", os.Getenv("QUALITY_TREE"), "archive or folder of the source tree")
	choices := flag.String("choices", os.Getenv("QUALITY_CHOICES"), "which files there are with which build settings, as JSON")
	images := flag.String("images", os.Getenv("QUALITY_IMAGES"), "ELF files of linked programs, separated by commas")
	flag.Parse()
	if err := run(os.Stdout, *name, *choices, strings.Split(*images, ",")); err != nil {
		fmt.Fprintf(os.Stderr, "trapcode: %v\n", err)
		os.Exit(1)
	}
}

func run(out io.Writer, name, choices string, images []string) error {
	source, err := tree.Open(name)
	if err != nil {
		return err
	}
	if err := checkNames(source); err != nil {
		return err
	}
	variants, err := load.ReadVariants(choices)
	if err != nil {
		return err
	}
	m, err := readMarks(source, variants)
	if err != nil {
		return err
	}
	allowed := allowances.New(source)
	found := map[checks.Finding]bool{} // images share code
	seen := &seen{files: map[string]bool{}}
	for _, path := range images {
		i, err := openImage(path)
		if err != nil {
			return err
		}
		for _, f := range i.walk(m, source, allowed) {
			found[f] = true
		}
		n := seen.note(m, i)
		if n == 0 {
			return fmt.Errorf("%s has the code of no marked function: is it the kernel, or firmware?", path)
		}
		fmt.Fprintf(out, "%s: the code of %d marked functions\n", path, n)
	}
	findings := slices.Concat(slices.Collect(maps.Keys(found)), seen.wrong(m), allowed.Wrong(map[string]bool{ownName: true}, code(source)))
	checks.Sort(findings)
	for _, f := range findings {
		fmt.Fprintln(out, f)
	}
	if len(findings) > 0 {
		return fmt.Errorf("%d findings: quality/README.md tells what each check asks", len(findings))
	}
	fmt.Fprintf(out, "%d functions are marked, nothing found\n", len(m.marked))
	return nil
}

// code returns the names of the files that may be compiled for the machine.
func code(source *tree.Tree) map[string]bool {
	names := map[string]bool{}
	for _, name := range source.Sources("*.go") {
		names[name] = !strings.HasSuffix(name, "_test.go")
	}
	return names
}
