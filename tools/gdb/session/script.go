// SPDX-License-Identifier: MIT

// Package session makes and runs debugging sessions: an emulator stopped before
// its first instruction with a debugger server, and gdb, which knows the symbols
// and sources of all programs in the machine, connected to it.
//
// All programs are linked for fixed and different addresses, so that gdb holds
// firmware, kernel and apps at once: break by file:line, list and backtrace
// work in each of them. Compiled with trimmed paths, they name their sources
// relative to the repository ("kernel/main_riscv64.go"), and those of the
// runtime, which is a GOROOT's to the compiler, as "$GOROOT/src/runtime/…" or
// "src/runtime/…". Script tells gdb where both are.
package session

import (
	"fmt"
	"path/filepath"
	"strings"
)

// A Script is what gdb is told before its user, or a test, takes over.
type Script struct {
	Programs []string // ELF files, the main one first
	Sources  string   // the repository's root
	Remote   string   // where the emulator's debugger server listens, as `target remote` takes it
}

// Commands returns gdb's commands.
func (s *Script) Commands() []string {
	// add-symbol-file would ask whether it may.
	commands := []string{"set confirm off"}
	for i, program := range s.Programs {
		verb := "add-symbol-file"
		if i == 0 {
			verb = "file"
		}
		commands = append(commands, verb+" "+quote(program))
	}
	return append(commands,
		"directory "+quote(s.Sources),
		"set substitute-path $GOROOT/src/runtime "+quote(filepath.Join(s.Sources, "runtime")),
		// The assembler leaves $GOROOT out.
		"set substitute-path src/runtime "+quote(filepath.Join(s.Sources, "runtime")),
		"target remote "+s.Remote,
		"set confirm on",
	)
}

// Shell returns a command line that starts gdb the same way, for people and
// for editors.
func (s *Script) Shell(gdb string) string {
	words := []string{shellQuote(gdb), "-q"}
	for _, c := range s.Commands() {
		words = append(words, "-ex", shellQuote(c))
	}
	return strings.Join(words, " ")
}

// quote makes one word of a path, as gdb splits its arguments.
func quote(path string) string {
	if !strings.ContainsAny(path, " \t\\\"'") {
		return path
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(path) + `"`
}

// shellQuote makes one word of a text, as a POSIX shell splits its input.
func shellQuote(word string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_./:=@,+", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// absolute makes paths independent of the current directory.
func absolute(paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		a, err := filepath.Abs(p)
		if err != nil {
			return nil, fmt.Errorf("cannot resolve %s: %w", p, err)
		}
		out = append(out, a)
	}
	return out, nil
}
