// SPDX-License-Identifier: MIT

package hart

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// withSpec is with, on a hart whose specification differs.
func withSpec(t testing.TB, change func(*Spec), program ...uint32) *Hart {
	h := with(t, program...)
	spec := *h.Spec
	change(&spec)
	h.Spec = &spec
	return h
}

func TestASpecificationCanMakeMisalignedAccessesTrap(t *testing.T) {
	for _, c := range []struct {
		bits   uint32
		offset uint64
		cause  uint64
	}{
		{typeI(0x03, 3, 5, 6, 0), 4, causeLoadMisaligned},
		{typeI(0x03, 2, 5, 6, 0), 2, causeLoadMisaligned},
		{typeI(0x03, 5, 5, 6, 0), 1, causeLoadMisaligned},
		{typeS(0x23, 3, 6, 7, 0), 4, causeStoreMisaligned},
		{typeS(0x23, 1, 6, 7, 0), 1, causeStoreMisaligned},
		{typeI(0x03, 2, 5, 6, 0), 4, 0},
		{typeI(0x03, 0, 5, 6, 0), 1, 0},
		{typeS(0x23, 0, 6, 7, 0), 3, 0},
	} {
		h := withSpec(t, func(s *Spec) { s.MisalignedTraps = true }, typeI(0x03, 3, 8, 9, 0), c.bits)
		h.SetX(9, data) // the first load opens the window
		h.SetX(6, data+c.offset)
		h.run(2)
		assert.Equal(t, c.cause, h.csr.mcause, "%#x at +%d", c.bits, c.offset)
		if c.cause != 0 {
			assert.Equal(t, uint64(data)+c.offset, h.csr.mtval)
		}
	}
}

func TestASpecificationSaysWhatTrapsLookLike(t *testing.T) {
	h := withSpec(t, func(s *Spec) { s.IllegalBits = false }, nop, mret)
	h.pmp = everything()
	h.privilege = User
	h.run(2)
	assert.Equal(t, uint64(causeIllegal), h.csr.mcause)
	assert.Equal(t, uint64(ramBase+4), h.csr.mtval, "the address, not the bits")

	h = withSpec(t, func(s *Spec) { s.Vectored = false }, csrrw(0, 0x305, 6))
	h.SetX(6, handler|1)
	h.run(1)
	assert.Equal(t, uint64(handler), h.csr.mtvec)

	h = withSpec(t, func(s *Spec) { s.SfenceVMA = false }, sfenceVMA)
	h.run(1)
	assert.Equal(t, uint64(causeIllegal), h.csr.mcause)
}
