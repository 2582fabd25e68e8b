// SPDX-License-Identifier: MIT

// Command pack writes the archive of the source tree, of which every check under
// //quality is a function:
//
//	pack --out=F.zip --files=LIST
//
// LIST names the links of @source_tree, one on each line. The archive is the same,
// bit for bit, whenever the files are: their times are left out.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	out := flag.String("out", "", "the archive to write")
	list := flag.String("files", "", "file with the links' paths, one on each line")
	flag.Parse()
	if err := run(*out, *list); err != nil {
		fmt.Fprintf(os.Stderr, "pack: %v\n", err)
		os.Exit(1)
	}
}

func run(out, list string) error {
	text, err := os.ReadFile(list)
	if err != nil {
		return fmt.Errorf("cannot read the list of files: %w", err)
	}
	f, err := os.Create(out)
	if err != nil {
		return fmt.Errorf("cannot create the archive: %w", err)
	}
	if err := Write(f, strings.Fields(string(text))); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
