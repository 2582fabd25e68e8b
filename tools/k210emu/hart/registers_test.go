// SPDX-License-Identifier: MIT

package hart

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRegistersKeepWhatTheyHave(t *testing.T) {
	for _, c := range []struct {
		name         string
		number       uint32
		write, reads uint64
	}{
		{"mstatus", 0x300, ones, Privileged1_12.Status | 0xa<<32 | statusSD},
		{"misa", 0x301, 0, 0x8000_0000_0014_112d},
		{"medeleg", 0x302, ones, 0xb3ff},
		{"mideleg", 0x303, ones, 0x222},
		{"mie", 0x304, ones, 0xaaa},
		{"mtvec", 0x305, ones, ones - 2},
		{"mcounteren", 0x306, ones, 7},
		{"mepc", 0x341, ones, ones - 1},
		{"mscratch", 0x340, ones, ones},
		{"mip", 0x344, ones, 0x222},
		{"mcountinhibit", 0x320, ones, 0},
		{"mhpmcounter3", 0xb03, ones, 0},
		{"mhpmevent31", 0x33f, ones, 0},
		{"satp is Bare", 0x180, ones, 0},
		{"sie of nothing delegated", 0x104, ones, 0},
		{"sstatus", 0x100, ones, Privileged1_12.SupervisorStatus | 2<<32 | statusSD},
		{"pmpaddr", 0x3bf, ones, 1<<54 - 1},
		{"pmpcfg without W alone", 0x3a0, 0x0202_1f02, 0x1f00},
		{"mhartid", 0xf14, 3, 3},
	} {
		h := with(t, csrrw(0, c.number, 6), csrrs(5, c.number, 0))
		h.SetX(6, c.write)
		if c.number>>10 == 3 {
			h.pc += 4
		}
		h.run(2)
		assert.Equal(t, c.reads, h.X(5), "%s: got %#x", c.name, h.X(5))
	}
}

func TestBitsAreSetAndCleared(t *testing.T) {
	h := with(t,
		csrrw(5, 0x340, 6), // x5 = 0, mscratch = 0xf0
		csrrs(7, 0x340, 8), // x7 = 0xf0, |= 0x0f
		csrrc(9, 0x340, 6), // x9 = 0xff, &^= 0xf0
		0x340cd5f3,         // csrrwi x11, mscratch, 25
		0x340167f3|0<<7,    // csrrsi x15, mscratch, 2
		0x3400f873,         // csrrci x16, mscratch, 1
		csrrs(10, 0x340, 0),
	)
	h.SetX(6, 0xf0)
	h.SetX(8, 0x0f)
	h.run(7)
	assert.Equal(t, []uint64{0, 0xf0, 0xff, 0x0f, 25, 27, 26},
		[]uint64{h.X(5), h.X(7), h.X(9), h.X(11), h.X(15), h.X(16), h.X(10)})
}

func TestMppTakesNoModeThatIsNotThere(t *testing.T) {
	h := with(t, csrrw(0, 0x300, 6), csrrw(0, 0x300, 7))
	h.SetX(6, uint64(Supervisor)<<mppShift)
	h.SetX(7, 2<<mppShift)
	h.run(2)
	assert.Equal(t, uint64(Supervisor), h.csr.mstatus>>mppShift&3)
}

func TestSupervisorSeesDelegatedInterruptsOnly(t *testing.T) {
	h := with(t, csrrw(0, 0x104, 6), csrrs(5, 0x104, 0), csrrw(0, 0x144, 6), csrrs(7, 0x144, 0))
	h.csr.mideleg = SSIP | STIP
	h.csr.mie = MTIP
	h.SetX(6, ones)
	h.run(4)
	assert.Equal(t, uint64(SSIP|STIP), h.X(5))
	assert.Equal(t, uint64(SSIP|STIP|MTIP), h.csr.mie)
	assert.Equal(t, uint64(SSIP), h.X(7), "sip.STIP cannot be written")
}

func TestInstretCountsWhatRetiresExactly(t *testing.T) {
	const minstret, mcycle = 0xb02, 0xb00
	h := with(t,
		csrrs(5, minstret, 0), nop, nop,
		csrrs(6, minstret, 0),
		csrrw(0, minstret, 10),
		csrrs(7, minstret, 0),
		csrrs(8, minstret, 0),
		csrrw(0, mcycle, 10),
		csrrs(9, mcycle, 0),
	)
	h.SetX(10, 1000)
	h.run(9)
	assert.Equal(t, []uint64{0, 3, 1000, 1001, 1000}, []uint64{h.X(5), h.X(6), h.X(7), h.X(8), h.X(9)})
	assert.Equal(t, uint64(9), h.Retired())
}

func TestCountersAreOpenedModeByMode(t *testing.T) {
	for _, c := range []struct {
		mode                Privilege
		machine, supervisor uint64
		ok                  bool
	}{
		{Machine, 0, 0, true},
		{Supervisor, 0, 7, false},
		{Supervisor, 2, 0, true},
		{User, 2, 0, false},
		{User, 0, 2, false},
		{User, 2, 2, true},
	} {
		h := with(t, csrrs(5, 0xc01, 0))
		h.pmp = everything()
		h.privilege = c.mode
		h.csr.mcounteren, h.csr.scounteren = c.machine, c.supervisor
		h.run(1)
		assert.Equal(t, c.ok, h.csr.mcause == 0, "%+v", c)
		if c.ok {
			assert.Equal(t, uint64(1234), h.X(5), "time")
		}
	}
}

func TestResetForgetsAllButCounters(t *testing.T) {
	h := with(t, addi(5, 0, 1), csrrw(0, 0x340, 5))
	h.run(2)
	h.Reset(ramBase)
	assert.Zero(t, h.X(5))
	assert.Zero(t, h.csr.mscratch)
	assert.Equal(t, uint64(ramBase), h.PC())
	assert.Equal(t, Machine, h.Privilege())
	assert.Equal(t, uint64(2), h.Steps())
}
