// SPDX-License-Identifier: MIT

// Command syscallgen writes what is made of the table of system calls:
//
//	user/abi/syscalls.txt -> user/abi/numbers.go, user/abi/errors.go
//	                         user/abi/README.md, between its markers
//	                         user/sys/calls_riscv64.go
//	                         kernel/syscalls/table.go
//
// The files are checked in, and a test fails when they are not what the table
// says. Run it after a change of the table:
//
//	./bazelw run //tools/syscallgen
//
// Nothing is written unless the whole table is good and every file can be made.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	if err := newCommand().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "syscallgen:", err)
		os.Exit(1)
	}
}

func newCommand() *cobra.Command {
	var root string
	c := &cobra.Command{
		Use:           "syscallgen",
		Short:         "Write constants, dispatch, stubs and documents of the table of system calls",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(c *cobra.Command, _ []string) error {
			changed, err := update(root)
			for _, name := range changed {
				fmt.Fprintln(c.OutOrStdout(), "updated", name)
			}
			return err
		},
	}
	c.Flags().StringVar(&root, "root", workspace(), "the root of the source tree")
	c.CompletionOptions.DisableDefaultCmd = true
	return c
}

// workspace is the source tree: `bazel run` says where it is.
func workspace() string {
	if root := os.Getenv("BUILD_WORKSPACE_DIRECTORY"); root != "" {
		return root
	}
	return "."
}
