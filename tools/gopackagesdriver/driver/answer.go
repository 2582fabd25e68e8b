// SPDX-License-Identifier: MIT

package driver

import (
	"maps"
	"slices"

	"golang.org/x/tools/go/packages"
)

// answer joins what the go command said of host and bare metal.
type answer struct {
	roots    map[string]bool
	packages map[string]*packages.Package // by ID
}

func newAnswer() *answer {
	return &answer{map[string]bool{}, map[string]*packages.Package{}}
}

// add adds the roots that make sense, and what they import.
func (a *answer) add(d *Driver, host, bare []*packages.Package, variant string) {
	seen := map[string]map[string]bool{} // import path -> files on the host
	for _, p := range host {
		if seen[p.PkgPath] == nil {
			seen[p.PkgPath] = map[string]bool{}
		}
		for _, file := range p.GoFiles {
			seen[p.PkgPath][file] = true
		}
	}
	var roots []*packages.Package
	taken := map[string]bool{}
	for _, p := range bare {
		if len(p.GoFiles) == 0 || !isBare(p, seen[p.PkgPath]) {
			continue
		}
		roots = append(roots, p)
		taken[p.PkgPath] = true
	}
	// The host's part of a package that is for bare metal alone is at most a
	// comment: it stays only where it has something to say.
	for _, p := range host {
		if len(p.GoFiles) == 0 && taken[p.PkgPath] {
			continue
		}
		a.take(p)
	}

	suffix := " [" + variant + "]"
	packages.Visit(roots, nil, func(p *packages.Package) {
		p.ID += suffix
		for _, files := range [][]string{p.GoFiles, p.CompiledGoFiles, p.OtherFiles, p.IgnoredFiles} {
			for i, file := range files {
				files[i] = d.source(file)
			}
		}
	})
	for _, p := range roots {
		a.take(p)
	}
}

// isBare reports whether a package, as the go command sees it for bare metal,
// is for there: it has files that the host lacks, or nothing that it needs is
// missing.
func isBare(p *packages.Package, onHost map[string]bool) bool {
	for _, file := range p.GoFiles {
		if !onHost[file] {
			return true
		}
	}
	complete := true
	packages.Visit([]*packages.Package{p}, nil, func(p *packages.Package) {
		complete = complete && len(p.Errors) == 0
	})
	return complete
}

// take adds a root and all that it imports.
func (a *answer) take(root *packages.Package) {
	a.roots[root.ID] = true
	packages.Visit([]*packages.Package{root}, nil, func(p *packages.Package) {
		a.packages[p.ID] = p
	})
}

// response returns the answer in an order that is always the same.
func (a *answer) response() *packages.DriverResponse {
	response := &packages.DriverResponse{
		Compiler: "gc",
		Arch:     "riscv64", // (amd64's sizes are the same)
		Roots:    slices.Sorted(maps.Keys(a.roots)),
	}
	for _, id := range slices.Sorted(maps.Keys(a.packages)) {
		response.Packages = append(response.Packages, a.packages[id])
	}
	return response
}
