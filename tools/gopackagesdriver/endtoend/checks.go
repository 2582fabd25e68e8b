// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// allSyntax makes the types of all packages from their sources, as gopls does.
const allSyntax = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
	packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedTypesSizes

// load loads packages by the driver.
func (t *tree) load(overlay map[string][]byte, patterns ...string) (map[string]*packages.Package, error) {
	roots, err := packages.Load(&packages.Config{
		Mode:    allSyntax,
		Dir:     t.root,
		Env:     append(os.Environ(), "GOPACKAGESDRIVER="+filepath.Join(t.root, "tools", "gopackagesdriver.sh")),
		Overlay: overlay,
	}, patterns...)
	if err != nil {
		return nil, err
	}
	byID := map[string]*packages.Package{}
	for _, p := range roots {
		byID[p.ID] = p
	}
	return byID, nil
}

// complaints are all errors of packages and of what they import.
func complaints(roots ...*packages.Package) error {
	var errs []error
	packages.Visit(roots, nil, func(p *packages.Package) {
		for _, err := range p.Errors {
			errs = append(errs, fmt.Errorf("%s: %w", p.ID, err))
		}
		if p.IllTyped && len(p.Errors) == 0 {
			errs = append(errs, fmt.Errorf("%s has no types", p.ID))
		}
	})
	return errors.Join(errs...)
}

// resolved loads one package and wants no complaint about it.
func (t *tree) resolved(pattern, id string) (*packages.Package, error) {
	byID, err := t.load(nil, pattern)
	if err != nil {
		return nil, err
	}
	p := byID[id]
	if p == nil {
		return nil, fmt.Errorf("%s: there is no package %q, but %d others", pattern, id, len(byID))
	}
	return p, complaints(p)
}

// imported finds a package among all that p imports.
func imported(p *packages.Package, path string) *packages.Package {
	var found *packages.Package
	packages.Visit([]*packages.Package{p}, nil, func(p *packages.Package) {
		if p.PkgPath == path {
			found = p
		}
	})
	return found
}

func kernelResolves(t *tree) error {
	p, err := t.resolved("//kernel", "bugo/kernel [k210]")
	if err != nil {
		return err
	}
	ours := imported(p, "runtime")
	if ours == nil || ours.Types.Scope().Lookup("Image") == nil {
		return errors.New("package runtime of //kernel has no Image: it is not ours")
	}
	if want := filepath.Join(t.root, "runtime", "image.go"); !slices.Contains(ours.GoFiles, want) {
		return fmt.Errorf("%s is no file of package runtime, which has %q", want, ours.GoFiles)
	}
	return nil
}

func hostResolves(t *tree) error {
	p, err := t.resolved("bugo/tools/mkimage/flat", "bugo/tools/mkimage/flat")
	if err != nil {
		return err
	}
	stock := imported(p, "runtime")
	if stock == nil || stock.Types.Scope().Lookup("Image") != nil {
		return errors.New("a program of the host has our package runtime, or none")
	}
	return nil
}

func bothResolve(t *tree) error {
	byID, err := t.load(nil, "bugo/heap")
	if err != nil {
		return err
	}
	for _, id := range []string{"bugo/heap", "bugo/heap [k210]"} {
		p := byID[id]
		if p == nil {
			return fmt.Errorf("there is no package %q", id)
		}
		if err := complaints(p); err != nil {
			return err
		}
	}
	return nil
}

func allResolve(t *tree) error {
	byID, err := t.load(nil, "./...")
	if err != nil {
		return err
	}
	var bare []*packages.Package
	known := map[string]bool{}
	for id, p := range byID {
		if strings.HasSuffix(id, " [k210]") {
			bare = append(bare, p)
			for _, file := range p.GoFiles {
				known[file] = true
			}
			for _, file := range p.IgnoredFiles {
				known[file] = true // what another variant builds
			}
		}
	}
	if err := complaints(bare...); err != nil {
		return err
	}
	// None is forgotten.
	var errs []error
	err = filepath.WalkDir(t.root, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && path != t.root && (strings.HasPrefix(name, ".") || name == "testdata") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(name, "_riscv64.go") && !known[path] {
			errs = append(errs, fmt.Errorf("%s belongs to no package", path))
		}
		return nil
	})
	return errors.Join(append(errs, err)...)
}

func lackIsAnError(t *tree) error {
	file := filepath.Join(t.root, "kernel", "main_riscv64.go")
	byID, err := t.load(map[string][]byte{file: []byte(
		"package main\n\nimport \"runtime\"\n\nfunc main() { println(runtime.NumGoroutine()) }\n",
	)}, "file="+file)
	if err != nil {
		return err
	}
	p := byID["bugo/kernel [k210]"]
	if p == nil {
		return errors.New("the file belongs to no package")
	}
	if err := complaints(p); err == nil || !strings.Contains(err.Error(), "undefined: runtime.NumGoroutine") {
		return fmt.Errorf("runtime.NumGoroutine, which our runtime lacks, gave: %w", err)
	}
	return nil
}

func variantResolves(t *tree) error {
	for file, id := range map[string]string{
		"kernel/policy/scheduler_round_robin_riscv64.go": "bugo/kernel/policy [k210]",
		"kernel/policy/scheduler_stride_riscv64.go":      "bugo/kernel/policy [k210_bump_stride]",
		"kernel/policy/scheduler_fifo_riscv64.go":        "bugo/kernel/policy [k210_buddy_fifo]",
		"heap/global/allocator_bump_riscv64.go":          "bugo/heap/global [k210_bump_stride]",
	} {
		path := filepath.Join(t.root, filepath.FromSlash(file))
		p, err := t.resolved("file="+path, id)
		if err != nil {
			return err
		}
		if !slices.Contains(p.GoFiles, path) {
			return fmt.Errorf("%s is no file of %s", file, id)
		}
	}
	return nil
}

func runtimeResolves(t *tree) error {
	_, err := t.resolved("file="+filepath.Join(t.root, "runtime", "image.go"), "runtime [k210]")
	return err
}
