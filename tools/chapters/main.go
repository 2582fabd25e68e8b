// SPDX-License-Identifier: MIT

// Command chapters keeps what the chapters of trap, task and memory show true: it boots
// the machines of some boot tests, and makes pictures and tables of what their
// consoles and programs say.
//
//	chapters          writes what has changed into the source tree
//
// Its test makes the same again and compares: a picture or a figure that is no
// longer what the machine does fails it. The machines run under QEMU's -icount,
// so that every run is the same, to the instruction.
//
// Exit status: 0, or 1 with a message that names what is wrong.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"bugo/tools/boot/spec"
)

func main() {
	if err := update(); err != nil {
		fmt.Fprintln(os.Stderr, "chapters:", err)
		os.Exit(1)
	}
}

// update brings the files of the source tree up to date.
func update() error {
	tree := os.Getenv("BUILD_WORKSPACE_DIRECTORY")
	if tree == "" {
		return errors.New("it is not known where the source tree is: say ./bazelw run //tools/chapters")
	}
	root, err := spec.Root(os.Args[0])
	if err != nil {
		return err
	}
	files, err := build(machines{root})
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(tree, f.name)
		old, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		content, err := f.update(string(old))
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		if content == string(old) {
			fmt.Println(f.name + ": right already")
			continue
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return err
		}
		fmt.Println(f.name + ": updated")
	}
	return nil
}
