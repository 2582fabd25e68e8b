// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kinds are those of a hart's reports, in the order in which they came.
func (h *Hart) kinds() (kinds []Kind) {
	for _, r := range h.strict.Reports() {
		kinds = append(kinds, r.Kind)
	}
	return kinds
}

// neverWritten makes memory what it is at power-on.
func (h *Hart) neverWritten(address, size uint64) {
	for n := range size {
		h.strict.shadow[address-ramBase+n] = 0xff
	}
}

// Loads and stores of tests: x6 is the base, x5 and x7 the value.
var (
	lw    = typeI(0x03, 2, 5, 6, 0)
	sw    = typeS(0x23, 2, 6, 7, 0)
	jalr6 = typeI(0x67, 0, 1, 6, 0)
	auipc = func(rd uint32) uint32 { return rd<<7 | 0x17 }
)

// pairs are programs that provoke a report, and twins that do it right. All run
// strictly on both specs, or on the one that they name.
type pair struct {
	name         string
	kind         Kind
	wrong, right []uint32
	prepare      func(h *Hart)
}

func runPairs(t *testing.T, make func(t testing.TB, program []uint32) *Hart, pairs []pair) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			for _, c := range []struct {
				program []uint32
				want    []Kind
			}{{p.wrong, []Kind{p.kind}}, {p.right, nil}} {
				h := make(t, append(append([]uint32{}, c.program...), wfi))
				if p.prepare != nil {
					p.prepare(h)
				}
				h.run(1000)
				require.Zero(t, h.csr.mcause, "nothing traps")
				require.True(t, h.waiting, "the program ends")
				assert.Equal(t, c.want, h.kinds(), "%v", h.strict.Reports())
			}
		})
	}
}

func TestCodeThatWasWrittenNeedsFenceI(t *testing.T) {
	const ret = 0x00008067 // jalr x0, 0(x1)
	put := func(h *Hart, address uint64, words ...uint32) {
		for n, word := range words {
			binary.LittleEndian.PutUint32(h.RAM.Bytes[address-ramBase+4*uint64(n):], word)
		}
	}
	prepare := func(h *Hart) { // a function at data
		put(h, data, addi(8, 8, 1), ret)
		h.SetX(6, data)
		h.SetX(7, uint64(addi(8, 8, 100)))
		h.SetX(9, uint64(addi(8, 8, 1)))
	}
	same := typeS(0x23, 2, 6, 9, 0)
	runPairs(t, func(t testing.TB, p []uint32) *Hart { return strictly(t, p...) }, []pair{
		{"run, written, run", MissingFenceI,
			[]uint32{jalr6, sw, jalr6}, []uint32{jalr6, sw, fenceI, jalr6}, prepare},
		{"written, run", MissingFenceI,
			[]uint32{sw, jalr6}, []uint32{sw, fenceI, jalr6}, prepare},
		{"one halfword of it", MissingFenceI,
			[]uint32{jalr6, typeS(0x23, 1, 6, 7, 2), jalr6}, []uint32{jalr6, typeS(0x23, 1, 6, 7, 2), fenceI, jalr6}, prepare},
		{"written as it was", MissingFenceI,
			[]uint32{jalr6, sw, jalr6}, []uint32{jalr6, same, jalr6}, prepare},
		{"written, and back", MissingFenceI,
			[]uint32{jalr6, same, sw, jalr6}, []uint32{jalr6, sw, same, jalr6}, prepare},
		{"by an AMO", MissingFenceI,
			[]uint32{jalr6, typeR(0x2f, 2, 1<<2, 0, 6, 7), jalr6},
			[]uint32{jalr6, typeR(0x2f, 2, 1<<2, 0, 6, 7), fenceI, jalr6}, prepare},
	})

	h := strictly(t, jalr6, sw, jalr6)
	prepare(h)
	h.run(7)
	assert.Equal(t, uint64(2), h.X(8), "it runs as it was")
	assert.Equal(t, []Report{{
		Kind: MissingFenceI, Hart: 3, Mode: Machine, PC: data, Cause: ramBase + 4, Detail: BytesDiffer,
	}}, h.strict.Reports())
}

// secondHart returns another hart of the same machine.
func secondHart(h *Hart, pc uint64) *Hart {
	c := h.Config
	c.ID++
	second := New(c, pc)
	second.csr.mtvec = handler
	for n := 1; n < 32; n++ {
		second.SetX(n, 0)
	}
	return second
}

func TestFenceIIsForTheHartThatRunsTheCode(t *testing.T) {
	for fenced, want := range map[bool][]Kind{false: {MissingFenceI}, true: nil} {
		h := strictly(t, sw, fenceI, wfi)
		h.SetX(6, data)
		h.SetX(7, uint64(addi(8, 8, 1)))
		second := secondHart(h, ramBase+12)
		copy(h.RAM.Bytes[12:], []byte{0x13, 0, 0, 0}) // nop
		if fenced {
			binary.LittleEndian.PutUint32(h.RAM.Bytes[12:], fenceI)
		}
		binary.LittleEndian.PutUint32(h.RAM.Bytes[16:], jr)
		second.SetX(6, data)
		h.run(3)
		second.run(3)
		assert.Equal(t, uint64(1), second.X(8))
		assert.Equal(t, want, h.kinds())
	}
}

func TestWhatDMAWritesNeedsFenceIToo(t *testing.T) {
	for _, before := range []bool{false, true} { // the code has run before
		h := strictly(t, jalr6, fenceI, jalr6)
		h.SetX(6, data)
		binary.LittleEndian.PutUint32(h.RAM.Bytes[data-ramBase:], 0x00008067)
		if before {
			h.run(2)
			h.pc = ramBase
		}
		binary.LittleEndian.PutUint16(h.RAM.Bytes[data-ramBase:], 0x8082) // c.ret
		h.Strict.Wrote(data, 2)
		h.run(1)
		assert.Empty(t, h.kinds())
		h.run(1)
		assert.Equal(t, []Kind{MissingFenceI}, h.kinds())
		assert.Zero(t, h.strict.Reports()[0].Cause)
		h.Strict.reported = map[reportKey]struct{}{}
		h.run(3)
		assert.Len(t, h.kinds(), 1, "after the fence it is right")
	}
}

// strictPaged is paged for strict harts, whose tables are as of the last fence.
func strictPaged(t testing.TB, spec *Spec, flags uint64, program []uint32) *Hart {
	h := strictLike(paged(t, spec, flags, program...))
	h.csr.mtvec, h.csr.stvec = handler, handler
	h.strict.tablesFenced(h)
	return h
}

func TestTablesThatWereWrittenNeedSfence(t *testing.T) {
	const secondRoot = ramBase + 0xd000
	for _, spec := range bothSpecs {
		fence := uint32(sfenceVMA)
		if spec == Privileged1_9_1 {
			fence = sfenceVM
		}
		store := typeS(0x23, 3, 9, 10, 0) // sd x10, 0(x9)
		change := func(flags, target uint64) func(h *Hart) {
			return func(h *Hart) {
				h.SetX(9, lastTable+16)
				h.SetX(10, target>>12<<10|flags)
			}
		}
		root := func(target uint64) func(h *Hart) {
			return func(h *Hart) { // another table, as old as the first one
				h.setPTE(secondRoot, 2, ramBase, pteAll|pteA|pteD)
				h.setPTE(secondRoot, 0, ramBase+0xe000, pteV)
				h.setPTE(ramBase+0xe000, 2, ramBase+0xf000, pteV)
				h.setPTE(ramBase+0xf000, 2, target, pteAll)
				h.SetX(8, secondRoot>>12)
				if spec == Privileged1_12 {
					h.SetX(8, satpSv39<<modeShift|secondRoot>>12)
				}
				h.strict.reported[reportKey{kind: SatpBitsLost}] = struct{}{} // known
			}
		}
		write := csrrw(0, 0x180, 8)
		runPairs(t, func(t testing.TB, p []uint32) *Hart { return strictPaged(t, spec, pteAll, p) }, []pair{
			{spec.Name + ": used, written, used", MissingSfence,
				[]uint32{ld, store, ld}, []uint32{ld, store, fence, ld}, change(pteAll|pteA, data+pageSize)},
			{spec.Name + ": written, used", MissingSfence,
				[]uint32{store, ld}, []uint32{store, fence, ld}, change(pteAll|pteA, data+pageSize)},
			{spec.Name + ": used by a store", MissingSfence,
				[]uint32{ld, store, sd}, []uint32{ld, store, fence, sd}, change(pteAll|pteA, data+pageSize)},
			{spec.Name + ": as it was, but for marks", MissingSfence,
				[]uint32{store, ld}, []uint32{ld, store, ld}, change(pteAll|pteA|pteD|1<<8, data)},
			{spec.Name + ": other tables", MissingSfence,
				[]uint32{ld, write, ld}, []uint32{ld, write, fence, ld}, root(data + pageSize)},
			{spec.Name + ": other tables that say the same", MissingSfence,
				[]uint32{ld, store, write, ld}, []uint32{ld, write, ld}, func(h *Hart) {
					root(data)(h)
					h.SetX(9, ramBase+0xf000+16)
					h.SetX(10, data>>12<<10|pteAll)
				}},
		})
	}
}

func TestSfenceIsForTheHartThatUsesTheTables(t *testing.T) {
	for _, spec := range bothSpecs {
		fence := uint32(sfenceVMA)
		if spec == Privileged1_9_1 {
			fence = sfenceVM
		}
		for first, want := range map[uint32][]Kind{nop: {MissingSfence}, fence: nil} {
			h := strictPaged(t, spec, pteAll, []uint32{typeS(0x23, 3, 9, 10, 0), fence, wfi, first, ld})
			h.SetX(9, lastTable+16)
			h.SetX(10, (data+pageSize)>>12<<10|pteAll|pteA)
			second := secondHart(h, ramBase+12)
			second.csr, second.pmp, second.privilege = h.csr, h.pmp, Supervisor
			second.strict.tablesFenced(second)
			second.SetX(6, virtual)
			h.run(3)
			second.run(2)
			assert.Zero(t, second.csr.mcause)
			assert.Equal(t, want, second.kinds(), spec.Name)
			if want != nil {
				assert.Equal(t, second.ID, h.strict.Reports()[0].Hart)
			}
		}
	}
}

// A kernel that turns translation off writes 0, and then needs the page of its
// SFENCE once more; where there is none, firmware reads it (k210-facts.md §2.5).
func TestTheWayFromSatpToSfenceIsNoReport(t *testing.T) {
	h := strictPaged(t, Privileged1_9_1, pteAll, []uint32{ld, csrrw(0, 0x180, 0), sfenceVM, nop})
	h.run(3)
	assert.Empty(t, h.kinds())

	h = strictPaged(t, Privileged1_9_1, pteAll, []uint32{ld, csrrw(0, 0x180, 0), ecall})
	binary.LittleEndian.PutUint32(h.RAM.Bytes[0x8000:], csrrs(0, 0x300, 8))
	binary.LittleEndian.PutUint32(h.RAM.Bytes[0x8004:], ld)
	h.SetX(8, statusMPRV)
	h.run(5)
	assert.Equal(t, uint64(handler+8), h.PC())
	assert.Empty(t, h.kinds(), "M-mode, by MPRV")

	h = strictPaged(t, Privileged1_9_1, pteAll, []uint32{ld, csrrw(0, 0x180, 0), ld})
	h.run(3)
	assert.Equal(t, []Kind{MissingSfence}, h.kinds(), "but what else needs the tables")
}

func TestAPageThatBecomesValidNeedsSfence(t *testing.T) { // k210-facts.md §2.5
	for _, spec := range bothSpecs {
		for _, fenced := range []bool{false, true} {
			h := strictPaged(t, spec, 0, []uint32{ld, typeS(0x23, 3, 9, 10, 0), nop, ld})
			if fenced {
				fence := uint32(sfenceVMA)
				if spec == Privileged1_9_1 {
					fence = sfenceVM
				}
				binary.LittleEndian.PutUint32(h.RAM.Bytes[8:], fence)
			}
			h.SetX(9, lastTable+16)
			h.SetX(10, data>>12<<10|pteAll|pteA)
			h.run(1)
			require.NotZero(t, h.csr.mcause)
			h.privilege, h.pc = Supervisor, ramBase+4
			h.run(3)
			want := []Kind(nil)
			if !fenced {
				want = []Kind{MissingSfence}
			}
			assert.Equal(t, want, h.kinds(), spec.Name)
		}
	}
}

func TestSatpIsNotToBeReliedOn(t *testing.T) {
	const (
		read  = 0x180<<20 | 2<<12 | 5<<7 | 0x73 // csrr x5, satp
		srli  = 60<<20 | 5<<15 | 5<<12 | 5<<7 | 0x13
		shift = 20<<20 | 5<<15 | 1<<12 | 5<<7 | 0x13 // slli x5, x5, 20
	)
	write := csrrw(0, 0x180, 8)
	beq := typeB(0, 5, 8, 4)
	satp := func(h *Hart) {
		h.SetX(6, data)
		h.SetX(8, satpSv39<<modeShift|0x80001)
		h.SetX(9, ramBase>>12<<32)
		h.strict.reported[reportKey{kind: SatpBitsLost}] = struct{}{} // known
	}
	for _, spec := range bothSpecs {
		runPairs(t, func(t testing.TB, p []uint32) *Hart {
			h := with(t, p...)
			h.Config.Spec = spec
			h = strictLike(h)
			return h
		}, []pair{
			{spec.Name + ": compared", SatpReadBack, []uint32{write, read, beq}, []uint32{write, read, write}, satp},
			{spec.Name + ": MODE", SatpReadBack,
				[]uint32{write, read, srli, typeB(1, 5, 0, 4)}, []uint32{write, read, shift, typeB(1, 5, 9, 4)}, satp},
			{spec.Name + ": nothing that is lost", SatpReadBack,
				[]uint32{write, read, beq}, []uint32{read, beq}, satp},
			{spec.Name + ": a comparison", SatpReadBack,
				[]uint32{write, read, typeR(0x33, 3, 0, 5, 5, 8)}, []uint32{write, read, typeR(0x33, 0, 0, 5, 5, 8)}, satp},
			{spec.Name + ": written over", SatpReadBack,
				[]uint32{write, read, typeS(0x23, 3, 6, 5, 0), typeI(0x03, 3, 5, 6, 0), beq},
				[]uint32{write, read, typeS(0x23, 3, 6, 5, 0), typeS(0x23, 0, 6, 0, 0), typeI(0x03, 3, 5, 6, 0), beq}, satp},
			{spec.Name + ": mixed with what is defined", SatpReadBack,
				[]uint32{write, read, typeR(0x33, 4, 0, 5, 8, 5), typeB(0, 5, 0, 4)},
				[]uint32{write, read, typeR(0x33, 4, 0, 5, 5, 5), typeB(0, 5, 0, 4)}, satp},
			{spec.Name + ": through memory", SatpReadBack,
				[]uint32{write, read, typeS(0x23, 3, 6, 5, 0), typeI(0x03, 3, 7, 6, 0), typeB(0, 7, 8, 4)},
				[]uint32{write, read, typeS(0x23, 3, 6, 5, 0), typeI(0x03, 3, 7, 6, 0), csrrw(0, 0x180, 7)}, satp},
		})
	}
}

func TestAWriteOfSatpThatLosesBitsIsANoteOnce(t *testing.T) {
	h := strictly(t, csrrw(0, 0x180, 8), csrrw(0, 0x180, 8), csrrw(0, 0x180, 9))
	h.SetX(8, satpSv39<<modeShift|0x80001)
	h.SetX(9, 0x80001)
	h.run(3)
	assert.Equal(t, []Kind{SatpBitsLost}, h.kinds())
	assert.False(t, h.Strict.Failed(), "it is no fault")
	assert.Equal(t, uint64(ramBase), h.strict.Reports()[0].PC)
}

func TestBit18IsReportedWhenItBecomesOne(t *testing.T) {
	set := func(h *Hart) {
		h.SetX(6, 1<<18)
		h.SetX(7, 1<<19)
	}
	for _, spec := range bothSpecs {
		runPairs(t, func(t testing.TB, p []uint32) *Hart {
			h := with(t, p...)
			h.Config.Spec = spec
			return strictLike(h)
		}, []pair{
			{spec.Name + ": sstatus", Bit18, []uint32{csrrs(0, 0x100, 6), csrrs(0, 0x100, 6)}, []uint32{csrrs(0, 0x100, 7)}, set},
			{spec.Name + ": mstatus", Bit18, []uint32{csrrw(0, 0x300, 6)}, []uint32{csrrc(0, 0x300, 6)}, set},
		})
	}
}

func TestAtomicsAndFloatsWantCachedMemory(t *testing.T) { // k210-facts.md §1
	const alias = 0x4000_0000
	alike := func(t testing.TB, p []uint32) *Hart {
		h := strictLike(k210(t, p...))
		h.csr.mstatus |= fsDirty
		h.strict.alias = alias
		h.Bus = aliased{h}
		h.SetX(6, alias+data-ramBase)
		h.SetX(9, data)
		return h
	}
	atomic := func(funct5, rs1, rs2 uint32) uint32 { return typeR(0x2f, 3, funct5<<2, 5, rs1, rs2) }
	runPairs(t, alike, []pair{
		{"LR", AtomicUncached, []uint32{atomic(2, 6, 0)}, []uint32{atomic(2, 9, 0)}, nil},
		{"SC", AtomicUncached, []uint32{atomic(3, 6, 7)}, []uint32{atomic(2, 9, 0), atomic(3, 9, 7)}, nil},
		{"FLD", FloatLoadUncached, []uint32{typeI(0x07, 3, 1, 6, 0)}, []uint32{typeI(0x07, 3, 1, 9, 0)}, nil},
		{"FSD", FloatLoadUncached, []uint32{typeI(0x07, 2, 1, 6, 0)}, []uint32{typeS(0x27, 2, 6, 1, 0)}, nil},
	})
	h := alike(t, []uint32{atomic(1, 6, 7)})
	h.run(1)
	assert.Equal(t, uint64(causeStoreFault), h.csr.mcause)
	assert.Equal(t, []Kind{AtomicUncached}, h.kinds(), "AMO")

	// Memory that is off, and a pointer that nobody has set, have nothing to do with
	// caches.
	for _, program := range [][]uint32{{atomic(1, 9, 7)}, {typeI(0x07, 3, 1, 9, 0)}} {
		h = alike(t, program)
		h.SetRAM(data - ramBase)
		h.run(1)
		assert.NotZero(t, h.csr.mcause)
		assert.Empty(t, h.kinds())
	}
	h = alike(t, []uint32{atomic(1, 6, 7)})
	h.SetX(6, 0)
	h.run(1)
	assert.Equal(t, uint64(causeStoreFault), h.csr.mcause)
	assert.Empty(t, h.kinds())
}

// aliased is a bus with RAM once more.
type aliased struct{ h *Hart }

func (a aliased) at(address uint64) ([]byte, bool) {
	offset := address - a.h.strict.alias
	if offset >= uint64(len(a.h.RAM.Bytes)) {
		return nil, false
	}
	return a.h.RAM.Bytes[offset:], true
}

func (a aliased) Load(address uint64, size int) (uint64, bool) {
	b, ok := a.at(address)
	if !ok {
		return 0, false
	}
	return loadBytes(b, size), true
}

func (a aliased) Store(address uint64, size int, value uint64) bool {
	b, ok := a.at(address)
	if ok {
		storeBytes(b, size, value)
	}
	return ok
}

func TestRdtimeIntoARegisterThatRustSBIDoesNotServeIsANote(t *testing.T) { // k210-facts.md §13
	for rd := range uint32(32) {
		h := strictLike(k210(t, 0xc0102073|rd<<7))
		h.privilege = Supervisor
		h.run(1)
		require.Equal(t, uint64(causeIllegal), h.csr.mcause)
		served := rd >= 10 && rd <= 17 || rd >= 5 && rd <= 7 || rd >= 28
		assert.Equal(t, !served, len(h.kinds()) == 1, "x%d", rd)
		assert.False(t, h.Strict.Failed())
	}
}

func TestADebuggerWritesAndAMachineIsRestored(t *testing.T) {
	h := unwritten(t, []uint32{ld, typeB(0, 5, 0, 4)})
	require.True(t, h.Poke(data, make([]byte, 8)))
	h.run(2)
	assert.Empty(t, h.kinds(), "Poke writes")

	h = unwritten(t, []uint32{nop, nop})
	h.run(1)
	require.True(t, h.Poke(ramBase+4, []byte{0x85, 0x04})) // c.addi x9, 1
	h.ForgetCode()
	h.SetX(9, 1)
	h.run(1)
	assert.Equal(t, uint64(2), h.X(9))
	assert.Empty(t, h.kinds(), "ForgetCode fences")

	h = unwritten(t, []uint32{sw, ld, typeB(0, 5, 0, 4), typeB(0, 5, 8, 4), jalr6})
	h.neverWritten(data+4, 4)
	h.SetX(7, uint64(addi(8, 8, 1)))
	h.SetX(9, 1)
	h.Undefine()
	h.run(1)
	h.Strict.reported = map[reportKey]struct{}{}
	h.Strict.reports = nil
	h.Strict.Forget()
	h.SetX(6, data)
	h.run(6)
	assert.Empty(t, h.kinds(), "what came before is forgotten")
}

func TestTheCountOfFencesStartsAgainWhenItIsFull(t *testing.T) {
	h := strictly(t, sw, jalr6, fenceI, jalr6, sw, jalr6)
	binary.LittleEndian.PutUint32(h.RAM.Bytes[data-ramBase:], 0x00008067)
	h.strict.fences = maxFences - 1
	h.strict.fetchFenced()
	h.SetX(6, data)
	h.SetX(7, 0x00008067)
	h.run(3)
	assert.Equal(t, []Kind{MissingFenceI}, h.kinds())
	h.Strict.reports, h.Strict.reported = nil, map[reportKey]struct{}{}
	h.run(3) // the fence starts the count again
	assert.Equal(t, uint64(1), h.strict.fences)
	assert.Empty(t, h.kinds())
	h.SetX(7, uint64(addi(9, 9, 1)))
	h.run(3)
	assert.Equal(t, []Kind{MissingFenceI}, h.kinds())
}

func TestReportsAreMadeOnceForEachPlaceAndAreBounded(t *testing.T) {
	h := strictly(t)
	seen := 0
	h.Strict.onReport = func(Report) { seen++ }
	for pc := range uint64(maxReports + 10) {
		h.strict.report(Report{Kind: Bit18, PC: pc})
		h.strict.report(Report{Kind: Bit18, PC: pc})
	}
	assert.Len(t, h.Strict.Reports(), maxReports)
	assert.Equal(t, maxReports, seen)
	assert.Equal(t, 20, h.Strict.Dropped())
	assert.True(t, h.Strict.Failed())
}

func TestReportsSayWhatAndWhere(t *testing.T) {
	symbol := func(pc uint64) string {
		return map[uint64]string{0x80401a2c: "main.f+0x1c", 0x8002f310: "bugo/task.load+0x88"}[pc]
	}
	at := Report{Mode: Supervisor, PC: 0x80401a2c, Cause: 0x8002f310, Address: 0x80500000}
	for _, c := range []struct {
		change func(r *Report)
		want   string
	}{
		{func(r *Report) { r.Kind, r.Detail = MissingFenceI, BytesDiffer },
			"missing-fence.i: hart 0 (S-mode) runs 0x80401a2c (main.f+0x1c) as it was before the store at 0x8002f310 (bugo/task.load+0x88)"},
		{func(r *Report) { r.Kind = MissingFenceI },
			"missing-fence.i: hart 0 (S-mode) runs 0x80401a2c (main.f+0x1c), which the store at 0x8002f310 (bugo/task.load+0x88) has written since the hart's last fence.i"},
		{func(r *Report) { r.Kind, r.Cause = MissingFenceI, 0 },
			"missing-fence.i: hart 0 (S-mode) runs 0x80401a2c (main.f+0x1c), which DMA, the ROM or a debugger has written since the hart's last fence.i"},
		{func(r *Report) { r.Kind = MissingSfence },
			"missing-sfence: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c) uses 0x80500000, whose page-table entry the store at 0x8002f310 (bugo/task.load+0x88) has written since the hart's last sfence"},
		{func(r *Report) { r.Kind, r.Detail = MissingSfence, RootChanged },
			"missing-sfence: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c) uses 0x80500000, which is elsewhere since satp was written at 0x8002f310 (bugo/task.load+0x88), without an sfence since"},
		{func(r *Report) { r.Kind = SatpReadBack },
			"satp-read-back: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c): the branch depends on MODE or ASID of satp, which was read at 0x8002f310 (bugo/task.load+0x88)"},
		{func(r *Report) { r.Kind = Bit18 },
			"bit-18: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c) sets bit 18 of mstatus: SUM, but PUM on the K210"},
		{func(r *Report) { r.Kind, r.Use = Uninitialised, UseAddress },
			"uninitialised: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c): the address of the access or jump depends on memory at 0x80500000 that was never written, loaded at 0x8002f310 (bugo/task.load+0x88)"},
		{func(r *Report) { r.Kind, r.Detail = Uninitialised, Copied },
			"uninitialised: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c): the branch depends on memory at 0x80500000, where the store at 0x8002f310 (bugo/task.load+0x88) has put what was never written"},
		{func(r *Report) { r.Kind, r.Use, r.Cause = Uninitialised, UseTable, 0 },
			"uninitialised: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c): the translation for the access depends on memory at 0x80500000 that was never written"},
		{func(r *Report) { r.Kind, r.Detail = Uninitialised, FromReset },
			"uninitialised: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c): the branch depends on a register that was never written"},
		{func(r *Report) { r.Kind, r.Address = AtomicUncached, 0x40001000 },
			"lr-sc-uncached: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c) has an atomic access to 0x40001000, which is not cached memory"},
		{func(r *Report) { r.Kind, r.Address = FloatLoadUncached, 0x40001000 },
			"fp-load-uncached: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c) loads an F register from 0x40001000, the uncached alias: the chip gives 0"},
		{func(r *Report) { r.Kind = SatpBitsLost },
			"satp-bits-lost: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c) writes MODE or ASID to satp, which the K210 drops"},
		{func(r *Report) { r.Kind = RdtimeRegister },
			"rdtime-register: hart 0 (S-mode) at 0x80401a2c (main.f+0x1c) reads the time to a register that RustSBI does not serve"},
	} {
		r := at
		c.change(&r)
		assert.Equal(t, "strict: "+c.want, r.Text(symbol))
	}
	plain := Report{Kind: Bit18, Mode: User, Hart: 1, PC: 0x80401a2c}
	assert.Equal(t, "strict: bit-18: hart 1 (U-mode) at 0x80401a2c sets bit 18 of mstatus: SUM, but PUM on the K210", plain.Text(nil))
	assert.Equal(t, fmt.Sprint(Machine), "M-mode")
}
