// SPDX-License-Identifier: MIT

package load

import (
	"bytes"
	"go/build"
	"io"
	"path"
	"strings"

	"bugo/quality/tree"
)

// files are a folder's source files for one machine, by what they are to the go
// command. Names are those in the tree.
type files struct {
	code, tests, outside, assembly []string
}

// context returns how files are chosen for a machine: as Bazel does, which builds
// tests with the tag bazel.
func context(t *tree.Tree, goarch string) *build.Context {
	return &build.Context{
		GOOS: "linux", GOARCH: goarch, Compiler: "gc",
		BuildTags:   []string{"bazel"},
		ReleaseTags: build.Default.ReleaseTags,
		JoinPath:    path.Join,
		OpenFile: func(name string) (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(t.Read(name))), nil
		},
	}
}

// folders returns the tree's folders of Go files, with what a machine builds of them.
func folders(t *tree.Tree, goarch string, variant Variant) (map[string]*files, error) {
	ctx := context(t, goarch)
	found := map[string]*files{}
	for _, name := range t.Sources("*.go", "*.s") {
		dir, base := path.Split(name)
		dir = strings.TrimSuffix(dir, "/")
		ok, err := ctx.MatchFile(dir, base)
		if err != nil {
			return nil, err
		}
		if !ok || !variant.has(name) {
			continue
		}
		f := found[dir]
		if f == nil {
			f = &files{}
			found[dir] = f
		}
		switch {
		case strings.HasSuffix(base, ".s"):
			f.assembly = append(f.assembly, name)
		case !strings.HasSuffix(base, "_test.go"):
			f.code = append(f.code, name)
		case isOutside(t.Read(name)):
			f.outside = append(f.outside, name)
		default:
			f.tests = append(f.tests, name)
		}
	}
	return found, nil
}

// BareMetal returns the Go files that are built for the machine, without tests, by the
// import paths of their packages.
func BareMetal(t *tree.Tree, variant Variant) (map[string][]string, error) {
	l := Loader{GOARCH: "riscv64"}
	var err error
	if l.folders, err = folders(t, l.GOARCH, variant); err != nil {
		return nil, err
	}
	found := map[string][]string{}
	for dir, f := range l.folders {
		if len(f.code) > 0 {
			found[l.importPath(dir)] = f.code
		}
	}
	return found, nil
}

// isOutside tells whether a test file's package is the one named _test.
func isOutside(source []byte) bool {
	for line := range bytes.Lines(source) {
		if fields := bytes.Fields(line); len(fields) > 1 && string(fields[0]) == "package" {
			return bytes.HasSuffix(fields[1], []byte("_test"))
		}
	}
	return false
}
