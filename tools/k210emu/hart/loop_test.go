// SPDX-License-Identifier: MIT

package hart

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// loop counts, stores, loads, computes with floats and traps, for ever.
func loop(t testing.TB) *Hart {
	h := withFloats(t,
		addi(5, 5, 1),
		typeS(0x23, 3, 6, 5, 0),    // sd x5, 0(x6)
		typeI(0x03, 3, 7, 6, 0),    // ld x7, 0(x6)
		typeR(0x2f, 3, 0, 8, 6, 7), // amoadd.d
		typeR(0x33, 0, 1, 9, 5, 7), // mul
		fp(0, double, 0, 7),        // fadd.d
		csrrs(10, 0xc02, 0),        // instret
		typeB(0, 0, 0, -28),        // beq x0, x0, 0
	)
	h.SetX(6, data)
	h.SetF(6, bits64(1))
	h.SetF(7, bits64(2))
	return h
}

func TestTheLoopAllocatesNothing(t *testing.T) {
	h := loop(t)
	h.run(100)
	assert.Zero(t, testing.AllocsPerRun(10, func() { h.run(10_000) }))
	assert.Zero(t, h.csr.mcause)
}

// BenchmarkLoop measures instructions: its operations are single ones.
func BenchmarkLoop(b *testing.B) {
	h := with(b, addi(5, 5, 1), typeS(0x23, 3, 6, 5, 0), typeI(0x03, 3, 7, 6, 0), typeB(0, 0, 0, -12))
	h.SetX(6, data)
	b.ResetTimer()
	h.run(uint64(b.N))
}
