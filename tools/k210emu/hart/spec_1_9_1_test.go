// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// k210 is with, on a hart of 1.9.1.
func k210(t testing.TB, program ...uint32) *Hart {
	h := with(t, program...)
	c := h.Config
	c.Spec = Privileged1_9_1
	h = New(c, ramBase)
	h.csr.mtvec = handler
	return h
}

func TestTheRegistersOf1_9_1AreThese(t *testing.T) { // k210-facts.md §2.2
	want := []uint32{
		1, 2, 3,
		0x100, 0x104, 0x105, 0x140, 0x141, 0x142, 0x143, 0x144, 0x180,
		0x300, 0x301, 0x302, 0x303, 0x304, 0x305, 0x320, 0x321,
		0x340, 0x341, 0x342, 0x343, 0x344,
		0xb00, 0xb02, 0xc00, 0xc02, 0xf11, 0xf12, 0xf13, 0xf14,
	}
	for n := uint32(3); n < 32; n++ {
		want = append(want, 0x320+n, 0xb00+n, 0xc00+n)
	}
	slices.Sort(want)
	assert.Equal(t, want, slices.Sorted(maps.Keys(Privileged1_9_1.CSRs)))
}

func TestRegistersThatAreNotThereTrap(t *testing.T) { // k210-facts.md §2.2
	for name, number := range map[string]uint32{
		"mcounteren": 0x306, "scounteren": 0x106, "mhcounteren": 0x322, "time": 0xc01,
		"pmpcfg0": 0x3a0, "pmpaddr0": 0x3b0, "ustatus": 0x000, "sedeleg": 0x102, "mbase": 0x380, "menvcfg": 0x30a,
	} {
		h := k210(t, csrrs(5, number, 0))
		h.run(1)
		assert.Equal(t, uint64(causeIllegal), h.csr.mcause, name)
		assert.Equal(t, uint64(ramBase), h.csr.mtval, "%s: mbadaddr is the pc", name)
	}
}

func TestRegistersOf1_9_1KeepWhatTheyHave(t *testing.T) {
	const floats = statusFS | statusSD
	for _, c := range []struct {
		name         string // and the section of k210-facts.md
		number       uint32
		write, reads uint64
	}{
		{"mstatus: VM 31 is none (§2.7)", 0x300, ones, 0xe_79aa | statusSD},
		{"mstatus: Sv39 (§2.3)", 0x300, 9 << 24, 9 << 24},
		{"mstatus: Sv48 is none (§2.3)", 0x300, 10 << 24, 0},
		{"mstatus: FS 1 (§2.3)", 0x300, 1 << 13, floats},
		{"mstatus: FS 2 (§2.3)", 0x300, 2 << 13, floats},
		{"mstatus: MPP 2 (§2.7)", 0x300, 2 << 11, 2 << 11},
		{"mstatus: no TVM, TW, TSR, UXL (§2.3)", 0x300, 7<<20 | 3<<32, 0},
		{"sstatus (§2.7)", 0x100, ones, 0x4_6122 | statusSD},
		{"sstatus: FS 1 (§2.3)", 0x100, 1 << 13, floats},
		{"misa: all off but I, S, U (§2.7)", 0x301, 0, 0x8000_0000_0014_0100},
		{"misa: F takes D (§2.7)", 0x301, ones &^ misa("F"), 0x8000_0000_0014_1105},
		{"medeleg (§2.4)", 0x302, ones, 0x1ab},
		{"mideleg (§2.4)", 0x303, ones, 0x222},
		{"mie (§2.7)", 0x304, ones, 0xaaa},
		{"mtvec (§2.4, §2.7)", 0x305, ones, 0xffff_fffc},
		{"stvec (§2.4)", 0x105, ones, ones - 3},
		{"mucounteren (§2.7)", 0x320, ones, 7},
		{"mscounteren (§2.7)", 0x321, ones, 7},
		{"mepc (§2.7)", 0x341, ones, ones - 1},
		{"sepc (§2.7)", 0x141, ones, ones - 1},
		{"mcause (§2.7)", 0x342, ones, 1<<63 | 31},
		{"scause (§2.7)", 0x142, ones, 1<<63 | 31},
		{"mbadaddr", 0x343, ones, ones},
		{"sbadaddr", 0x143, ones, ones},
		{"mip: SSIP, STIP (§2.7)", 0x344, ones, 0x22},
		{"sie of nothing delegated (§2.7)", 0x104, ones, 0},
		{"sptbr: neither mode nor ASID (§2.5)", 0x180, 8<<60 | 5<<44 | 0x8_0123, 0x8_0123},
		{"sptbr (§2.5)", 0x180, ones, 0xf_ffff},
		{"mhpmevent3 (§2.7)", 0x323, ones, 0},
		{"mhpmcounter31 (§2.7)", 0xb1f, ones, 0},
		{"mvendorid (§2.1)", 0xf11, 0, 0x4b5},
		{"marchid (§2.1)", 0xf12, 0, 0xe598_89e6_a5a0_4149},
		{"mimpid (§2.1)", 0xf13, 0, 0x4d41_4958_3230_3030},
		{"misa after reset (§2.1)", 0x301, ones, 0x8000_0000_0014_112d},
	} {
		h := k210(t, csrrw(0, c.number, 6), csrrs(5, c.number, 0))
		h.SetX(6, c.write)
		if c.number>>10 == 3 {
			h.pc += 4
		}
		h.run(2)
		assert.Equal(t, c.reads, h.X(5), "%s: got %#x", c.name, h.X(5))
	}
}

func TestAnImpossibleVMLeavesTheOldOne(t *testing.T) { // k210-facts.md §2.7
	h := k210(t, csrrw(0, 0x300, 6), csrrw(0, 0x300, 7), csrrs(5, 0x300, 0), csrrs(8, 0x100, 0))
	h.SetX(6, 9<<24|statusMXR)
	h.SetX(7, 10<<24|statusMXR|statusPUM)
	h.run(4)
	assert.Equal(t, uint64(9<<24|statusMXR|statusPUM), h.X(5))
	assert.Equal(t, uint64(statusMXR|statusPUM), h.X(8), "sstatus shows no VM, but MXR")
}

func TestSupervisorWritesOnlyWhatIsDelegatedToIt(t *testing.T) { // k210-facts.md §2.4, §2.7
	h := k210(t, csrrw(0, 0x104, 6), csrrw(0, 0x144, 6), csrrs(5, 0x104, 0), csrrs(7, 0x144, 0), csrrw(0, 0x100, 6))
	h.csr.mideleg = SSIP | STIP
	h.csr.mie = MTIP
	h.csr.mstatus = 9<<24 | statusMPIE
	h.SetX(6, ones)
	h.run(5)
	assert.Equal(t, uint64(SSIP|STIP), h.X(5))
	assert.Equal(t, uint64(SSIP|STIP|MTIP), h.csr.mie)
	assert.Equal(t, uint64(SSIP), h.X(7))
	assert.Equal(t, uint64(9<<24|statusMPIE|0x4_6122), h.csr.mstatus)
}

func TestSupervisorExternalInterruptsNeverAppear(t *testing.T) { // k210-facts.md §2.4
	h := k210(t, csrrs(0, 0x344, 6), csrrs(5, 0x344, 0))
	h.SetLine(mieMask, true)
	h.SetX(6, SEIP)
	h.run(2)
	assert.Equal(t, uint64(MSIP|MTIP|MEIP), h.X(5))
}

func TestCountersAreOpenedForEachModeAlone(t *testing.T) { // k210-facts.md §2.7
	for _, c := range []struct {
		mode             Privilege
		number           uint32
		user, supervisor uint64
		ok               bool
	}{
		{Machine, 0xc00, 0, 0, true},
		{Supervisor, 0xc00, 7, 6, false},
		{Supervisor, 0xc00, 0, 1, true},
		{Supervisor, 0xc02, 0, 4, true},
		{User, 0xc02, 3, 7, false},
		{User, 0xc02, 4, 0, true},
		{User, 0xc01, 7, 7, false},
		{Machine, 0xc03, 0, 0, true},
		{Supervisor, 0xc03, 7, 7, false},
	} {
		h := k210(t, csrrs(5, c.number, 0))
		h.privilege = c.mode
		h.csr.mcounteren, h.csr.scounteren = c.user, c.supervisor
		h.run(1)
		assert.Equal(t, c.ok, h.csr.mcause == 0, "%+v", c)
	}
}

func TestTrapsSaveTheEnableOfTheInterruptedMode(t *testing.T) { // k210-facts.md §2.3, §2.7
	for _, c := range []struct {
		name          string
		mode          Privilege
		delegated     bool
		before, after uint64
	}{
		{"M to M", Machine, false, statusMIE, statusMPIE | 3<<11},
		{"M to M, off", Machine, false, statusMPIE, 3 << 11},
		{"S to M", Supervisor, false, statusSIE, statusSIE | statusMPIE | 1<<11},
		{"S to M, off", Supervisor, false, statusMIE | statusMPIE, 1 << 11},
		{"U to M", User, false, statusMIE | statusSIE | statusMPIE, statusSIE},
		{"S to S", Supervisor, true, statusSIE, statusSPIE | statusSPP},
		{"S to S, off", Supervisor, true, statusSPIE, statusSPP},
		{"U to S", User, true, statusSIE | statusSPIE | statusSPP, 0},
	} {
		h := k210(t, ebreak)
		h.privilege = c.mode
		h.csr.mstatus = c.before
		if c.delegated {
			h.csr.medeleg = 1 << causeBreakpoint
		}
		h.run(1)
		assert.Equal(t, c.after, h.csr.mstatus, "%s: got %#x", c.name, h.csr.mstatus)
	}
}

func TestReturnsRestoreTheEnableOfTheModeTheyGoTo(t *testing.T) { // k210-facts.md §2.7
	for _, c := range []struct {
		name          string
		bits          uint32
		before, after uint64
		mode          Privilege
	}{
		{"sret to S", sret, statusSPP | statusSPIE, statusSIE | statusSPIE, Supervisor},
		{"sret to S, off", sret, statusSPP | statusSIE, statusSPIE, Supervisor},
		{"sret to U leaves SIE off", sret, statusSPIE, statusSPIE, User},
		{"sret to U leaves SIE on", sret, statusSIE, statusSIE | statusSPIE, User},
		{"mret to M", mret, 3<<11 | statusMPIE, statusMIE | statusMPIE, Machine},
		{"mret to M, off", mret, 3<<11 | statusMIE, statusMPIE, Machine},
		{"mret to S", mret, 1<<11 | statusMPIE, statusSIE | statusMPIE, Supervisor},
		{"mret to S, off", mret, 1<<11 | statusMIE | statusSIE, statusMIE | statusMPIE, Supervisor},
		{"mret to U", mret, statusMPIE, statusMPIE, User},
		{"mret to MPP 2 is to U", mret, 2<<11 | statusMPIE, statusMPIE, User},
		{"MPRV stays", mret, 1<<11 | statusMPRV, statusMPRV | statusMPIE, Supervisor},
	} {
		h := k210(t, c.bits)
		h.csr.mstatus = c.before
		h.run(1)
		assert.Equal(t, c.after, h.csr.mstatus, "%s: got %#x", c.name, h.csr.mstatus)
		assert.Equal(t, c.mode, h.Privilege(), c.name)
	}
}

func TestBadaddrIsWrittenForSomeCausesOnly(t *testing.T) { // k210-facts.md §2.4, §2.7
	const before = 0x1234
	for _, c := range []struct {
		name         string
		bits         uint32
		cause, value uint64
	}{
		{"ecall leaves it", ecall, 11, before},
		{"illegal: the pc", 0xffff_ffff, causeIllegal, ramBase},
		{"breakpoint: the pc", ebreak, causeBreakpoint, ramBase},
		{"misaligned load", typeI(0x03, 1, 5, 6, 1), causeLoadMisaligned, 0x101},
		{"misaligned load, unsigned", typeI(0x03, 5, 5, 6, 1), causeLoadMisaligned, 0x101},
		{"misaligned store before its fault", typeS(0x23, 3, 6, 7, 4), causeStoreMisaligned, 0x104},
		{"load", typeI(0x03, 3, 5, 6, 0), causeLoadFault, 0x100},
		{"store", typeS(0x23, 3, 6, 7, 0), causeStoreFault, 0x100},
		{"jump to nowhere", typeI(0x67, 0, 0, 6, 0), causeFetchFault, 0x100},
	} {
		h := k210(t, c.bits)
		h.csr.mtval = before
		h.SetX(6, 0x100)
		h.run(1)
		if c.cause == causeFetchFault {
			h.run(1)
		}
		assert.Equal(t, c.cause, h.csr.mcause, c.name)
		assert.Equal(t, c.value, h.csr.mtval, "%s: got %#x", c.name, h.csr.mtval)
	}
	h := k210(t, nop)
	h.csr.mtval, h.csr.mie, h.csr.mstatus = before, MTIP, statusMIE
	h.SetLine(MTIP, true)
	h.interrupt()
	assert.Equal(t, uint64(causeInterrupt|7), h.csr.mcause)
	assert.Equal(t, uint64(before), h.csr.mtval, "an interrupt leaves it")
}

func TestOnlyWhatCanBeDelegatedGoesToSupervisorMode(t *testing.T) { // k210-facts.md §2.4
	for _, c := range []struct {
		name string
		mode Privilege
		bits uint32
		to   Privilege
	}{
		{"illegal", User, 0xffff_ffff, Machine},
		{"misaligned", User, typeI(0x03, 3, 5, 6, 1), Machine},
		{"ecall from S", Supervisor, ecall, Machine},
		{"ecall from U", User, ecall, Supervisor},
		{"load fault", User, typeI(0x03, 3, 5, 6, 0), Supervisor},
	} {
		h := k210(t, csrrw(0, 0x302, 7), c.bits)
		h.SetX(7, ones)
		h.SetX(6, 0x100)
		h.run(1)
		h.privilege = c.mode
		h.run(1)
		assert.Equal(t, c.to, h.Privilege(), c.name)
	}
}

func TestTheLowestInterruptIsTakenFirst(t *testing.T) { // k210-facts.md §2.4
	h := k210(t, nop)
	h.privilege = Supervisor
	h.csr.mie, h.csr.mideleg, h.csr.mip = mieMask, SSIP|STIP, SSIP|STIP
	h.SetLine(mieMask, true)
	for _, c := range []struct {
		bit uint64
		to  Privilege
	}{{1, Supervisor}, {3, Machine}, {5, Supervisor}, {7, Machine}, {11, Machine}} {
		h.privilege = Supervisor
		h.csr.mstatus |= statusSIE
		h.csr.mcause, h.csr.scause = 0, 0
		h.takeInterrupt()
		assert.Equal(t, c.to, h.Privilege())
		assert.Equal(t, causeInterrupt|c.bit, h.csr.mcause|h.csr.scause)
		h.SetLine(1<<c.bit, false)
		h.csr.mip &^= 1 << c.bit
	}
	// SIE off masks what is delegated, and nothing else.
	h = k210(t, nop)
	h.privilege = Supervisor
	h.csr.mie, h.csr.mideleg, h.csr.mip = mieMask, SSIP, SSIP
	h.SetLine(MTIP, true)
	h.interrupt()
	assert.Equal(t, uint64(causeInterrupt|7), h.csr.mcause)
}

func TestFencesAndWfiOf1_9_1(t *testing.T) { // k210-facts.md §2.4, §2.5, §2.7
	for _, c := range []struct {
		name string
		bits uint32
		mode Privilege
		ok   bool
	}{
		{"sfence.vm in M", sfenceVM, Machine, true},
		{"sfence.vm in S", sfenceVM | 5<<15, Supervisor, true},
		{"sfence.vm in U", sfenceVM, User, false},
		{"sfence.vma in M", sfenceVMA, Machine, false},
		{"sfence.vma in S", sfenceVMA, Supervisor, false},
		{"wfi in S", wfi, Supervisor, true},
		{"wfi in U", wfi, User, false},
		{"sret in M", sret, Machine, true},
	} {
		h := k210(t, c.bits)
		h.privilege = c.mode
		h.csr.sepc = ramBase + 4
		h.run(1)
		assert.Equal(t, c.ok, h.csr.mcause == 0, c.name)
		if c.ok {
			assert.Equal(t, uint64(ramBase+4), h.PC(), c.name)
		}
	}
}

func TestWfiWakesWithInterruptsOff(t *testing.T) { // k210-facts.md §2.4
	h := k210(t, wfi, nop)
	h.csr.mie = MTIP
	h.Run(10)
	assert.True(t, h.Waiting())
	h.SetLine(MTIP, true)
	h.Run(2)
	assert.Equal(t, uint64(ramBase+8), h.PC())
	assert.Zero(t, h.csr.mcause)
}

func TestExtensionsCanBeSwitchedOff(t *testing.T) { // k210-facts.md §2.7
	for _, c := range []struct {
		name string
		bits uint32
		off  string
		ok   bool
	}{
		{"mul", 0x02000033, "M", false},
		{"mul", 0x02000033, "AFDC", true},
		{"lr.w", 0x1003202f, "A", false},
		{"lr.w", 0x1003202f, "MFDC", true},
		{"fadd.s", 0x00007053, "F", false},
		{"fadd.s", 0x00007053, "D", true},
		{"fadd.d", 0x02007053, "D", false},
		{"fadd.d", 0x02007053, "F", false},
		{"fcvt.s.d", 0x40107053, "D", false},
		{"fld", typeI(0x07, 3, 1, 6, 0), "D", false},
		{"flw", typeI(0x07, 2, 1, 6, 0), "D", true},
		{"fcsr", csrrs(5, 3, 0), "F", false},
		{"fcsr", csrrs(5, 3, 0), "D", true},
		{"c.nop", 0x00010001, "C", false},
		{"c.nop", 0x00010001, "MAFD", true},
	} {
		// The instruction runs before, too, so that it has been decoded.
		h := k210(t, c.bits, csrrc(0, 0x301, 7), typeI(0x67, 0, 0, 8, 0))
		h.csr.mstatus = statusFS
		h.SetX(6, data)
		h.SetX(7, misa(c.off))
		h.SetX(8, ramBase)
		steps := uint64(4)
		if c.name == "c.nop" {
			steps++
		}
		h.run(steps)
		assert.Equal(t, c.ok, h.csr.mcause == 0, "%s without %s", c.name, c.off)
		if !c.ok {
			assert.Equal(t, uint64(causeIllegal), h.csr.mcause, c.name)
			assert.Equal(t, uint64(ramBase), h.csr.mepc, c.name)
		}
	}
}

func TestMprvUsesThePreviousMode(t *testing.T) { // k210-facts.md §2.3, §2.7
	h := k210(t)
	for mpp, want := range map[uint64]Privilege{0: User, 1: Supervisor, 2: User, 3: Machine} {
		h.csr.mstatus = statusMPRV | mpp<<11
		assert.Equal(t, want, h.dataPrivilege())
	}
}

func TestThereIsNoProtection(t *testing.T) { // k210-facts.md §2: no PMP
	for _, mode := range []Privilege{Machine, Supervisor, User} {
		h := k210(t, typeI(0x03, 3, 5, 6, 0), typeS(0x23, 3, 6, 5, 8))
		binary.LittleEndian.PutUint64(h.RAM.Bytes[data-ramBase:], 42)
		h.privilege = mode
		h.SetX(6, data)
		h.run(2)
		assert.Equal(t, uint64(42), binary.LittleEndian.Uint64(h.RAM.Bytes[data-ramBase+8:]))
	}
}
