// SPDX-License-Identifier: MIT

package abi

// Signals (include/uapi/asm-generic/signal.h). There are no handlers: a signal
// ends the app that it is sent to.
const (
	SignalProbe = 0 // sends nothing: is there such an app?
	SIGKILL     = 9
	SIGTERM     = 15
)

// PrioProcess is setpriority's only kind of target (PRIO_PROCESS in
// include/uapi/linux/resource.h).
const PrioProcess = 0

// Priorities of setpriority: nice values, so the lowest number runs most.
const (
	MinPriority = -20
	MaxPriority = 19
)
