// SPDX-License-Identifier: MIT

// Command compile stands in the freestanding SDK where Go's compiler does. It
// starts that one, which lies beside it under another name, with a flag more:
//
//	-wb=false  no write barriers
//
// A store of a pointer is preceded by a look whether a collector is at work that
// must be told of it. No collector of ours runs beside the program: the look is
// in vain. It costs three instructions a store, and images are smaller without.
//
// The flag cannot be given by rules_go's own setting, //go/config:gc_goopts:
// Bazel hands such a setting on to the tools of the host, which do need barriers.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// stock is the name of Go's own compiler in the SDK.
const stock = "stock_compile"

func main() {
	program, err := stockPath(os.Args[0])
	if err == nil {
		err = syscall.Exec(program, arguments(os.Args), os.Environ())
	}
	fmt.Fprintf(os.Stderr, "compile: cannot start Go's own compiler %s: %v\n", program, err)
	os.Exit(1)
}

// stockPath returns where Go's compiler is, for a program started as argv0.
func stockPath(argv0 string) (string, error) {
	if !strings.ContainsRune(argv0, filepath.Separator) {
		return stock, fmt.Errorf("started as %q, without a folder: give a path", argv0)
	}
	return filepath.Join(filepath.Dir(argv0), stock), nil
}

// arguments returns those of Go's compiler. It keeps this program's name, which it
// reports with its version; for that question nothing is added.
func arguments(args []string) []string {
	if len(args) > 1 && strings.HasPrefix(args[1], "-V") {
		return args
	}
	return append([]string{args[0], "-wb=false"}, args[1:]...)
}
