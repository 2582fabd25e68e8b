// SPDX-License-Identifier: MIT

// Command sizereport tells how large the images are, and by how much they grew since
// the commit that last wrote quality/sizereport/sizes.txt:
//
//	./bazelw run //quality:size_report [-- --update]
//
// With --update it writes that table anew, to be committed with the change that made
// the difference. It changes nothing else and fails only where it cannot measure: what
// an image may have at most is its image_test's business.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// tableFile is the table, in the workspace.
const tableFile = "quality/sizereport/sizes.txt"

func main() {
	images := flag.String("images", os.Getenv("SIZE_REPORT_IMAGES"), "file with lines NAME ELF IMAGE")
	workspace := flag.String("workspace", os.Getenv("BUILD_WORKSPACE_DIRECTORY"), "where the table is")
	update := flag.Bool("update", false, "write the table anew")
	flag.Parse()
	if err := run(os.Stdout, *images, *workspace, *update); err != nil {
		fmt.Fprintf(os.Stderr, "sizereport: %v\n", err)
		os.Exit(1)
	}
}

func run(out io.Writer, images, workspace string, update bool) error {
	now, err := measureAll(images)
	if err != nil {
		return err
	}
	file := filepath.Join(workspace, filepath.FromSlash(tableFile))
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("cannot read the table of sizes: %w", err)
	}
	before, err := parse(tableFile, string(text))
	if err != nil && !update {
		return err
	}
	fmt.Fprint(out, report(before, now))
	if update {
		if err := os.WriteFile(file, []byte(now.format()), 0o644); err != nil {
			return fmt.Errorf("cannot write the table of sizes: %w", err)
		}
	}
	return nil
}

// measureAll measures the images of a list.
func measureAll(list string) (sizes, error) {
	text, err := os.ReadFile(list)
	if err != nil {
		return nil, fmt.Errorf("cannot read the list of images: %w", err)
	}
	all := sizes{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			return nil, fmt.Errorf("%s: want NAME ELF IMAGE, not %q", list, line)
		}
		if all[fields[0]], err = measure(fields[1], fields[2]); err != nil {
			return nil, err
		}
	}
	return all, nil
}
