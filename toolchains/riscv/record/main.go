// SPDX-License-Identifier: MIT

// Command record runs a program that is expected to fail, and writes down how
// it ended:
//
//	record OUT PROGRAM ARGUMENT...
//
// OUT gets a line "exit status N" and then all that the program printed. A
// build action can so produce a failure for a test to look at. record itself
// fails only when the program cannot be started or OUT cannot be written.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: record OUT PROGRAM ARGUMENT...")
		os.Exit(2)
	}
	cmd := exec.Command(os.Args[2], os.Args[3:]...)
	output, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(1)
	}
	text := fmt.Sprintf("exit status %d\n%s", cmd.ProcessState.ExitCode(), output)
	if err := os.WriteFile(os.Args[1], []byte(text), 0o666); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(1)
	}
}
