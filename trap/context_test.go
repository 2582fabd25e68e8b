// SPDX-License-Identifier: MIT

package trap

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
)

// TestContextIsLaidOutAsTheChapterSays keeps README.md's table true. (The
// assembly has the offsets from the compiler.)
func TestContextIsLaidOutAsTheChapterSays(t *testing.T) {
	var c Context
	assert.Equal(t, uintptr(8), unsafe.Offsetof(c.X)+unsafe.Sizeof(c.X[0]))
	assert.Equal(t, uintptr(256), unsafe.Offsetof(c.Sepc))
	assert.Equal(t, uintptr(264), unsafe.Offsetof(c.Sstatus))
	assert.Equal(t, uintptr(272), unsafe.Offsetof(c.KernelG))
	assert.Equal(t, uintptr(280), unsafe.Offsetof(c.Calls))
	assert.Equal(t, uintptr(36*8), unsafe.Sizeof(c))
	assert.Zero(t, unsafe.Sizeof(c)%16, "kernel stacks stay aligned")
}

func TestAPretendedCallReturnsToTheInterruptedInstruction(t *testing.T) {
	var c Context
	c.Sepc = 0x8040_1234
	c.X[SP], c.X[RA], c.X[A0] = 0x8050_0000, 0x8040_0ffe, 7
	c.PretendCall(0x8040_5678)
	assert.Equal(t, uintptr(0x8040_5678), c.Sepc, "where it goes on")
	assert.Equal(t, uintptr(0x8040_1234), c.X[RA], "where the call returns to")
	assert.Equal(t, uintptr(0x8050_0000-8), c.X[SP], "below what was in use, and the old return address")
	assert.Equal(t, uintptr(7), c.X[A0])
}
