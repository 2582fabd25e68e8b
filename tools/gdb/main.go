// SPDX-License-Identifier: MIT

// Command gdb debugs the machine: `./bazelw run //:gdb` runs it.
//
//	gdb [--spec=FILE] [ARGUMENTS OF gdb...]
//	gdb [--spec=FILE] --print [--port=N]
//
// It starts the emulator stopped before the first instruction and gdb on this terminal,
// connected to it, with the symbols and sources of firmware, kernel and apps.
// Arguments go to gdb: `./bazelw run //:gdb -- -ex 'break main.main' -ex continue`.
//
// With --print it starts the emulator alone and prints the command that connects gdb,
// for another terminal or an editor: to a socket of this user, or with --port to
// a TCP port of this machine.
//
// A spec with a script is a test: gdb runs the script in batch mode and must
// print what the spec expects. See package spec for the spec and how it is
// found. Exit status: gdb's, or the emulator's with --print; for a test 0 or 1; 2 if
// there was no session.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"bugo/tools/boot/guest"
	"bugo/tools/boot/spec"
	"bugo/tools/gdb/session"
)

// Exit statuses of the program's own.
const (
	failed    = 1 // the test failed
	noSession = 2 // there was no session
)

func main() {
	code, err := run(os.Args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "gdb:", err)
	}
	os.Exit(code)
}

// options are the flags that come before gdb's own.
type options struct {
	spec      string
	print     bool
	port      int
	arguments []string // gdb's
}

func parse(args []string) (options, error) {
	var o options
	for i, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		switch name {
		case "--spec":
			o.spec = value
		case "--print":
			o.print = true
		case "--port":
			port, err := strconv.Atoi(value)
			if err != nil || port < 1 || port > 65535 {
				return o, fmt.Errorf("%s: want a port of 1 to 65535", arg)
			}
			o.port = port
		case "--":
			o.arguments = args[i+1:]
			return o, o.check()
		default:
			o.arguments = args[i:]
			return o, o.check()
		}
	}
	return o, o.check()
}

func (o *options) check() error {
	switch {
	case o.port != 0 && !o.print:
		return errors.New("--port is for --print: gdb on this terminal uses a socket")
	case o.print && len(o.arguments) > 0:
		return fmt.Errorf("--print starts no gdb: give %q to the one that you start", o.arguments)
	}
	return nil
}

func run(args []string) (int, error) {
	o, err := parse(args[1:])
	if err != nil {
		return noSession, err
	}
	root, err := spec.Root(args[0])
	if err != nil {
		return noSession, err
	}
	path, err := spec.Find(o.spec, args[0], root)
	if err != nil {
		return noSession, err
	}
	s, err := spec.Load(path)
	if err != nil {
		return noSession, err
	}
	if s.GDB == nil {
		return noSession, fmt.Errorf(`boot spec %s has no "gdb": it describes a boot, not a debugging session`, path)
	}
	s.Resolve(root)
	// The emulator's arguments name files relative to the root.
	if err := spec.Enter(root); err != nil {
		return noSession, err
	}
	s.Resolve(root)
	if err := guest.CheckVersion(s.Command[0], s.MinVersion); err != nil {
		return noSession, err
	}
	d := &session.Session{Spec: s, Sources: sources(root)}
	switch {
	case len(s.GDB.Script) > 0:
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
		defer stop()
		if err := d.Test(ctx, os.Stdout); err != nil {
			return failed, err
		}
		return 0, nil
	case o.print:
		return status(d.Print(os.Stdout, o.port))
	default:
		return status(d.Interact(o.arguments))
	}
}

// sources returns the repository's root: what `bazel run` says, or for a test
// the runfiles, where its sources lie.
func sources(root string) string {
	if workspace := os.Getenv("BUILD_WORKSPACE_DIRECTORY"); workspace != "" {
		return workspace
	}
	return root
}

// status puts the exit status of a session that could not be held in place.
func status(code int, err error) (int, error) {
	if err != nil {
		return noSession, err
	}
	return code, nil
}
