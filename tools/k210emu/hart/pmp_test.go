// SPDX-License-Identifier: MIT

package hart

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// protect sets up the first entries of PMP.
func protect(h *Hart, pairs ...uint64) {
	for n := 0; n < len(pairs); n += 2 {
		h.pmp.config[n/2] = uint8(pairs[n])
		h.pmp.address[n/2] = pairs[n+1]
	}
	h.protectionChanged()
}

func napot(base, size uint64) uint64 { return base>>2 | (size/2-1)>>2 }

func TestProtectionDecidesByTheFirstMatch(t *testing.T) {
	const rwx = pmpRead | pmpWrite | pmpExecute
	load, store := typeI(0x03, 3, 5, 6, 0), typeS(0x23, 3, 6, 7, 0)
	closedPage := []uint64{pmpNAPOT, napot(data, 0x1000), pmpNAPOT | rwx, pmpAddressMask}
	below := []uint64{pmpTOR | pmpRead | pmpExecute, (data + 0x100) >> 2, pmpTOR | rwx, (data + 0x200) >> 2}
	for _, c := range []struct {
		name    string
		mode    Privilege
		entries []uint64
		bits    uint32
		address uint64
		ok      bool
	}{
		{"no entry, M", Machine, nil, load, data, true},
		{"no entry, S", Supervisor, nil, load, data, false},
		{"closed page, S", Supervisor, closedPage, load, data + 0xff8, false},
		{"closed page, M is above", Machine, closedPage, store, data + 0xff8, true},
		{"beside the closed page", Supervisor, closedPage, store, data + 0x1000, true},
		{"before the closed page", User, closedPage, load, data - 8, true},
		{"half in the closed page", Supervisor, closedPage, load, data - 4, false},
		{"half behind it", Supervisor, closedPage, load, data + 0xffc, false},
		{"read-only by TOR", User, below, load, data, true},
		{"read-only by TOR, store", User, below, store, data, false},
		{"the range above", User, below, store, data + 0x100, true},
		{"across both ranges", User, below, load, data + 0xfc, false},
		{"above all ranges", User, below, load, data + 0x200, false},
		{"locked binds M", Machine, []uint64{pmpLocked | pmpNAPOT | pmpRead, napot(data, 8)}, store, data, false},
		{"locked, M may read", Machine, []uint64{pmpLocked | pmpNAPOT | pmpRead, napot(data, 8)}, load, data, true},
		{"four bytes", Supervisor, []uint64{pmpNA4, data >> 2, pmpNAPOT | rwx, pmpAddressMask}, load, data, false},
		{"behind four bytes", Supervisor, []uint64{pmpNA4, data >> 2, pmpNAPOT | rwx, pmpAddressMask}, load, data + 4, true},
	} {
		for _, warm := range []bool{false, true} {
			h := with(t, c.bits)
			protect(h, c.entries...)
			h.privilege = c.mode
			if c.mode != Machine { // the code itself must run
				last := entries - 1
				h.pmp.config[last], h.pmp.address[last] = pmpNAPOT|pmpRead|pmpExecute, napot(ramBase, 0x1000)
				h.protectionChanged()
			}
			if warm { // with the window where PMP has let it grow to
				h.place(data+0x1000, 8, read)
				h.place(data+0x100, 8, read)
			}
			h.SetX(6, c.address)
			h.run(1)
			assert.Equal(t, c.ok, h.csr.mcause == 0, "%s: cause %d", c.name, h.csr.mcause)
			if !c.ok {
				assert.Equal(t, c.address, h.csr.mtval, c.name)
			}
		}
	}
}

func TestProtectionOfCode(t *testing.T) {
	// Of the page, all but the first 8 bytes may run.
	h := with(t, nop, nop, nop, nop)
	protect(h, pmpNAPOT|pmpRead, napot(ramBase, 8), pmpNAPOT|pmpExecute, pmpAddressMask)
	h.privilege = User
	h.pc = ramBase + 8
	h.run(2)
	assert.Zero(t, h.csr.mcause)
	h = with(t, nop, nop)
	protect(h, pmpNAPOT|pmpRead, napot(ramBase, 8), pmpNAPOT|pmpExecute, pmpAddressMask)
	h.privilege = User
	h.pc = ramBase + 4
	h.run(1)
	assert.Equal(t, uint64(causeFetchFault), h.csr.mcause)
	assert.Equal(t, uint64(ramBase+4), h.csr.mtval)
}

func TestMprvLoadsWithTheRightsOfMpp(t *testing.T) {
	h := with(t, typeI(0x03, 3, 5, 6, 0), typeI(0x03, 3, 5, 6, 0))
	protect(h, pmpNAPOT, napot(data, 8), pmpNAPOT|pmpRead|pmpExecute, pmpAddressMask)
	h.SetX(6, data)
	h.run(1)
	assert.Zero(t, h.csr.mcause)
	h.setStatus(statusMPRV, statusMPRV|statusMPP)
	h.run(1)
	assert.Equal(t, uint64(causeLoadFault), h.csr.mcause)
}

func TestLockedEntriesStay(t *testing.T) {
	h := with(t)
	protect(h, 0, 100, pmpLocked|pmpTOR|pmpRead, 200)
	h.setProtectionConfig(0, 0)
	h.setProtectionAddress(0, 1)
	h.setProtectionAddress(1, 1)
	h.setProtectionAddress(2, 1)
	assert.Equal(t, uint8(pmpLocked|pmpTOR|pmpRead), h.pmp.config[1])
	assert.Equal(t, []uint64{100, 200, 1}, h.pmp.address[:3])
}
