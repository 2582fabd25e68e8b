// SPDX-License-Identifier: MIT

// Command endtoend checks that editors understand this tree: it asks
// tools/gopackagesdriver.sh for packages, as gopls does, and gopls itself.
//
//	./bazelw run //tools/gopackagesdriver/endtoend
//
// The driver runs Bazel, so that this cannot be a part of `bazel test //...`.
// The go command and gopls are those that //tools/gopackagesdriver/install installs
// (package pinned), and stand behind another go command on PATH. The last line is "N passed,
// N failed"; the exit status is 1 if any failed.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"bugo/tools/checklist"
	"bugo/tools/gopackagesdriver/pinned"
)

// tree is what the checks are about.
type tree struct {
	root  string // the repository
	goCmd string // the pinned SDK's go command

	directory string // of the checks' own
	bin       string // where go and gopls are installed in it, once they are
}

var checks = []checklist.Check[*tree]{
	{Name: "types of //kernel resolve around our runtime", Run: kernelResolves},
	{Name: "a package of the host resolves around the standard library", Run: hostResolves},
	{Name: "a package of both is there twice", Run: bothResolve},
	{Name: "every bare-metal package of the tree resolves", Run: allResolve},
	{Name: "what our runtime lacks is an error", Run: lackIsAnError},
	{Name: "a file that another variant builds resolves", Run: variantResolves},
	{Name: "a file of our runtime belongs to package runtime", Run: runtimeResolves},
	{Name: "the programs for editors are the pinned ones", Run: installedGoIsPinned},
	{Name: "gopls has no complaint about kernel, runtime and tools", Run: goplsIsContent},
	{Name: "gopls finds a mistake in a bare-metal file", Run: goplsFindsAMistake},
}

func main() {
	t, err := newTree()
	if err != nil {
		fmt.Fprintln(os.Stderr, "endtoend:", err)
		os.Exit(1)
	}
	passed, failed := checklist.Run(os.Stdout, t, checks)
	if err := os.RemoveAll(t.directory); err != nil {
		fmt.Fprintln(os.Stderr, "endtoend: cleaning up:", err)
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}

func newTree() (*tree, error) {
	root := os.Getenv("BUILD_WORKSPACE_DIRECTORY")
	if root == "" {
		return nil, errors.New("BUILD_WORKSPACE_DIRECTORY is not set: run it as ./bazelw run //tools/gopackagesdriver/endtoend")
	}
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, err
	}
	goCmd, err := pinned.Go()
	if err != nil {
		return nil, err
	}
	directory, err := os.MkdirTemp("", "bugo-editors-")
	return &tree{root: root, goCmd: goCmd, directory: directory}, err
}
