// SPDX-License-Identifier: MIT

package hart

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestExceptionsGoToMachineMode(t *testing.T) {
	for _, c := range []struct {
		name         string
		mode         Privilege
		bits         uint32
		cause, value uint64
	}{
		{"ecall from U", User, ecall, 8, 0},
		{"ecall from S", Supervisor, ecall, 9, 0},
		{"ecall from M", Machine, ecall, 11, 0},
		{"ebreak", Machine, ebreak, causeBreakpoint, 0},
		{"all zeros", Machine, 0, causeIllegal, 0},
		{"reserved", User, 0xffff_ffff, causeIllegal, 0xffff_ffff},
		{"mret in S", Supervisor, mret, causeIllegal, mret},
		{"sret in U", User, sret, causeIllegal, sret},
		{"wfi in U", User, wfi, causeIllegal, wfi},
		{"sfence.vma in U", User, sfenceVMA, causeIllegal, sfenceVMA},
		{"sfence.vm is of 1.9.1", Machine, sfenceVM, causeIllegal, sfenceVM},
		{"mstatus from S", Supervisor, csrrs(5, 0x300, 0), causeIllegal, uint64(csrrs(5, 0x300, 0))},
		{"sstatus from U", User, csrrs(5, 0x100, 0), causeIllegal, uint64(csrrs(5, 0x100, 0))},
		{"a CSR that is not there", Machine, csrrs(5, 0x7c0, 0), causeIllegal, uint64(csrrs(5, 0x7c0, 0))},
		{"a write to a read-only CSR", Machine, csrrw(0, 0xf14, 5), causeIllegal, uint64(csrrw(0, 0xf14, 5))},
		{"fcsr with F off", Machine, csrrs(5, 3, 0), causeIllegal, uint64(csrrs(5, 3, 0))},
		{"flw with F off", Machine, typeI(0x07, 2, 1, 0, 0), causeIllegal, uint64(typeI(0x07, 2, 1, 0, 0))},
		{"fadd.d with F off", Machine, 0x02000053, causeIllegal, 0x02000053},
		{"cycle from S", Supervisor, csrrs(5, 0xc00, 0), causeIllegal, uint64(csrrs(5, 0xc00, 0))},
		{"csrrci", User, 0x300ff2f3, causeIllegal, 0x300ff2f3},
	} {
		h := with(t, nop, c.bits)
		h.pmp = everything()
		h.privilege = c.mode
		h.csr.mstatus |= statusMIE
		h.run(2)
		assert.Equal(t, c.cause, h.csr.mcause, c.name)
		assert.Equal(t, c.value, h.csr.mtval, "%s: got %#x", c.name, h.csr.mtval)
		assert.Equal(t, uint64(ramBase+4), h.csr.mepc, c.name)
		assert.Equal(t, uint64(handler), h.PC(), c.name)
		assert.Equal(t, Machine, h.Privilege(), c.name)
		assert.Equal(t, uint64(c.mode), h.csr.mstatus>>mppShift&3, c.name)
		assert.Equal(t, uint64(statusMPIE), h.csr.mstatus&(statusMIE|statusMPIE), c.name)
		assert.Equal(t, uint64(2), h.Steps(), c.name)
		assert.Equal(t, uint64(1), h.Retired(), c.name)
	}
}

// everything is a PMP that lets all modes do all.
func everything() protection { return unprotected() }

func TestDelegatedExceptionsGoToSupervisorMode(t *testing.T) {
	for _, mode := range []Privilege{User, Supervisor} {
		h := with(t, ebreak)
		h.pmp = everything()
		h.privilege = mode
		h.csr.stvec = supervisorHandler
		h.csr.medeleg = 1 << causeBreakpoint
		h.csr.mstatus |= statusSIE
		h.run(1)
		assert.Equal(t, Supervisor, h.Privilege())
		assert.Equal(t, uint64(supervisorHandler), h.PC())
		assert.Equal(t, uint64(ramBase), h.csr.sepc)
		assert.Equal(t, uint64(causeBreakpoint), h.csr.scause)
		assert.Equal(t, mode == Supervisor, h.csr.mstatus&statusSPP != 0)
		assert.Equal(t, uint64(statusSPIE), h.csr.mstatus&(statusSIE|statusSPIE))
		assert.Zero(t, h.csr.mcause)
	}
	// M-mode never traps to a lower one.
	h := with(t, ebreak)
	h.csr.medeleg = 1 << causeBreakpoint
	h.run(1)
	assert.Equal(t, uint64(handler), h.PC())
}

func TestReturnsRestoreModeAndInterrupts(t *testing.T) {
	h := with(t, mret)
	h.pmp = everything()
	h.csr.mstatus |= statusMPIE | uint64(Supervisor)<<mppShift | statusMPRV
	h.csr.mepc = ramBase + 0x20
	h.run(1)
	assert.Equal(t, Supervisor, h.Privilege())
	assert.Equal(t, uint64(ramBase+0x20), h.PC())
	assert.Equal(t, uint64(statusMIE|statusMPIE), h.csr.mstatus&(statusMIE|statusMPIE|statusMPP|statusMPRV))

	h = with(t, sret)
	h.pmp = everything()
	h.privilege = Supervisor
	h.csr.mstatus |= statusSIE
	h.csr.sepc = ramBase + 0x20
	h.run(1)
	assert.Equal(t, User, h.Privilege())
	assert.Equal(t, uint64(statusSPIE), h.csr.mstatus&(statusSIE|statusSPIE|statusSPP))

	for name, c := range map[string]struct {
		bits uint32
		bit  uint64
	}{"TSR": {sret, statusTSR}, "TW": {wfi, statusTW}, "TVM": {sfenceVMA, statusTVM}, "TVM, satp": {csrrs(5, 0x180, 0), statusTVM}} {
		h := with(t, c.bits)
		h.pmp = everything()
		h.privilege = Supervisor
		h.csr.mstatus |= c.bit
		h.run(1)
		assert.Equal(t, uint64(causeIllegal), h.csr.mcause, name)
	}
}

func TestTheMostImportantInterruptIsTakenFirst(t *testing.T) {
	h := with(t, nop)
	h.csr.mie = mieMask
	h.csr.mstatus |= statusMIE
	h.SetLine(mieMask, true)
	for _, bit := range []uint64{11, 3, 7, 9, 1, 5} {
		h.csr.mstatus |= statusMIE
		h.interrupt()
		assert.Equal(t, causeInterrupt|bit, h.csr.mcause)
		h.SetLine(1<<bit, false)
	}
	h.csr.mstatus |= statusMIE
	h.csr.mcause = 0
	h.interrupt()
	assert.Zero(t, h.csr.mcause)
}

func TestInterruptsAreMaskedByMode(t *testing.T) {
	for _, c := range []struct {
		name      string
		mode      Privilege
		status    uint64
		delegated uint64
		taken     Privilege
		ok        bool
	}{
		{"M, off", Machine, 0, 0, 0, false},
		{"M, on", Machine, statusMIE, 0, Machine, true},
		{"M is deaf to S", Machine, statusMIE | statusSIE, STIP, 0, false},
		{"S always hears M", Supervisor, 0, 0, Machine, true},
		{"S, off", Supervisor, 0, STIP, 0, false},
		{"S, on", Supervisor, statusSIE, STIP, Supervisor, true},
		{"U always hears S", User, 0, STIP, Supervisor, true},
	} {
		h := with(t, nop)
		h.privilege = c.mode
		h.csr.mstatus |= c.status
		h.csr.mideleg = c.delegated
		h.csr.mie = STIP
		h.csr.mip = STIP
		h.interrupt()
		assert.Equal(t, c.ok, h.PC() != ramBase, c.name)
		if c.ok {
			assert.Equal(t, c.taken, h.Privilege(), c.name)
			assert.Zero(t, h.Steps(), "an interrupt is no instruction")
		}
	}
}

func TestVectoredInterrupts(t *testing.T) {
	h := with(t, csrrw(0, 0x305, 6), nop, ebreak)
	h.SetX(6, handler|3) // mode 2 does not exist
	h.run(1)
	assert.Equal(t, uint64(handler|1), h.csr.mtvec)
	h.run(2)
	assert.Equal(t, uint64(handler), h.PC(), "exceptions go to the base")
	h.csr.mie = MTIP
	h.csr.mstatus |= statusMIE
	h.SetLine(MTIP, true)
	h.interrupt()
	assert.Equal(t, uint64(handler+4*7), h.PC())
}

func TestWfiWaitsForWhatIsEnabled(t *testing.T) {
	h := with(t, wfi, nop)
	h.csr.mie = MTIP
	h.Run(10)
	assert.True(t, h.Waiting())
	assert.True(t, h.WakesOn(MTIP))
	assert.False(t, h.WakesOn(MSIP))
	h.SetLine(MSIP, true)
	assert.True(t, h.Waiting(), "by nothing else")
	h.SetLine(MTIP, true) // though mstatus.MIE is 0: it goes on behind
	assert.False(t, h.Waiting())
	h.Run(2)
	assert.Equal(t, uint64(2), h.Steps())
	assert.Equal(t, uint64(ramBase+8), h.PC())
}
