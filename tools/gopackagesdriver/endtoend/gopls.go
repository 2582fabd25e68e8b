// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"bugo/tools/clone"
	"bugo/tools/gopackagesdriver/pinned"
)

// install writes the programs that //tools/gopackagesdriver/install does, into a
// directory of this check's own, and returns that.
func (t *tree) install() (bin string, err error) {
	if t.bin != "" {
		return t.bin, nil
	}
	cache, err := clone.CacheDir()
	if err != nil {
		return "", err
	}
	gopls, err := pinned.Gopls(t.goCmd, cache)
	if err != nil {
		return "", err
	}
	bin = filepath.Join(t.directory, "bin")
	if err := pinned.Install(bin, t.goCmd, gopls); err != nil {
		return "", err
	}
	// Another go command is on PATH, that an editor must not be led to.
	if err := os.WriteFile(filepath.Join(t.directory, "go"), []byte("#!/bin/sh\necho 'the go command of PATH was asked' >&2\nexit 1\n"), 0o755); err != nil {
		return "", err
	}
	t.bin = bin
	return bin, nil
}

// installed runs an installed program as an editor does that was told of it.
func (t *tree) installed(name string, arguments ...string) (string, error) {
	bin, err := t.install()
	if err != nil {
		return "", err
	}
	command := exec.Command(filepath.Join(bin, name), arguments...)
	command.Dir = t.root
	// (No file below HOME or in the tree changes its settings.)
	command.Env = append(os.Environ(), "GOPACKAGESDRIVER="+filepath.Join(t.root, "tools", "gopackagesdriver.sh"), "GOTOOLCHAIN=local",
		"PATH="+t.directory+string(filepath.ListSeparator)+os.Getenv("PATH"))
	words, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s ended with %w:\n%s", name, arguments[0], err, words)
	}
	return strings.TrimSpace(string(words)), nil
}

// check runs gopls check on files and returns what it says of them.
func (t *tree) check(files ...string) (string, error) {
	return t.installed("gopls", append([]string{"check"}, files...)...)
}

func installedGoIsPinned(t *tree) error {
	root, err := t.installed("go", "env", "GOROOT")
	if err != nil {
		return err
	}
	if want := filepath.Dir(filepath.Dir(t.goCmd)); root != want {
		return fmt.Errorf("the installed go command has GOROOT %s, want %s", root, want)
	}
	version, err := t.installed("gopls", "version")
	if err != nil {
		return err
	}
	if !strings.Contains(version, "gopls "+pinned.GoplsVersion) {
		return fmt.Errorf("the installed gopls is not %s: %s", pinned.GoplsVersion, version)
	}
	return nil
}

func goplsIsContent(t *tree) error {
	words, err := t.check(
		"kernel/main_riscv64.go",
		"kernel/platform/platform_riscv64.go",
		"kernel/policy/scheduler_fifo_riscv64.go",
		"runtime/image.go",
		"tools/mkimage/main.go",
	)
	if err != nil {
		return err
	}
	if words != "" {
		return errors.New(words)
	}
	return nil
}

// goplsFindsAMistake writes a file with a mistake beside the kernel's others for
// as long as gopls looks at it.
func goplsFindsAMistake(t *tree) error {
	file := filepath.Join(t.root, "kernel", "heaptest", "mistake_riscv64.go")
	if err := os.WriteFile(file, []byte("package heaptest\n\nvar _ int = \"mistake\"\n"), 0o644); err != nil {
		return err
	}
	defer os.Remove(file)
	words, err := t.check("kernel/heaptest/mistake_riscv64.go")
	if err != nil {
		return err
	}
	if !strings.Contains(words, `cannot use "mistake"`) {
		return fmt.Errorf("gopls said of the mistake: %q", words)
	}
	return nil
}
