// SPDX-License-Identifier: MIT

package checks

import (
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"

	"bugo/quality/tree"
)

// unsafeSuffixes are the files that may import unsafe wherever they are: what only
// the machine can run, what says so by its name, and tests.
var unsafeSuffixes = []string{"_riscv64.go", "_unsafe.go", "_test.go"}

// unsafePlaces are the others: folders where memory is the subject of everything, and
// single files.
var unsafePlaces = exceptions{
	"heap/":    "allocators and the collector make objects of bytes",
	"memory/":  "frames and page tables are memory",
	"runtime/": "the language's own runtime",

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
	r := unsafePlaces.run()
	for _, name := range t.Sources("*.go") {
		if slices.ContainsFunc(unsafeSuffixes, func(suffix string) bool { return strings.HasSuffix(name, suffix) }) {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, t.Read(name), parser.ImportsOnly)
		if err != nil {
			continue // gofmt's check tells
		}
		folder, _, _ := strings.Cut(name, "/")
		for _, i := range f.Imports {
			if i.Path.Value == `"unsafe"` && !r.lets(folder+"/") && !r.lets(name) {
				r.found(name, fset.Position(i.Pos()).Line, "unsafe is imported here",
					"do without, or move what needs it to a file named "+strings.TrimSuffix(path.Base(name), ".go")+"_unsafe.go, alone, with the reason in a comment")
			}
		}
	}
	return r.end("quality/checks/unsafeimports.go")
}
