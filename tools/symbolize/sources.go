// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"bugo/tools/boot/spec"
	"bugo/tools/caller"
)

// bootedList is where elfs.bzl lists the programs that //:qemu boots, one
// [NAME=]FILE on each line, all paths below the root of the runfiles.
const bootedList = "tools/symbolize/booted.txt"

// source is a program to open.
type source struct {
	name string // of the app, or ""
	path string
}

// parseSource reads [NAME=]FILE.
func parseSource(text string) (source, error) {
	s := source{path: text}
	if name, path, named := strings.Cut(text, "="); named && !strings.Contains(name, "/") {
		s = source{name, path}
	}
	if s.path == "" {
		return s, fmt.Errorf("--elf %q names no file: want FILE or NAME=FILE", text)
	}
	return s, nil
}

// sources returns what --elf names, or without it the list in the runfiles.
func sources(elfs []string, argv0 string) ([]source, error) {
	var all []source
	if len(elfs) > 0 {
		for _, text := range elfs {
			s, err := parseSource(text)
			if err != nil {
				return nil, err
			}
			s.path = caller.Path(s.path)
			all = append(all, s)
		}
		return all, nil
	}
	root, err := spec.Root(argv0)
	if err != nil {
		return nil, err
	}
	list, err := os.ReadFile(filepath.Join(root, bootedList))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("no ELF file: name the programs with --elf FILE, or start this with ./bazelw run //tools/symbolize")
	} else if err != nil {
		return nil, fmt.Errorf("cannot read the list of programs: %w", err)
	}
	for line := range strings.Lines(string(list)) {
		s, err := parseSource(strings.TrimSpace(line))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", bootedList, err)
		}
		s.path = filepath.Join(root, s.path)
		all = append(all, s)
	}
	return all, nil
}
