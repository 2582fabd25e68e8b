// SPDX-License-Identifier: MIT

package mmiotest

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRegistersRemember(t *testing.T) {
	registers := New()
	registers.Store8(1, 0xab)
	registers.Store32(4, 0xdeadbeef)
	registers.Store64(8, 1<<63)
	assert.Equal(t, uint8(0xab), registers.Load8(1))
	assert.Equal(t, uint32(0xdeadbeef), registers.Load32(4))
	assert.Equal(t, uint64(1<<63), registers.Load64(8))
	assert.Equal(t, []string{"8 0x1 = 0xab", "32 0x4 = 0xdeadbeef", "64 0x8 = 0x8000000000000000"}, registers.Stores)
}

func TestMistakesOfDriversPanic(t *testing.T) {
	registers := New()
	assert.PanicsWithValue(t, "mmiotest: load of 32 bits at 0x8, where no register is", func() { registers.Load32(8) })
	assert.PanicsWithValue(t, "mmiotest: access of 64 bits at 0x4 is misaligned", func() { registers.Store64(4, 0) })
}

func TestBehavioursReplaceMemory(t *testing.T) {
	registers := New()
	var stored uint64
	registers.OnLoad[0] = func() uint64 { return 7 }
	registers.OnStore[0] = func(value uint64) { stored = value }
	registers.Store32(0, 9)
	assert.Equal(t, uint32(7), registers.Load32(0))
	assert.Equal(t, uint64(9), stored)
}
