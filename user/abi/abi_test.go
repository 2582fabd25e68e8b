// SPDX-License-Identifier: MIT

package abi

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSplitTakesErrorsAndValuesApart(t *testing.T) {
	for _, c := range []struct {
		a0    uintptr
		value uintptr
		err   Errno
	}{
		{0, 0, 0},
		{5, 5, 0},
		{EFAULT.Result(), 0, EFAULT},
		{ENOSYS.Result(), 0, ENOSYS},
		{^uintptr(0), 0, 1},
		{^uintptr(0) - 4094, 0, 4095},
		{^uintptr(0) - 4095, ^uintptr(0) - 4095, 0}, // one below the errors: a value
		{Errno(0).Result(), 0, 0},
	} {
		value, err := Split(c.a0)
		assert.Equal(t, c.value, value, "%#x", c.a0)
		assert.Equal(t, c.err, err, "%#x", c.a0)
	}
}

func TestErrorsHaveLinuxNumbersAndNames(t *testing.T) {
	for number, name := range map[int]string{
		1:  "operation not permitted",
		3:  "no such process",
		4:  "interrupted system call",
		5:  "input/output error",
		9:  "bad file descriptor",
		11: "resource temporarily unavailable",
		12: "cannot allocate memory",
		13: "permission denied",
		14: "bad address",
		22: "invalid argument",
		38: "function not implemented",
		99: "unknown error",
	} {
		assert.EqualError(t, Errno(number), name)
	}
}

func TestCallsHaveLinuxNumbersAndNames(t *testing.T) {
	want := map[uintptr]string{
		63: "read", 64: "write", 93: "exit", 101: "nanosleep", 113: "clock_gettime", 124: "sched_yield", 129: "kill",
		140: "setpriority", 169: "gettimeofday", 172: "getpid", 179: "sysinfo", 214: "brk",
	}
	for number := range uintptr(MaxNumber + 10) {
		assert.Equal(t, want[number], Name(number), "%d", number)
	}
	assert.Empty(t, Name(^uintptr(0)))
}
