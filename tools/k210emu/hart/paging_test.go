// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Page tables of tests: the root, one below and one below that. The page at
// virtual is data, unless a test says otherwise.
const (
	rootTable   = ramBase + 0xa000
	middleTable = ramBase + 0xb000
	lastTable   = ramBase + 0xc000

	virtual = 0x40_2000

	pteAll = pteV | pteR | pteW | pteX
)

func (h *Hart) setPTE(table, index, target, flags uint64) {
	binary.LittleEndian.PutUint64(h.RAM.Bytes[table-ramBase+8*index:], target>>12<<10|flags)
}

func (h *Hart) pte(table, index uint64) uint64 {
	return binary.LittleEndian.Uint64(h.RAM.Bytes[table-ramBase+8*index:])
}

// paged is a hart in S-mode with paging on, RAM as a global large page where it
// is, and data at virtual, with flags.
func paged(t testing.TB, spec *Spec, flags uint64, program ...uint32) *Hart {
	h := with(t, program...)
	c := h.Config
	c.Spec = spec
	h = New(c, ramBase)
	h.csr.mtvec = handler
	h.pmp = everything()
	h.privilege = Supervisor
	h.setPTE(rootTable, 2, ramBase, pteAll|pteA|pteD)
	h.setPTE(rootTable, 0, middleTable, pteV)
	h.setPTE(middleTable, 2, lastTable, pteV)
	h.setPTE(lastTable, 2, data, flags)
	h.csr.satp = satpSv39<<modeShift | rootTable>>12
	h.csr.sptbr = rootTable >> 12
	if spec == Privileged1_9_1 {
		h.csr.mstatus |= vmSv39 << vmShift
	}
	h.SetX(6, virtual)
	h.SetX(7, 0x0123_4567_89ab_cdef)
	return h
}

var (
	ld = typeI(0x03, 3, 5, 6, 0)
	sd = typeS(0x23, 3, 6, 7, 0)
	jr = typeI(0x67, 0, 0, 6, 0)
)

var bothSpecs = []*Spec{Privileged1_12, Privileged1_9_1}

func TestPagesAreWhereTheTablesSay(t *testing.T) {
	for _, spec := range bothSpecs {
		h := paged(t, spec, pteAll, sd, ld, typeI(0x03, 3, 8, 6, 8))
		binary.LittleEndian.PutUint64(h.RAM.Bytes[data-ramBase+8:], 42)
		h.run(3)
		assert.Zero(t, h.csr.mcause, spec.Name)
		assert.Equal(t, h.X(7), h.X(5), spec.Name)
		assert.Equal(t, uint64(42), h.X(8), spec.Name)
		assert.Equal(t, h.X(7), h.pte(data, 0), spec.Name)
	}
}

func TestAccessesMarkPTEs(t *testing.T) { // RISC-V priv. 1.12 §4.3.1; k210-facts.md §2.5
	for _, spec := range bothSpecs {
		h := paged(t, spec, pteAll, ld, sd)
		h.run(1)
		assert.Equal(t, uint64(pteAll|pteA), h.pte(lastTable, 2)&0xff, spec.Name)
		h.run(1)
		assert.Equal(t, uint64(pteAll|pteA|pteD), h.pte(lastTable, 2)&0xff, spec.Name)
		assert.Equal(t, uint64(pteV), h.pte(middleTable, 2)&0xff, spec.Name)
	}
}

func TestPageTablesForbid(t *testing.T) {
	const sum, pum, mxr = statusSUM, statusPUM, statusMXR
	for _, c := range []struct {
		name       string
		mode       Privilege
		flags      uint64
		status     uint64
		bits       uint32
		new, k210s uint64 // causes in 1.12 and 1.9.1; 0 for none
	}{
		{"not valid, load", Supervisor, 0, 0, ld, 13, 5},
		{"not valid, store", Supervisor, 0, 0, sd, 15, 7},
		{"not valid, fetch", Supervisor, 0, 0, jr, 12, 1},
		{"W without R", Supervisor, pteV | pteW | pteX, 0, ld, 13, 5},
		{"a pointer in the last table", Supervisor, pteV, 0, ld, 13, 5},
		{"no R", Supervisor, pteV | pteX, 0, ld, 13, 5},
		{"no R, but MXR", Supervisor, pteV | pteX, mxr, ld, 0, 0},
		{"no W", Supervisor, pteV | pteR, 0, sd, 15, 7},
		{"no X", Supervisor, pteV | pteR | pteW, 0, jr, 12, 1},
		{"U's page from S: bit 18 is 0", Supervisor, pteAll | pteU, 0, ld, 13, 0},
		{"U's page from S: bit 18 is 1", Supervisor, pteAll | pteU, sum, ld, 0, 5},
		{"U's page from S, store: bit 18 is 1", Supervisor, pteAll | pteU, pum, sd, 0, 7},
		{"U's page fetched from S: bit 18 is 0", Supervisor, pteAll | pteU, 0, jr, 12, 0},
		{"U's page fetched from S: bit 18 is 1", Supervisor, pteAll | pteU, pum, jr, 12, 1},
		{"U's page", User, pteAll | pteU, pum, ld, 0, 0},
		{"S's page from U", User, pteAll, 0, ld, 13, 5},
		{"LR", Supervisor, 0, 0, 0x100332af, 13, 5},
		{"SC", Supervisor, pteV | pteR, 0, 0x187332af, 15, 7},
		{"AMO", Supervisor, pteV | pteR, 0, 0x007332af, 15, 7},
		{"AMO that may", Supervisor, pteV | pteR | pteW, 0, 0x007332af, 0, 0},
	} {
		for _, spec := range bothSpecs {
			h := paged(t, spec, c.flags, c.bits)
			binary.LittleEndian.PutUint32(h.RAM.Bytes[data-ramBase:], nop)
			h.privilege = c.mode
			h.csr.mstatus |= c.status
			if c.mode == User {
				h.setPTE(rootTable, 2, ramBase, pteAll|pteU)
			}
			h.run(1)
			if c.bits == jr {
				h.run(1)
			}
			want := c.new
			if spec == Privileged1_9_1 {
				want = c.k210s
			}
			assert.Equal(t, want, h.csr.mcause, "%s, %s", c.name, spec.Name)
			if want != 0 {
				assert.Equal(t, uint64(virtual), h.csr.mtval, "%s, %s", c.name, spec.Name)
				assert.Equal(t, c.flags, h.pte(lastTable, 2)&0xff, "%s, %s: marks", c.name, spec.Name)
			}
		}
	}
}

func TestEntriesThatAreReserved(t *testing.T) {
	for _, c := range []struct {
		name       string
		change     func(h *Hart)
		new, k210s uint64
	}{
		{"bit 54", func(h *Hart) { h.setPTE(lastTable, 2, data, 1<<54|pteAll) }, 13, 0},
		{"page number 2^20", func(h *Hart) { h.setPTE(lastTable, 2, 1<<32|data, pteAll) }, 5, 5},
		{"A in a pointer", func(h *Hart) { h.setPTE(middleTable, 2, lastTable, pteV|pteA) }, 13, 0},
		{"misaligned large page", func(h *Hart) { h.setPTE(middleTable, 2, data, pteAll) }, 13, 0},
		{"address beyond bit 38", func(h *Hart) { h.SetX(6, 1<<38|virtual) }, 13, 5},
		{"a table that is not there", func(h *Hart) { h.setPTE(middleTable, 2, 0x1000, pteV) }, 5, 5},
	} {
		for _, spec := range bothSpecs {
			h := paged(t, spec, pteAll, ld)
			c.change(h)
			h.run(1)
			want := c.new
			if spec == Privileged1_9_1 {
				want = c.k210s
			}
			assert.Equal(t, want, h.csr.mcause, "%s, %s", c.name, spec.Name)
		}
	}
}

func TestLargePagesTakeTheirLowBitsFromTheAddress(t *testing.T) { // k210-facts.md §2.5
	h := paged(t, Privileged1_9_1, 0, ld)
	h.setPTE(middleTable, 2, ramBase+0x9000, pteAll) // 2 MiB, whose number has low bits
	h.SetX(6, virtual+0x2000)
	h.RAM.Bytes[0x4000] = 77
	h.run(1)
	assert.Equal(t, uint64(77), h.X(5))
}

func TestFencesMakePTEsCount(t *testing.T) {
	for _, spec := range bothSpecs {
		fence := uint32(sfenceVMA)
		if spec == Privileged1_9_1 {
			fence = sfenceVM
		}
		h := paged(t, spec, pteAll, ld, typeS(0x23, 3, 9, 10, 0), typeI(0x03, 3, 8, 6, 0), fence, ld)
		h.SetX(9, lastTable+16)
		h.SetX(10, 0)
		h.run(4)
		assert.Zero(t, h.csr.mcause, "%s: the old one is remembered", spec.Name)
		h.run(1)
		assert.NotZero(t, h.csr.mcause, spec.Name)
	}
}

func TestADeniedAccessLooksAgainIn1_12Only(t *testing.T) { // k210-facts.md §2.5
	for _, spec := range bothSpecs {
		h := paged(t, spec, pteV|pteR, ld, typeS(0x23, 3, 9, 10, 0), sd)
		h.SetX(9, lastTable+16)
		h.SetX(10, data>>12<<10|pteAll)
		h.run(3)
		assert.Equal(t, spec == Privileged1_9_1, h.csr.mcause != 0, spec.Name)
	}
}

func TestTheRootRegisterSwitchesTables(t *testing.T) {
	for _, spec := range bothSpecs {
		h := paged(t, spec, pteAll, ld, csrrw(0, 0x180, 8), ld)
		h.SetX(8, satpSv39<<modeShift|uint64(ramBase+0xd000)>>12)
		h.setPTE(ramBase+0xd000, 2, ramBase, pteAll)
		h.run(3)
		// 1.9.1 remembers what SFENCE.VM does not make it forget.
		assert.Equal(t, spec == Privileged1_12, h.csr.mcause == causeLoadPage, spec.Name)
	}
}

func TestSatpKeepsWhatItHasOfAModeThatIsNotThere(t *testing.T) { // RISC-V priv. 1.12 §4.1.11
	h := with(t, csrrw(0, 0x180, 6), csrrw(0, 0x180, 7), csrrs(5, 0x180, 0))
	h.SetX(6, satpSv39<<modeShift|5<<44|0x80001)
	h.SetX(7, 9<<modeShift|1)
	h.run(3)
	assert.Equal(t, h.X(6), h.X(5))
}

func TestMachineModeTranslatesByMprvOnly(t *testing.T) {
	for _, spec := range bothSpecs {
		h := paged(t, spec, pteAll, ld, csrrs(0, 0x300, 8), ld)
		h.privilege = Machine
		h.SetX(8, statusMPRV|1<<mppShift)
		h.RAM.Bytes[data-ramBase] = 77
		h.run(1)
		assert.Equal(t, uint64(causeLoadFault), h.csr.mcause, spec.Name)
		h.csr.mstatus &^= statusMPP
		h.pc = ramBase + 4
		h.run(2)
		assert.Equal(t, uint64(77), h.X(5), spec.Name)
	}
}

func TestAccessesAcrossPagesFaultInTheirPage(t *testing.T) {
	h := paged(t, Privileged1_12, pteAll, sd, ld, sd)
	h.setPTE(lastTable, 3, data-0x1000, pteAll)
	h.SetX(6, virtual+0xffc)
	h.run(2)
	assert.Equal(t, h.X(7), h.X(5))
	assert.Equal(t, byte(0xef), h.RAM.Bytes[0x4ffc])
	assert.Equal(t, byte(0x67), h.RAM.Bytes[0x3000])

	h.setPTE(lastTable, 3, 0, 0)
	h.forgetPages()
	h.SetX(7, 0)
	h.run(1)
	assert.Equal(t, uint64(causeStorePage), h.csr.mcause)
	assert.Equal(t, uint64(virtual+0x1000), h.csr.mtval)
	assert.Equal(t, byte(0xef), h.RAM.Bytes[0x4ffc], "nothing is stored")
}

func TestCodeRunsFromWhereItsPageIs(t *testing.T) {
	for _, spec := range bothSpecs {
		// An instruction in two pages that are not neighbours.
		h := paged(t, spec, pteAll, jr)
		h.setPTE(lastTable, 3, data-0x1000, pteAll)
		binary.LittleEndian.PutUint16(h.RAM.Bytes[0x4ffe:], 0x8293) // addi x5, x5, 7
		binary.LittleEndian.PutUint16(h.RAM.Bytes[0x3000:], 0x0072)
		h.SetX(6, virtual+0xffe)
		h.run(2)
		assert.Equal(t, uint64(7), h.X(5), spec.Name)
		assert.Equal(t, uint64(virtual+0x1002), h.PC(), spec.Name)
	}
}

func TestUpperAddressBitsAreIgnoredIn1_9_1(t *testing.T) { // k210-facts.md §1, §2.7
	h := k210(t, ld)
	h.SetX(6, 0xffff_ffff_0000_0000|data)
	h.RAM.Bytes[data-ramBase] = 77
	h.run(1)
	assert.Equal(t, uint64(77), h.X(5))
}

func TestKeptWindowsAreDroppedWithTheOpenOne(t *testing.T) {
	second := typeI(0x03, 3, 8, 9, 0)
	for _, spec := range bothSpecs {
		fence := uint32(sfenceVMA)
		if spec == Privileged1_9_1 {
			fence = sfenceVM
		}
		for name, drop := range map[string]uint32{"fence": fence, "bit 18": csrrs(0, 0x100, 11)} {
			// Two pages in turns, so that one window is open and one kept.
			h := paged(t, spec, pteAll|pteD|pteU, ld, second, ld, second, drop, ld)
			if spec == Privileged1_12 {
				h.csr.mstatus |= statusSUM
				if name == "bit 18" {
					binary.LittleEndian.PutUint32(h.RAM.Bytes[16:], csrrc(0, 0x100, 11))
				}
			}
			h.setPTE(lastTable, 3, data+0x1000, pteAll|pteD)
			h.SetX(9, virtual+0x1000)
			h.SetX(11, 1<<18)
			h.RAM.Bytes[data-ramBase], h.RAM.Bytes[data-ramBase+0x1000] = 77, 88
			h.run(4)
			assert.Equal(t, []uint64{77, 88}, []uint64{h.X(5), h.X(8)}, spec.Name)
			assert.Equal(t, uint64(virtual+0x1000), h.window.base)
			assert.Equal(t, h.windows.epoch, h.windows.at(virtual).epoch, "kept")
			if name == "fence" {
				h.setPTE(lastTable, 2, 0, 0)
			}
			h.run(2)
			assert.NotZero(t, h.csr.mcause, "%s, %s", name, spec.Name)
			assert.Equal(t, uint64(virtual), h.csr.mtval, "%s, %s", name, spec.Name)
		}
	}
}
