// SPDX-License-Identifier: MIT

package load

import (
	"fmt"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/gcexportdata"
)

// Exports tells where the compiler's export data of packages is that the tree does
// not hold: the standard library, and the modules of go.mod.
type Exports struct {
	// Standard is the folder of the standard library: PATH.a for each package.
	Standard string
	// Packages has the files of other packages, by import path.
	Packages map[string]string
}

// ReadExports reads what the rule go_exports wrote: lines "standard FOLDER" and
// "package PATH=FILE".
func ReadExports(name string) (*Exports, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read the list of export data: %w", err)
	}
	e := &Exports{Packages: map[string]string{}}
	for line := range strings.Lines(string(text)) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case "standard":
			e.Standard = rest
		case "package":
			p, file, ok := strings.Cut(rest, "=")
			if !ok {
				return nil, fmt.Errorf("%s: no file in %q", name, line)
			}
			e.Packages[p] = file
		default:
			return nil, fmt.Errorf("%s: cannot understand %q", name, line)
		}
	}
	return e, nil
}

// importPackage reads a package. known has all that were read before.
func (e *Exports) importPackage(fset *token.FileSet, known map[string]*types.Package, p string) (*types.Package, error) {
	if pkg := known[p]; pkg != nil && pkg.Complete() {
		return pkg, nil
	}
	file, ok := e.Packages[p]
	if !ok {
		file = filepath.Join(e.Standard, filepath.FromSlash(p)+".a")
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("no export data of %s: if it is a new dependency, add it to go_exports in quality/BUILD.bazel (%w)", p, err)
	}
	defer f.Close()
	r, err := gcexportdata.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	pkg, err := gcexportdata.Read(r, fset, known, p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return pkg, nil
}
