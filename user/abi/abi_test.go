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
	} {
		value, err := Split(c.a0)
		assert.Equal(t, c.value, value, "%#x", c.a0)
		assert.Equal(t, c.err, err, "%#x", c.a0)
	}
}

func TestErrorsHaveLinuxNumbersAndNames(t *testing.T) {
	for number, name := range map[int]string{
		9:  "bad file descriptor",
		14: "bad address",
		38: "function not implemented",
		99: "unknown error",
	} {
		assert.EqualError(t, Errno(number), name)
	}
}
