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

// BenchmarkPages measures the same where addresses are translated, with data in
// two pages.
func BenchmarkPages(b *testing.B) {
	h := paged(b, Privileged1_12, pteAll|pteA|pteD,
		addi(5, 5, 1), typeS(0x23, 3, 6, 5, 0), typeI(0x03, 3, 7, 8, 0), typeB(0, 0, 0, -12))
	h.setPTE(lastTable, 3, data+pageSize, pteAll|pteA|pteD)
	h.SetX(8, virtual+pageSize)
	b.ResetTimer()
	h.run(uint64(b.N))
}

// BenchmarkSteps measures instructions that run one by one.
func BenchmarkSteps(b *testing.B) {
	h := with(b, addi(5, 5, 1), typeS(0x23, 3, 6, 5, 0), typeI(0x03, 3, 7, 6, 0), typeB(0, 0, 0, -12))
	h.SetX(6, data)
	b.ResetTimer()
	for range b.N {
		h.Run(h.Steps() + 1)
	}
}
