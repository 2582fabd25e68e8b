// SPDX-License-Identifier: MIT

// Command gopackagesdriver tells gopls, and every other program that loads Go
// code by golang.org/x/tools/go/packages, of which files a package of this tree
// consists and what it imports: package driver says how.
//
//	GOPACKAGESDRIVER=$PWD/tools/gopackagesdriver.sh gopls check kernel/main_riscv64.go
//
// Its arguments are patterns such as ./..., bugo/heap, file=PATH or //kernel; a
// DriverRequest comes on standard input, as JSON, and a DriverResponse goes to
// standard output. Exit status: 0, or 1 with a message.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"golang.org/x/tools/go/packages"

	"bugo/tools/gopackagesdriver/driver"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "gopackagesdriver: %v\n", err)
		os.Exit(1)
	}
}

func run(patterns []string, in io.Reader, out io.Writer) error {
	var request packages.DriverRequest
	if err := json.NewDecoder(in).Decode(&request); err != nil {
		return fmt.Errorf("standard input holds no DriverRequest of golang.org/x/tools/go/packages: %w", err)
	}
	d, err := driver.FromEnvironment()
	if err != nil {
		return err
	}
	response, err := d.Load(&request, patterns)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(response)
}
