// SPDX-License-Identifier: MIT

//go:build unix && !linux

package guest

import "syscall"

// ownGroup starts a child as leader of its own process group.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// sameGroup leaves a child in the driver's process group, so that it is in the
// foreground of the terminal.
func sameGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
