// SPDX-License-Identifier: MIT

package driver

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"bugo/tools/gopackagesdriver/choices"
)

// listed is what the go command is asked for, whatever the request wants: a
// response always has the whole graph. (Types and syntax are for the caller.)
const listed = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
	packages.NeedDeps | packages.NeedEmbedFiles | packages.NeedEmbedPatterns

// blank is what an overlay shows in the place of a hidden file.
var blank = []byte("//go:build ignore\n\npackage ignore\n")

// Load answers a request.
func (d *Driver) Load(request *packages.DriverRequest, patterns []string) (*packages.DriverResponse, error) {
	// (go/packages looks for the go command on its own PATH, not on the request's;
	// and the machine may have none.)
	bin := filepath.Join(d.Stock, "bin")
	if path := os.Getenv("PATH"); !strings.HasPrefix(path, bin+string(filepath.ListSeparator)) {
		if err := os.Setenv("PATH", bin+string(filepath.ListSeparator)+path); err != nil {
			return nil, err
		}
	}
	files, others := filesOf(patterns)
	for i, pattern := range others {
		others[i] = d.pattern(pattern)
	}
	slices.Sort(others)
	others = slices.Compact(others)

	a := newAnswer()
	host, err := d.list(request, others, files, nil)
	if err != nil {
		return nil, err
	}
	v := d.Choices.Variants[0]
	linked := d.linkedDirectories()
	bare, err := d.list(request, others, inGOROOT(linked, files), &v)
	if err != nil {
		return nil, err
	}
	// What lies in runtime/ is a package of the SDK, and none of the tree.
	bare, importPaths := takeLinked(linked, bare)
	if len(importPaths) > 0 {
		sdk, err := d.list(request, nil, importPaths, &v)
		if err != nil {
			return nil, err
		}
		bare = append(bare, sdk...)
	}
	a.add(d, host, bare, v.Name)

	// Hidden files that somebody asks for come in packages of other variants.
	hidden := d.Choices.Hidden(d.Root, v)
	for _, file := range files {
		if !slices.Contains(hidden, file) {
			continue
		}
		other := d.Choices.VariantWith(d.Root, file)
		bare, err := d.list(request, nil, []string{file}, &other)
		if err != nil {
			return nil, err
		}
		a.add(d, nil, bare, other.Name)
	}
	return a.response(), nil
}

// filesOf returns the patterns of the form file=PATH among all, as clean paths.
func filesOf(patterns []string) (files, others []string) {
	for _, pattern := range patterns {
		if file, ok := strings.CutPrefix(pattern, "file="); ok {
			files = append(files, filepath.Clean(file))
		} else {
			others = append(others, pattern)
		}
	}
	return files, others
}

// pattern returns what the go command calls a pattern: labels of Bazel, such as
// //kernel, //kernel:kernel_lib and //kernel/..., are directories.
func (d *Driver) pattern(pattern string) string {
	label, ok := strings.CutPrefix(strings.TrimPrefix(pattern, "@"), "//")
	if !ok {
		return pattern
	}
	label, _, _ = strings.Cut(label, ":")
	return filepath.Join(d.Root, filepath.FromSlash(label))
}

// list asks the go command for the packages of patterns and of files; for those
// of the host, or of a variant of bare metal.
func (d *Driver) list(request *packages.DriverRequest, patterns, files []string, v *choices.Variant) ([]*packages.Package, error) {
	config := &packages.Config{
		Mode:       listed | request.Mode&packages.NeedExportFile,
		Dir:        d.Directory,
		BuildFlags: request.BuildFlags,
		Tests:      request.Tests,
		Overlay:    maps.Clone(request.Overlay),
	}
	if request.Mode&packages.NeedTypes != 0 && request.Mode&packages.NeedDeps == 0 {
		config.Mode |= packages.NeedExportFile // (types of imports are read from there)
	}
	// (For a file named _riscv64, gopls asks once more with GOARCH set. That machine
	// would be Linux on RISC-V, for which nothing here is.)
	env := []string{"GOPACKAGESDRIVER=off", "GOTOOLCHAIN=local", "GOROOT=" + d.Stock,
		"GOOS=" + runtime.GOOS, "GOARCH=" + runtime.GOARCH}
	if v != nil {
		config.Tests = false // (they run on the host)
		if config.Overlay == nil {
			config.Overlay = map[string][]byte{}
		}
		for _, file := range d.Choices.Hidden(d.Root, *v) {
			config.Overlay[file] = blank
		}
		env = []string{"GOPACKAGESDRIVER=off", "GOTOOLCHAIN=local", "GOROOT=" + d.Freestanding,
			"GOOS=linux", "GOARCH=riscv64", "CGO_ENABLED=0", "GOWORK=off"}
		patterns = slices.DeleteFunc(slices.Clone(patterns), func(p string) bool { return p == "builtin" })
	}
	config.Env = d.environment(request.Env, env)
	all := slices.Clone(patterns)
	for _, file := range files {
		if importPath, ok := strings.CutPrefix(file, ofSDK); ok {
			all = append(all, importPath)
		} else {
			all = append(all, "file="+file)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return packages.Load(config, all...)
}

// environment returns the caller's variables, with ours in their places. The go
// command on PATH is the stock SDK's.
func (d *Driver) environment(caller, ours []string) []string {
	path := ""
	var env []string
	for _, variable := range caller {
		name, value, _ := strings.Cut(variable, "=")
		if name == "PATH" {
			path = value
			continue
		}
		env = append(env, variable)
	}
	env = append(env, "PATH="+filepath.Join(d.Stock, "bin")+string(filepath.ListSeparator)+path)
	return append(env, ours...)
}
