// SPDX-License-Identifier: MIT

// Command sizereport tells how large the images are, and by how much they have grown
// since the last commit:
//
//	./bazelw run //quality:size_report [-- --against REVISION]
//
// The last commit is HEAD where the tree has changes of its own, and else the one
// before, so that the report is about the commit that one is at. Its images are built
// from its own sources in a clean copy with an output base of its own, which the disk
// cache makes short; its sizes are then kept by ./bazelw's cache directory.
//
// Where there is no such commit (a download without git's history), there are sizes and
// a line that says why growth is not known. The command fails only where it cannot
// measure: what an image may have at most is its image_test's business.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"bugo/tools/clone"
)

func main() {
	images := flag.String("images", os.Getenv("SIZE_REPORT_IMAGES"), "file with lines NAME LABEL ELF IMAGE")
	against := flag.String("against", "", "the revision to compare with (default: the last commit)")
	flag.Parse()
	if err := run(os.Stdout, *images, os.Getenv("BUILD_WORKSPACE_DIRECTORY"), *against); err != nil {
		fmt.Fprintf(os.Stderr, "sizereport: %v\n", err)
		os.Exit(1)
	}
}

func run(out io.Writer, list, workspace, against string) error {
	if workspace == "" {
		return fmt.Errorf("BUILD_WORKSPACE_DIRECTORY is not set: run it as ./bazelw run //quality:size_report")
	}
	images, err := readList(list)
	if err != nil {
		return err
	}
	now, err := measureAll(images)
	if err != nil {
		return err
	}
	cache, err := clone.CacheDir()
	if err != nil {
		return err
	}
	before, title, err := past{workspace: workspace, kept: filepath.Join(cache, "sizes"), git: runGit, build: buildImages}.sizes(images, against)
	if err != nil {
		return err
	}
	fmt.Fprint(out, title, "\n", report(before, now))
	return nil
}

// image is one of the images of the report.
type image struct{ name, label, elf, flat string }

// readList reads what the rule size_report writes.
func readList(file string) ([]image, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read the list of images: %w", err)
	}
	var images []image
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) != 4 {
			return nil, fmt.Errorf("%s: want NAME LABEL ELF IMAGE, not %q", file, line)
		}
		images = append(images, image{fields[0], fields[1], fields[2], fields[3]})
	}
	return images, nil
}

func measureAll(images []image) (sizes, error) {
	all := sizes{}
	for _, i := range images {
		var err error
		if all[i.name], err = measure(i.elf, i.flat); err != nil {
			return nil, err
		}
	}
	return all, nil
}
