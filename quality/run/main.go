// SPDX-License-Identifier: MIT

// Command run runs checks of the source tree and lists their findings:
//
//	run --tree=F.zip CHECK...
//	run --tree=. [CHECK...]
//	run --fix
//
// Without names it runs all. Exit status: 0, or 1 with a line for each finding. It is
// a test executable: without arguments it takes them from the environment,
// QUALITY_TREE and QUALITY_CHECK, since a Bazel rule can give a test an environment
// but no arguments.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"bugo/quality/checks"
	"bugo/quality/tree"
)

func main() {
	name := flag.String("tree", os.Getenv("QUALITY_TREE"), "archive or folder of the source tree")
	fix := flag.Bool("fix", false, "format the workspace's Go and BUILD files instead")
	flag.Parse()
	if *fix {
		if err := format(os.Stdout, cmp.Or(os.Getenv("BUILD_WORKSPACE_DIRECTORY"), ".")); err != nil {
			fmt.Fprintf(os.Stderr, "quality: %v\n", err)
			os.Exit(1)
		}
		return
	}
	names := flag.Args()
	if check := os.Getenv("QUALITY_CHECK"); len(names) == 0 && check != "" {
		names = []string{check}
	}
	if err := run(os.Stdout, *name, names); err != nil {
		fmt.Fprintf(os.Stderr, "quality: %v\n", err)
		os.Exit(1)
	}
}

// run runs the checks of the given names, or all.
func run(out io.Writer, name string, names []string) error {
	if name == "" {
		return errors.New("give the source tree: --tree=.")
	}
	chosen := checks.All
	if len(names) > 0 {
		chosen = nil
		for _, n := range names {
			check, err := checks.Find(n)
			if err != nil {
				return err
			}
			chosen = append(chosen, check)
		}
	}
	source, err := tree.Open(name)
	if err != nil {
		return err
	}
	count := 0
	for _, check := range chosen {
		findings := check.Run(source)
		checks.Sort(findings)
		for _, f := range findings {
			fmt.Fprintln(out, f)
		}
		count += len(findings)
	}
	if count > 0 {
		return fmt.Errorf("%d findings: quality/README.md tells what each check asks", count)
	}
	fmt.Fprintf(out, "%d files, nothing found\n", len(source.Files()))
	return nil
}

// format writes anew what gofmt and buildifier would, below a folder.
func format(out io.Writer, root string) error {
	source, err := tree.Open(root)
	if err != nil {
		return err
	}
	fixed := checks.Fixed(source)
	for _, name := range slices.Sorted(maps.Keys(fixed)) {
		file := filepath.Join(root, filepath.FromSlash(name))
		info, err := os.Stat(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, fixed[name], info.Mode()); err != nil {
			return err
		}
		fmt.Fprintln(out, name)
	}
	return nil
}
