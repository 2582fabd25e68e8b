// SPDX-License-Identifier: MIT

// Command analyze runs analyzers over the types of the tree's Go packages:
//
//	analyze --tree=F.zip --exports=LIST --choices=F.json ANALYSIS
//
// where ANALYSIS is vet, vet_riscv64, asm_declarations or trap_context. Exit status:
// 0, or 1 with a line for each finding. It is a test executable: without arguments it
// takes them from QUALITY_TREE, QUALITY_EXPORTS, QUALITY_CHOICES and QUALITY_CHECK.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"bugo/quality/allowances"
	"bugo/quality/checks"
	"bugo/quality/load"
	"bugo/quality/tree"
)

func main() {
	name := flag.String("tree", os.Getenv("QUALITY_TREE"), "archive or folder of the source tree")
	exports := flag.String("exports", os.Getenv("QUALITY_EXPORTS"), "list of export data")
	choices := flag.String("choices", os.Getenv("QUALITY_CHOICES"), "which files there are with which build settings, as JSON; on the machine")
	flag.Parse()
	if err := run(os.Stdout, *name, *exports, *choices, cmp.Or(flag.Arg(0), os.Getenv("QUALITY_CHECK"))); err != nil {
		fmt.Fprintf(os.Stderr, "analyze: %v\n", err)
		os.Exit(1)
	}
}

func run(out io.Writer, name, exportList, choices, analysisName string) error {
	chosen, ok := analyses[analysisName]
	if !ok {
		return fmt.Errorf("there is no analysis %q: they are %s", analysisName, strings.Join(slices.Sorted(maps.Keys(analyses)), ", "))
	}
	source, err := tree.Open(name)
	if err != nil {
		return err
	}
	exports, err := load.ReadExports(exportList)
	if err != nil {
		return err
	}
	root, err := os.MkdirTemp("", "analyze")
	if err != nil {
		return err
	}
	defer os.RemoveAll(root)
	// (asmdecl reads assembly by its path.)
	if err := source.Extract(root, func(name string) bool { return strings.HasSuffix(name, ".s") || strings.HasSuffix(name, ".go") }); err != nil {
		return err
	}
	variants := []load.Variant{{}}
	if chosen.goarch == "riscv64" {
		if variants, err = load.ReadVariants(choices); err != nil {
			return err
		}
	}
	var loaded []*packages.Package
	for _, variant := range variants {
		loader := &load.Loader{Tree: source, Root: root, GOARCH: chosen.goarch, Variant: variant, Exports: exports}
		more, err := loader.Load()
		if err != nil {
			return err
		}
		loaded = append(loaded, more...)
	}
	findings, err := analyze(source, root, loaded, chosen.analyzers)
	if err != nil {
		return err
	}
	for _, f := range findings {
		fmt.Fprintln(out, f)
	}
	if len(findings) > 0 {
		return fmt.Errorf("%d findings: quality/README.md tells what each check asks", len(findings))
	}
	fmt.Fprintf(out, "%d packages for %s, nothing found\n", len(loaded), chosen.goarch)
	return nil
}

// remedy is what to do about any finding.
const remedy = "mend it, or, where the code is right, put //bugo:allow %s REASON on the line or the one above"

// analyze runs analyzers and returns what they find and no comment allows.
func analyze(source *tree.Tree, root string, loaded []*packages.Package, analyzers []*analysis.Analyzer) ([]checks.Finding, error) {
	graph, err := checker.Analyze(analyzers, loaded, nil)
	if err != nil {
		return nil, err
	}
	found := map[checks.Finding]bool{} // a package is analyzed with and without its tests
	allowed := allowances.New(source)
	ran := map[string]bool{}
	for _, action := range graph.Roots {
		if action.Err != nil {
			return nil, fmt.Errorf("%s: %w", action, action.Err)
		}
		ran[action.Analyzer.Name] = true
		for _, d := range action.Diagnostics {
			at := action.Package.Fset.Position(d.Pos)
			name, err := filepath.Rel(root, at.Filename)
			if err != nil {
				return nil, err
			}
			name = filepath.ToSlash(name)
			if !allowed.Use(name, at.Line, action.Analyzer.Name) {
				found[checks.Finding{File: name, Line: at.Line, Wrong: d.Message + " (" + action.Analyzer.Name + ")",
					Remedy: fmt.Sprintf(remedy, action.Analyzer.Name)}] = true
			}
		}
	}
	findings := slices.Concat(slices.Collect(maps.Keys(found)), allowed.Wrong(ran, files(root, loaded)))
	checks.Sort(findings)
	return findings, nil
}

// files returns the names in the tree of all files of the packages.
func files(root string, loaded []*packages.Package) map[string]bool {
	names := map[string]bool{}
	for _, p := range loaded {
		for _, file := range slices.Concat(p.GoFiles, p.OtherFiles) {
			if name, err := filepath.Rel(root, file); err == nil {
				names[filepath.ToSlash(name)] = true
			}
		}
	}
	return names
}
