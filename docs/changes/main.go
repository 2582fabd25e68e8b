// SPDX-License-Identifier: MIT

// Command changes makes the changes that CONTRIBUTING.md walks through, each in a
// clean copy of the tree, and builds and tests it there.
//
//	./bazelw run //docs/changes [-- NAME...]
//
// It runs Bazel, so that it cannot be a part of `bazel test //...`. All changes
// share one copy and one output base below a temporary directory; what is in the
// disk cache is not built again. The last line is "N passed, N
// failed"; the exit status is 1 if any failed.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bugo/tools/clone"
)

func main() {
	if err := run(os.Getenv("BUILD_WORKSPACE_DIRECTORY"), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "changes:", err)
		os.Exit(1)
	}
}

func run(workspace string, names []string) error {
	if workspace == "" {
		return errors.New("BUILD_WORKSPACE_DIRECTORY is not set: run it as ./bazelw run //docs/changes")
	}
	for _, name := range names {
		if !slices.ContainsFunc(changes, func(c change) bool { return c.name == name }) {
			return fmt.Errorf("there is no change %q", name)
		}
	}
	directory, err := os.MkdirTemp("", "bugo-changes-")
	if err != nil {
		return err
	}
	t := &tree{root: filepath.Join(directory, "bugo"), workspace: workspace}
	passed, failed := 0, 0
	for _, c := range changes {
		if len(names) > 0 && !slices.Contains(names, c.name) {
			continue
		}
		start := time.Now()
		err := t.try(c, filepath.Join(directory, "output_base"))
		took := time.Since(start).Round(time.Second)
		if err != nil {
			failed++
			fmt.Printf("FAIL %s (%v)\n%v\n", c.name, took, err)
			continue
		}
		passed++
		fmt.Printf("ok   %s (%v)\n", c.name, took)
	}
	if err := clean(t, directory); err != nil {
		fmt.Fprintln(os.Stderr, "changes: cleaning up:", err)
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
	return nil
}

// try makes a change in a clean tree and goes its steps.
func (t *tree) try(c change, outputBase string) error {
	if err := t.copy(); err != nil {
		return err
	}
	patch, err := c.patch()
	if err != nil {
		return err
	}
	if err := apply(t.root, patch); err != nil {
		return fmt.Errorf("%s.patch no longer applies: %w\nMake the change anew, write docs/changes/%s.patch by git diff, and show it in CONTRIBUTING.md", c.name, err, c.name)
	}
	for _, step := range c.all() {
		fmt.Printf("     %s: ./bazelw %s\n", c.name, strings.Join(step, " "))
		arguments := append([]string{"--output_base=" + outputBase, step[0], "--noshow_progress"}, step[1:]...)
		if err := t.bazelw(arguments...); err != nil {
			return fmt.Errorf("./bazelw %s: %w", strings.Join(step, " "), err)
		}
	}
	return nil
}

func (t *tree) bazelw(arguments ...string) error {
	command := exec.Command(filepath.Join(t.root, "bazelw"), arguments...)
	command.Dir = t.root
	command.Env = clone.Environment()
	words, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w; it printed:\n%s", err, words)
	}
	return nil
}

// clean ends the Bazel server and removes all that was written.
func clean(t *tree, directory string) error {
	outputBase := filepath.Join(directory, "output_base")
	if _, err := os.Stat(outputBase); err == nil {
		if err := t.bazelw("--output_base="+outputBase, "shutdown"); err != nil {
			return err
		}
	}
	return clone.Remove(directory)
}
