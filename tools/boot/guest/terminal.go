// SPDX-License-Identifier: MIT

package guest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// killDelay is how long a guest that was asked to end may take before it is
// killed.
const killDelay = 2 * time.Second

// interruptedCode is what a shell reports for a program ended by Ctrl-C.
const interruptedCode = 128 + int(syscall.SIGINT)

// Attach runs the command on the driver's own terminal and returns the exit
// status to pass on: the guest's, or as shells count it, 128 plus the signal
// that ended it or the driver.
//
// The guest stays in the foreground process group, so the terminal sends
// Ctrl-C to both: the guest ends (QEMU does, where its console leaves signals
// on; k210emu reads the key), the driver only waits for it. A guest that ignores it is killed at the
// second Ctrl-C or after killDelay.
//
// Whatever the guest did to the terminal is undone, even if it was killed
// while in raw mode: the settings are put back, and so are the flags of the
// open files, since QEMU makes its input non-blocking, which shells and other
// programs that share it do not expect.
func Attach(command []string) (int, error) { return attach(command, false) }

// Attend is Attach for a program to which Ctrl-C is a command, as it is to a
// debugger: it is the program's own business and ends nothing here.
func Attend(command []string) (int, error) { return attach(command, true) }

func attach(command []string, handlesInterrupt bool) (int, error) {
	if err := checkProgram(command[0]); err != nil {
		return 0, err
	}
	defer saveTerminal()()

	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)

	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = sameGroup()
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("cannot start the emulator: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()

	asked := 0 // exit status due to a signal to the driver
	var kill <-chan time.Time
	for {
		select {
		case s := <-signals:
			if s == syscall.SIGINT && handlesInterrupt {
				continue
			}
			if asked != 0 {
				_ = cmd.Process.Kill() // it may have ended meanwhile
				continue
			}
			asked = 128 + int(s.(syscall.Signal))
			if s != syscall.SIGINT {
				// The terminal sends SIGINT to the guest too; the others come to the driver alone.
				_ = cmd.Process.Signal(syscall.SIGTERM)
			}
			kill = time.After(killDelay)
		case <-kill:
			_ = cmd.Process.Kill()
		case err := <-ended:
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				return 0, fmt.Errorf("cannot wait for the emulator: %w", err)
			}
			return exitCode(cmd.ProcessState, asked), nil
		}
	}
}

// exitCode is the status to pass on. asked is the driver's own where a signal
// made it end the guest.
func exitCode(state *os.ProcessState, asked int) int {
	if asked != 0 {
		return asked
	}
	if ws, ok := state.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return state.ExitCode()
}

// saveTerminal returns a function that puts the terminal and the open files of
// standard input, output and error back as they are now.
func saveTerminal() (restore func()) {
	var undo []func()
	for fd := range 3 {
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0); err == nil {
			undo = append(undo, func() { _, _ = unix.FcntlInt(uintptr(fd), unix.F_SETFL, flags) })
		}
	}
	for fd := range 3 {
		// All three are usually the same terminal; the first that is one counts.
		if state, err := term.GetState(fd); err == nil {
			undo = append(undo, func() { _ = term.Restore(fd, state) })
			break
		}
	}
	return func() {
		for _, f := range undo {
			f()
		}
	}
}
