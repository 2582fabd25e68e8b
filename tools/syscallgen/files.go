// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"bugo/tools/syscallgen/render"
	"bugo/tools/syscallgen/spec"
)

// The files, relative to the root of the source tree.
const (
	tableFile    = "user/abi/syscalls.txt"
	documentFile = "user/abi/README.md"
)

// sources are the Go files and what writes them.
var sources = []struct {
	name   string
	render func(*spec.Table) ([]byte, error)
}{
	{"user/abi/numbers.go", render.Numbers},
	{"user/abi/errors.go", render.Errors},
	{"user/sys/calls_riscv64.go", render.User},
	{"kernel/syscalls/table.go", render.Kernel},
}

// output is a file as it should be.
type output struct {
	name    string
	content []byte
}

// generate makes all files of the tree below root, in memory.
func generate(root string) ([]output, error) {
	text, err := os.ReadFile(filepath.Join(root, tableFile))
	if err != nil {
		return nil, fmt.Errorf("cannot read the table (give the source tree with --root): %w", err)
	}
	table, err := spec.Parse(tableFile, string(text))
	if err != nil {
		return nil, err
	}
	var outputs []output
	for _, file := range sources {
		content, err := file.render(table)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.name, err)
		}
		outputs = append(outputs, output{file.name, content})
	}
	document, err := os.ReadFile(filepath.Join(root, documentFile))
	if err != nil {
		return nil, fmt.Errorf("cannot read the document: %w", err)
	}
	content, err := render.Document(table, string(document))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", documentFile, err)
	}
	return append(outputs, output{documentFile, content}), nil
}

// stale returns the outputs that the tree below root does not hold.
func stale(root string) ([]output, error) {
	outputs, err := generate(root)
	if err != nil {
		return nil, err
	}
	var old []output
	for _, o := range outputs {
		content, err := os.ReadFile(filepath.Join(root, o.name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if !bytes.Equal(content, o.content) {
			old = append(old, o)
		}
	}
	return old, nil
}

// update writes the files that are not what the table says, and names them.
func update(root string) (changed []string, err error) {
	old, err := stale(root)
	if err != nil {
		return nil, err
	}
	for _, o := range old {
		if err := os.WriteFile(filepath.Join(root, o.name), o.content, 0o644); err != nil {
			return changed, err
		}
		changed = append(changed, o.name)
	}
	return changed, nil
}
