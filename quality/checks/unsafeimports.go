// SPDX-License-Identifier: MIT

package checks

import (
	"go/parser"
	"go/token"
	"path"
	"strings"

	"bugo/quality/tree"
)

// unsafeSuffixes are the files that may import unsafe wherever they are: what only
// the machine can run, what says so by its name, and tests.
var unsafeSuffixes = []string{"_riscv64.go", "_unsafe.go", "_test.go"}

// unsafeFolders are where memory is the subject of everything.
var unsafeFolders = map[string]string{
	"heap/":    "allocators and the collector make objects of bytes",
	"memory/":  "frames and page tables are memory",
	"runtime/": "the language's own runtime",
}

// unsafeFiles are single files, with reasons.
var unsafeFiles = map[string]string{
	"arch/sbi/client.go":            "the SBI is told the address of a buffer",
	"kernel/syscalls/table.go":      "a system call's arguments are addresses in an app",
	"kernel/syscalls/copy.go":       "copies between address spaces",
	"task/pack/decode.go":           "apps are run from where they lie in the kernel's image",
	"task/timeline/print.go":        "prints strings of a machine without an allocation",
	"tools/heapview/film/record.go": "runs the kernel's allocators on memory of the host",
	"tools/heapview/film/region.go": "runs the kernel's allocators on memory of the host",
	"user/fmt/format.go":            "turns bytes into a string without an allocation",
	"user/fmt/value.go":             "reads values of any type without the stock package reflect",
}

// UnsafeImports looks for unsafe where it is not allowed.
func UnsafeImports(t *tree.Tree) []Finding {
	var findings []Finding
	for _, name := range t.Sources("*.go") {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, t.Read(name), parser.ImportsOnly)
		if err != nil {
			continue // gofmt's check tells
		}
		line := 0
		for _, i := range f.Imports {
			if i.Path.Value == `"unsafe"` {
				line = fset.Position(i.Pos()).Line
			}
		}
		_, listed := unsafeFiles[name]
		switch {
		case line > 0 && !listed && !unsafeByPlace(name):
			findings = append(findings, Finding{name, line, "unsafe is imported here",
				"do without, or move what needs it to a file named " + strings.TrimSuffix(path.Base(name), ".go") + "_unsafe.go, alone, with the reason in a comment"})
		case line == 0 && listed:
			findings = append(findings, Finding{name, 0, "listed as importing unsafe, which it does not", "take it out of quality/checks/unsafeimports.go"})
		}
	}
	return findings
}

func unsafeByPlace(name string) bool {
	for _, suffix := range unsafeSuffixes {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	for folder := range unsafeFolders {
		if strings.HasPrefix(name, folder) {
			return true
		}
	}
	return false
}
