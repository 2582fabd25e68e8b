// SPDX-License-Identifier: MIT

// Command mkimage makes the images that the machine runs.
//
//	mkimage flat --elf=F.elf --out=F.bin --base=0x80020000 --limit=0x80400000 \
//	    --kind=kernel --label=//kernel:kernel [--budget=163840 --budget_excludes=sapps:eapps]
//	mkimage pack --out=apps.pack --apps=apps.json
//	mkimage join --firmware=F.bin --kernel=K.bin --out=image.bin
//	mkimage flash --in=image.bin --out=flash.bin
//	mkimage kfpkg --in=image.bin --out=image.kfpkg
//	mkimage verify flash.bin
//
// flat turns a linked program into its flat image and checks that image and
// .bss fit between base and limit; pack puts apps into the container that the
// kernel reads, see task/pack; join, flash and kfpkg make the files for the
// board, see flashimage. All these are build actions: they write nothing but
// --out, and on any error nothing at all. verify only looks.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	if err := newCommand().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "mkimage:", err)
		os.Exit(1)
	}
}

func newCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "mkimage",
		Short:         "Make the images that the machine runs",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(newFlatCommand(), newPackCommand(), newJoinCommand(), newFlashCommand(), newKfpkgCommand(), newVerifyCommand())
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}

// markRequired marks flags that have no sensible default.
func markRequired(c *cobra.Command, flags ...string) {
	for _, name := range flags {
		if err := c.MarkFlagRequired(name); err != nil {
			panic(err) // the flag is not defined: a mistake in this program
		}
	}
}
