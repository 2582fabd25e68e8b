// SPDX-License-Identifier: MIT

// Package abi is the contract between user apps and the kernel: all that
// either side may know of the other.
//
// A system call is an ecall from user mode with the number in a7 and up to
// six arguments in a0..a5. The result comes back in a0: a value, or the
// negated error number, as on Linux. All other registers are preserved.
//
// Numbers and errors are Linux's for RISC-V (include/uapi/asm-generic/unistd.h
// and errno-base.h), so that what is learned here serves there.
//
// The package imports nothing and is the only one that both //kernel and
// //user see.
package abi

// System call numbers.
const (
	// SysWrite is write(fd int, buf *byte, count uint) int: the bytes
	// written. fd 1 and 2 are the console.
	SysWrite = 64
	// SysExit is exit(code int), which does not return.
	SysExit = 93
)

// Errno is an error number, as a0 brings it back negated.
type Errno int

// Error numbers.
const (
	EBADF  Errno = 9  // no such file descriptor
	EFAULT Errno = 14 // an address outside the app's memory
	ENOSYS Errno = 38 // no such system call
)

// Error names the error.
func (e Errno) Error() string {
	switch e {
	case EBADF:
		return "bad file descriptor"
	case EFAULT:
		return "bad address"
	case ENOSYS:
		return "function not implemented"
	}
	return "unknown error"
}

// maxErrno bounds the numbers: a0 in [-4095, -1] is an error (Linux's MAX_ERRNO).
const maxErrno = 4095

// Result is how the kernel puts an error into a0.
func (e Errno) Result() uintptr { return uintptr(-int(e)) }

// Split takes a0 apart: a value, or an error that is not 0.
func Split(a0 uintptr) (value uintptr, err Errno) {
	if n := -int(a0); n >= 1 && n <= maxErrno {
		return 0, Errno(n)
	}
	return a0, 0
}
