// SPDX-License-Identifier: MIT

package os

import (
	"bugo/user/abi"
	"bugo/user/sys"
)

// start is what the kernel told this app at its start.
var start, arguments = sys.Start()

// Args are the app's name and its arguments.
var Args = arguments

// Run counts the starts of this app: 0 the first time.
func Run() uint64 { return start.Run }

// Exit ends the app; 0 means success.
func Exit(code int) { sys.Exit(int32(code)) }

// Getpid returns the app's number: 1 for the first of the pack.
func Getpid() int { return sys.Getpid() }

// Process is another app.
type Process struct{ Pid int }

// FindProcess returns app pid, whether or not there is one.
func FindProcess(pid int) (*Process, error) { return &Process{pid}, nil }

// Signal is what Process.Signal sends.
type Signal int32

// The signals there are; both end the app. Signal 0 asks whether it is there.
const (
	Kill      Signal = abi.SIGKILL
	Terminate Signal = abi.SIGTERM
)

// Kill ends the app.
func (p *Process) Kill() error { return p.Signal(Kill) }

// Signal sends a signal to the app.
func (p *Process) Signal(s Signal) error { return sys.Kill(int32(p.Pid), int32(s)) }
