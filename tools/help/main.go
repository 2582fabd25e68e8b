// SPDX-License-Identifier: MIT

// Command help lists what one can run in this tree: the tables of commands.bzl,
// which README.md shows, too.
//
//	./bazelw run //:help
//	./bazelw run //:help -- allocator flash
//
// With words, it lists the commands that have one of them, or of which the
// description has. Exit status: 0, or 1 where nothing fits.
package main

import (
	"fmt"
	"os"
)

// commandsVariable names the file of commands.
const commandsVariable = "HELP_COMMANDS"

func main() {
	commands, err := read(os.Getenv(commandsVariable))
	if err != nil {
		fmt.Fprintf(os.Stderr, "help: %v\n", err)
		os.Exit(1)
	}
	commands = about(commands, os.Args[1:])
	if len(commands) == 0 {
		fmt.Fprintf(os.Stderr, "help: no command is about %q; without words, all are listed\n", os.Args[1:])
		os.Exit(1)
	}
	fmt.Print(text(commands))
}
