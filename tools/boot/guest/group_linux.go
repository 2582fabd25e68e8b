// SPDX-License-Identifier: MIT

package guest

import "syscall"

// ownGroup starts a child as leader of its own process group and ties its life
// to the driver's.
//
// The kernel sends Pdeathsig when the thread that started the child ends. Go
// ends a thread only with a goroutine that is locked to it, and no goroutine
// of the driver is.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// sameGroup leaves a child in the driver's process group, so that it is in the
// foreground of the terminal, and ties its life to the driver's.
func sameGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
