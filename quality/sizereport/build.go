// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"bugo/tools/clone"
)

// buildImages builds images in another tree, by the Bazel that its own ./bazelw gets,
// and returns their files by their names, without those that the tree does not have.
func buildImages(tree string, images []image) (_ map[string]image, err error) {
	outputBase := filepath.Join(filepath.Dir(tree), "output_base")
	bazelw := func(arguments ...string) (string, error) {
		command := exec.Command(filepath.Join(tree, "bazelw"), append([]string{"--output_base=" + outputBase}, arguments...)...)
		command.Dir = tree
		command.Env = clone.Environment()
		var said bytes.Buffer
		command.Stderr = &said
		out, err := command.Output()
		if err != nil {
			err = fmt.Errorf("./bazelw %s: %w; it printed:\n%s", arguments[0], err, said.String())
		}
		return string(out), err
	}
	defer func() {
		_, failure := bazelw("shutdown")
		err = errors.Join(err, failure)
	}()

	known := map[string]image{}
	var labels []string
	var unknown error
	for _, i := range images {
		if _, err := bazelw("query", "--noshow_progress", i.label); err != nil {
			unknown = errors.Join(unknown, err)
			continue
		}
		known[i.name] = i
		labels = append(labels, i.label)
	}
	if len(labels) == 0 {
		return nil, unknown
	}
	if _, err := bazelw(append([]string{"build", "--noshow_progress", "--output_groups=+elf"}, labels...)...); err != nil {
		return nil, err
	}
	for name, i := range known {
		files, err := bazelw("cquery", "--noshow_progress", "--output=files", "--output_groups=+elf", i.label)
		if err != nil {
			return nil, err
		}
		for _, file := range strings.Fields(files) {
			switch filepath.Ext(file) {
			case ".bin":
				i.flat = filepath.Join(outputBase, "execroot", "_main", file)
			case ".elf":
				i.elf = filepath.Join(outputBase, "execroot", "_main", file)
			}
		}
		known[name] = i
	}
	return known, nil
}
