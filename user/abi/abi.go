// SPDX-License-Identifier: MIT

// Package abi is the contract between user apps and the kernel: all that
// either side may know of the other.
//
// A system call is an ecall from user mode with the number in a7 and up to
// six arguments in a0..a5. The result comes back in a0: a value, or the
// negated error number, as on Linux. The temporaries t0 to t6 are not preserved,
// all other registers are: Go keeps nothing in registers across a call anyway,
// and a seventh of the way of a system call is saved.
//
// Numbers, errors, structures and constants are Linux's for RISC-V
// (include/uapi/asm-generic: unistd.h, errno-base.h), so that what is learned
// here serves there. The table of calls and errors is syscalls.txt; numbers.go
// and errors.go are made of it, as are the kernel's dispatch and the stubs of
// package user/sys.
//
//	abi.go       errors and results
//	time.go      Timespec, Timeval, Timezone, clocks
//	process.go   signals, priorities
//	sysinfo.go   Sysinfo
//	start.go     what the kernel hands an app at its start
//
// The package imports nothing and is the only one that both //kernel and
// //user see.
package abi

// Errno is an error number, as a0 brings it back negated. 0 is none.
type Errno int

// maxErrno bounds the numbers: a0 in [-4095, -1] is an error (Linux's MAX_ERRNO).
const maxErrno = 4095

// Result is how the kernel puts an error into a0; without one it is 0.
func (e Errno) Result() uintptr { return uintptr(-int(e)) }

// Split takes a0 apart: a value, or an error that is not 0.
func Split(a0 uintptr) (value uintptr, err Errno) {
	if n := -int(a0); n >= 1 && n <= maxErrno {
		return 0, Errno(n)
	}
	return a0, 0
}
