// SPDX-License-Identifier: MIT

// Package guesttest is a guest for the tests of programs that run emulators: the
// test's own binary, started again, which does what its arguments say.
//
//	func TestMain(m *testing.M) { guesttest.Main(m) }
//
//	command := guesttest.Command(t, "print:hello\n", "exit:0")
//
// Steps, done in order:
//
//	print:TEXT   write TEXT to standard output
//	error:TEXT   write TEXT to standard error
//	read         read a line and print it as `read "LINE"`
//	flood        print without end
//	hang         do nothing, without end; SIGTERM ends it, as it ends QEMU
//	last:TEXT    hang, and end with TEXT on standard error and "down" on standard output when SIGTERM asks, as k210emu does
//	deaf         from now on ignore SIGINT and SIGTERM
//	raw          put the terminal into raw mode and its input into non-blocking mode, as QEMU does
//	leave:FILE   start a process that keeps the output open and hangs; write its id to FILE
//	gdbstub      listen where the arguments -gdb unix:PATH,… say, as QEMU does
//	id:FILE      write the guest's process id to FILE
//	exit:N       exit with status N
//
// Arguments that are no step are ignored, so that drivers may append QEMU's.
package guesttest

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// variable tells a test binary that it is a guest.
const variable = "BUGO_GUESTTEST"

// Main runs the tests, or is the guest.
func Main(m *testing.M) {
	if os.Getenv(variable) != "" {
		guest(os.Args[1:])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Command returns the command that runs the steps. It sets the environment of
// the test.
func Command(t testing.TB, steps ...string) []string {
	t.Helper()
	t.Setenv(variable, "1")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return append([]string{self}, steps...)
}

func guest(steps []string) {
	input := bufio.NewReader(os.Stdin)
	for _, step := range steps {
		verb, text, _ := strings.Cut(step, ":")
		switch verb {
		case "print":
			fmt.Print(text)
		case "error":
			fmt.Fprint(os.Stderr, text)
		case "read":
			line, err := input.ReadString('\n')
			must(err)
			fmt.Printf("read %q\n", strings.TrimSpace(line))
		case "flood":
			for {
				fmt.Println(strings.Repeat("all work and no play ", 100))
			}
		case "hang":
			hang()
		case "last":
			asked := make(chan os.Signal, 1)
			signal.Notify(asked, syscall.SIGTERM)
			<-asked
			fmt.Fprint(os.Stderr, text)
			fmt.Println("down")
			os.Exit(2)
		case "deaf":
			signal.Ignore(syscall.SIGINT, syscall.SIGTERM)
		case "raw":
			_, err := term.MakeRaw(0)
			must(err)
			must(unix.SetNonblock(0, true))
			fmt.Print("raw\r\n")
		case "leave":
			child := exec.Command(os.Args[0], "hang")
			child.Stdout = os.Stdout
			must(child.Start())
			must(os.WriteFile(text, []byte(strconv.Itoa(child.Process.Pid)), 0o600))
		case "gdbstub":
			must(listen(steps))
		case "id":
			must(os.WriteFile(text, []byte(strconv.Itoa(os.Getpid())), 0o600))
		case "exit":
			code, err := strconv.Atoi(text)
			must(err)
			os.Exit(code)
		}
	}
}

// listen opens the socket that -gdb names and accepts whoever connects.
func listen(arguments []string) error {
	i := slices.Index(arguments, "-gdb")
	if i < 0 || i+1 == len(arguments) {
		return errors.New("no -gdb among the arguments")
	}
	path, _, _ := strings.Cut(strings.TrimPrefix(arguments[i+1], "unix:"), ",")
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	go func() {
		for {
			if _, err := listener.Accept(); err != nil {
				return
			}
		}
	}()
	return nil
}

// hang waits for a signal that never comes. (An empty select would be found to
// be a deadlock.)
func hang() {
	never := make(chan os.Signal, 1)
	signal.Notify(never, syscall.SIGUSR2)
	<-never
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "guesttest:", err)
		os.Exit(99)
	}
}
