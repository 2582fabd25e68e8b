// SPDX-License-Identifier: MIT

// Command install puts the pinned go command and a gopls where editors look for them:
//
//	./bazelw run //tools/gopackagesdriver/install
//
// They are in bin of the cache of ./bazelw, ~/.cache/bugo/bin, which .vscode/settings.json
// names. All clones of the tree share them; the last one that ran this has its pins there.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"bugo/tools/clone"
	"bugo/tools/gopackagesdriver/pinned"
)

func main() {
	bin, err := install()
	if err != nil {
		fmt.Fprintln(os.Stderr, "install:", err)
		os.Exit(1)
	}
	fmt.Printf("%s has the go command of this tree and gopls %s\n", bin, pinned.GoplsVersion)
}

func install() (bin string, err error) {
	goCommand, err := pinned.Go()
	if err != nil {
		return "", err
	}
	cache, err := clone.CacheDir()
	if err != nil {
		return "", err
	}
	gopls, err := pinned.Gopls(goCommand, cache)
	if err != nil {
		return "", err
	}
	bin = filepath.Join(cache, "bin")
	return bin, pinned.Install(bin, goCommand, gopls)
}
