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
)

// goplsVersion is the newest that the pinned SDK builds: later ones want a later Go.
const goplsVersion = "v0.21.1"

// gopls returns the path of gopls, and builds it if it is not in the cache yet.
func (t *tree) gopls() (string, error) {
	cache, err := clone.CacheDir()
	if err != nil {
		return "", err
	}
	bin := filepath.Join(cache, "gopls-"+goplsVersion)
	program := filepath.Join(bin, "gopls")
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	install := exec.Command(t.goCmd, "install", "golang.org/x/tools/gopls@"+goplsVersion)
	install.Dir = os.TempDir() // (outside of our module)
	install.Env = append(os.Environ(), "GOBIN="+bin, "GOTOOLCHAIN=local", "GOFLAGS=")
	if words, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("gopls cannot be built: %w\n%s", err, words)
	}
	return program, nil
}

// check runs gopls check on files and returns what it says of them.
func (t *tree) check(files ...string) (string, error) {
	program, err := t.gopls()
	if err != nil {
		return "", err
	}
	check := exec.Command(program, append([]string{"check"}, files...)...)
	check.Dir = t.root
	// (No file below HOME or in the tree changes its settings.)
	check.Env = append(os.Environ(), "GOPACKAGESDRIVER="+filepath.Join(t.root, "tools", "gopackagesdriver.sh"), "GOTOOLCHAIN=local",
		"PATH="+filepath.Dir(t.goCmd)+string(filepath.ListSeparator)+os.Getenv("PATH"))
	words, err := check.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("gopls check ended with %w:\n%s", err, words)
	}
	return strings.TrimSpace(string(words)), nil
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
