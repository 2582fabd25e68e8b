// SPDX-License-Identifier: MIT

package hart

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// On 1.9.1 the lowest interrupt is taken first, wherever it goes. Another one, for
// M-mode, comes before the handler's first instruction, not at its first that
// the machine has to look at (k210-facts.md §2.4).
func TestAnInterruptForMachineModeComesBeforeTheHandlerOfALowerOne(t *testing.T) {
	interrupted := func() *Hart {
		h := k210(t, nop)
		h.privilege = User
		h.csr.stvec = supervisorHandler
		h.csr.mie, h.csr.mideleg, h.csr.mip = SSIP|MTIP, SSIP, SSIP
		h.SetLine(MTIP, true)
		return h
	}
	h := interrupted()
	h.Run(0) // no instruction, but what comes before it
	assert.Equal(t, uint64(supervisorHandler), h.csr.mepc)
	assert.Equal(t, uint64(causeInterrupt|1), h.csr.scause)
	assert.Equal(t, uint64(handler), h.PC())

	h = interrupted()
	for _, want := range []uint64{causeInterrupt | 1, causeInterrupt | 7} {
		cause, taken := h.Interrupt()
		assert.True(t, taken)
		assert.Equal(t, want, cause)
	}
	_, taken := h.Interrupt()
	assert.False(t, taken)
	assert.Zero(t, h.Steps())
}

// randomCode returns a hart that runs random code, and goes back to it when it
// traps: one of 1.12, or where seed is odd of 1.9.1.
func randomCode(t testing.TB, seed uint64) *Hart {
	h := with(t)
	if seed%2 != 0 {
		h = k210(t)
	}
	random := rand.New(rand.NewPCG(seed, 1))
	copy(h.RAM.Bytes, randomInstructions(random))
	for n := 1; n < 32; n++ {
		h.SetX(n, ramBase+random.Uint64N(1<<16)&^7)
	}
	h.csr.mtvec = ramBase + 64
	h.csr.mstatus |= statusFS
	h.csr.mie = MTIP
	h.SetLine(MTIP, true) // a wait ends at once
	return h
}

func TestStepsAreWhatRunDoes(t *testing.T) {
	for _, seed := range []uint64{1, 2, 3, 4} {
		whole, pieces := randomCode(t, seed), randomCode(t, seed)
		whole.run(10_000)
		for pieces.Steps() < whole.Steps() && !pieces.Waiting() {
			if _, taken := pieces.Interrupt(); !taken && !pieces.Waiting() {
				pieces.Step()
			}
		}
		assert.Equal(t, whole.x, pieces.x)
		assert.Equal(t, whole.csr, pieces.csr)
		assert.Equal(t, whole.pc, pieces.pc)
		assert.Equal(t, whole.RAM.Bytes, pieces.RAM.Bytes)
	}
}

func TestTheNextInstructionIsSeenAsItIsInMemory(t *testing.T) {
	h := with(t, addi(5, 0, 7), 0x0001_4501)
	bits, size := h.Next()
	assert.Equal(t, addi(5, 0, 7), bits)
	assert.Equal(t, 4, size)
	h.run(1)
	bits, size = h.Next()
	assert.Equal(t, uint32(0x4501), bits)
	assert.Equal(t, 2, size)
	h.pc = 0x10
	_, size = h.Next()
	assert.Zero(t, size)
}
