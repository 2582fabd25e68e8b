// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// survive runs bytes as code, on a hart of 1.12 or, where seed is odd, of 1.9.1.
// Whatever traps, goes on behind it.
func survive(t testing.TB, code []byte, seed, steps uint64) *Hart {
	h := with(t)
	if seed%2 != 0 {
		h = k210(t)
	}
	random := rand.New(rand.NewPCG(seed, 0))
	copy(h.RAM.Bytes, code)
	for n := 1; n < 32; n++ {
		h.SetX(n, random.Uint64())
		if n%2 == 0 { // an address
			h.SetX(n, ramBase+random.Uint64N(1<<16))
		}
		h.SetF(n, random.Uint64())
	}
	h.csr.mstatus |= statusFS
	for h.Steps() < steps {
		h.Run(steps)
		if h.Waiting() {
			h.SetLine(mieMask, true)
			h.csr.mie = mieMask
		}
		// Back to the code: from handlers, and from where there is nothing.
		if offset := h.PC() - ramBase; offset >= uint64(len(code)) {
			h.SetLine(mieMask, false)
			h.privilege = Privilege(random.Uint64N(2) * 3)
			h.dropWindows()
			h.pc = ramBase + random.Uint64N(uint64(len(code)))&^1
		}
		if h.Steps() >= steps {
			break
		}
		h.Run(h.Steps() + 16)
	}
	return h
}

// randomInstructions are mostly of 4 bytes, and of known opcodes.
func randomInstructions(random *rand.Rand) []byte {
	opcodes := []uint32{0x03, 0x07, 0x0f, 0x13, 0x17, 0x1b, 0x23, 0x27, 0x2f, 0x33, 0x37, 0x3b, 0x43, 0x53, 0x63, 0x67, 0x6f, 0x73}
	code := make([]byte, 1<<15)
	for n := 0; n+4 <= len(code); n += 4 {
		bits := random.Uint32()
		if random.IntN(4) != 0 {
			bits = bits&^0x7f | opcodes[random.IntN(len(opcodes))]
		}
		binary.LittleEndian.PutUint32(code[n:], bits)
	}
	return code
}

func TestRandomInstructionsNeverPanic(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for seed := range uint64(100) {
		h := survive(t, randomInstructions(random), seed, 10_000)
		require.GreaterOrEqual(t, h.Steps(), uint64(10_000))
		assert.Zero(t, h.X(0))
	}
}

func FuzzCode(f *testing.F) {
	f.Add([]byte{0x13, 0, 0, 0, 0x73, 0, 0x50, 0x10}, uint64(1))
	f.Add([]byte{0x2f, 0xa0, 0xb6, 0x00, 0x53, 0x70, 0x00, 0x02, 0x01, 0x00}, uint64(2))
	f.Add([]byte{0x73, 0x10, 0x00, 0x3a, 0x73, 0x00, 0x20, 0x30}, uint64(3))
	f.Fuzz(func(t *testing.T, code []byte, seed uint64) {
		if len(code) < 2 || len(code) > 1<<15 {
			return
		}
		h := survive(t, code, seed, 2000)
		if h.X(0) != 0 {
			t.Fatal("x0 has changed")
		}
		if again := survive(t, code, seed, 2000); again.x != h.x || again.f != h.f || again.csr != h.csr || again.pc != h.pc {
			t.Fatal("two runs differ")
		}
	})
}
