// SPDX-License-Identifier: MIT

// Command layers draws the layers of the house in README.md, from the build graph,
// and checks that no package imports one of a layer that it must not see, nor is let
// see it by Bazel's visibilities:
//
//	layers --graph=FILE [--readme=README.md]
//	layers --graph=FILE --tree=F.zip
//
// The first form writes the drawing anew; the second, the check, exits with 1 and a
// line for each thing that is wrong. FILE is what a query with --output=graph wrote.
// It is a test executable: QUALITY_TREE and QUALITY_GRAPH stand for the flags.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"bugo/quality/checks"
	"bugo/quality/tree"
)

const readme = "README.md"

func main() {
	graph := flag.String("graph", os.Getenv("QUALITY_GRAPH"), "the build graph")
	name := flag.String("tree", os.Getenv("QUALITY_TREE"), "archive or folder of the source tree, to check it")
	document := flag.String("readme", filepath.Join(os.Getenv("BUILD_WORKSPACE_DIRECTORY"), readme), "the document to draw in")
	flag.Parse()
	var err error
	if *name != "" {
		err = check(os.Stdout, *name, *graph)
	} else {
		err = write(*document, *graph)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "layers: %v\n", err)
		os.Exit(1)
	}
}

// write draws in a document.
func write(document, graphFile string) error {
	drawing, err := read(graphFile)
	if err != nil {
		return err
	}
	old, err := os.ReadFile(document)
	if err != nil {
		return err
	}
	text, err := replace(old, drawing)
	if err != nil {
		return fmt.Errorf("%s: %w", document, err)
	}
	return os.WriteFile(document, text, 0o644)
}

// check lists what is wrong with a tree.
func check(out io.Writer, name, graphFile string) error {
	if err := house.validate(); err != nil {
		return err
	}
	source, err := tree.Open(name)
	if err != nil {
		return err
	}
	drawing, err := read(graphFile)
	if err != nil {
		return err
	}
	findings := append(house.checkImports(source), house.checkVisibilities(source)...)
	text, err := replace(source.Read(readme), drawing)
	switch {
	case err != nil:
		findings = append(findings, checks.Finding{File: readme, Wrong: err.Error(), Remedy: "put both where the drawing shall be"})
	case !bytes.Equal(text, source.Read(readme)):
		findings = append(findings, checks.Finding{File: readme, Wrong: "the drawing of the layers is stale", Remedy: "run ./bazelw run //quality/layers"})
	}
	checks.Sort(findings)
	for _, f := range findings {
		fmt.Fprintln(out, f)
	}
	if len(findings) > 0 {
		return fmt.Errorf("%d findings: quality/README.md tells what each check asks", len(findings))
	}
	return nil
}

// read returns the drawing of a build graph.
func read(graphFile string) (string, error) {
	graph, err := os.ReadFile(graphFile)
	if err != nil {
		return "", fmt.Errorf("cannot read the build graph: %w", err)
	}
	return house.draw(graph)
}
