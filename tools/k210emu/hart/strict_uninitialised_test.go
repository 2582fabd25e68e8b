// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unwritten is a strict hart with memory that was never written at data, whose
// address is in x6; x7 is 0, and x9 the address of other memory.
func unwritten(t testing.TB, program []uint32) *Hart {
	h := strictly(t, program...)
	h.csr.mstatus |= fsDirty
	h.neverWritten(data, 64)
	for n := 1; n < 32; n++ {
		h.SetX(n, 0)
	}
	h.SetX(6, data)
	h.SetX(9, ramBase+0x6000)
	h.SetX(12, registerAddress)
	h.SetX(13, ramBase+8) // an address that code is at
	return h
}

// Loads to x5 of data.
var (
	lbu = typeI(0x03, 4, 5, 6, 0)
	lwu = typeI(0x03, 6, 5, 6, 0)
)

func TestWhatWasNeverWrittenReachesNothing(t *testing.T) {
	write := sd // over all of it
	runPairs(t, unwritten, []pair{
		{"a branch", Uninitialised,
			[]uint32{ld, typeB(0, 5, 0, 4)}, []uint32{write, ld, typeB(0, 5, 0, 4)}, nil},
		{"a branch after arithmetic", Uninitialised,
			[]uint32{lw, typeI(0x13, 7, 5, 5, 1), addi(5, 5, 3), typeB(1, 5, 0, 4)},
			[]uint32{sw, lw, typeI(0x13, 7, 5, 5, 1), addi(5, 5, 3), typeB(1, 5, 0, 4)}, nil},
		{"a branch, of a word half of which is written", Uninitialised,
			[]uint32{typeS(0x23, 1, 6, 7, 0), lw, typeB(0, 5, 0, 4)},
			[]uint32{typeS(0x23, 1, 6, 7, 0), typeS(0x23, 1, 6, 7, 2), lw, typeB(0, 5, 0, 4)}, nil},
		{"a branch that compares one byte of it", Uninitialised,
			[]uint32{typeS(0x23, 0, 6, 7, 0), ld, typeI(0x13, 5, 5, 5, 4), typeB(0, 5, 0, 4)},
			[]uint32{typeS(0x23, 0, 6, 7, 0), ld, typeI(0x13, 7, 5, 5, 0xff), typeB(0, 5, 0, 4)}, nil},
		{"the address of a load", Uninitialised,
			[]uint32{lbu, typeR(0x33, 0, 0, 5, 5, 9), typeI(0x03, 0, 8, 5, 0)},
			[]uint32{write, lbu, typeR(0x33, 0, 0, 5, 5, 9), typeI(0x03, 0, 8, 5, 0)}, nil},
		{"the address of a store", Uninitialised,
			[]uint32{lbu, typeR(0x33, 0, 0, 5, 5, 9), typeS(0x23, 0, 5, 7, 0)},
			[]uint32{write, lbu, typeR(0x33, 0, 0, 5, 5, 9), typeS(0x23, 0, 5, 7, 0)}, nil},
		{"the address of an AMO", Uninitialised,
			[]uint32{typeI(0x03, 3, 5, 6, 0), typeR(0x33, 0, 0, 5, 5, 9), typeR(0x2f, 3, 0, 8, 5, 7)},
			[]uint32{write, typeI(0x03, 3, 5, 6, 0), typeR(0x33, 0, 0, 5, 5, 9), typeR(0x2f, 3, 0, 8, 5, 7)}, nil},
		{"the address of a load to an F register", Uninitialised,
			[]uint32{ld, typeR(0x33, 0, 0, 5, 5, 9), typeI(0x07, 3, 8, 5, 0)},
			[]uint32{write, ld, typeR(0x33, 0, 0, 5, 5, 9), typeI(0x07, 3, 8, 5, 0)}, nil},
		{"a jump", Uninitialised,
			[]uint32{ld, typeR(0x33, 0, 0, 5, 5, 13), typeI(0x67, 0, 0, 5, 4)},
			[]uint32{write, ld, typeR(0x33, 0, 0, 5, 5, 13), typeI(0x67, 0, 0, 5, 8)}, nil},
		{"a device", Uninitialised,
			[]uint32{lw, typeS(0x23, 2, 12, 5, 0)},
			[]uint32{sw, lw, typeS(0x23, 2, 12, 5, 0)}, nil},
		{"a CSR", Uninitialised,
			[]uint32{ld, csrrw(0, 0x141, 5)}, []uint32{ld, csrrw(0, 0x140, 5)}, nil},
		{"a CSR, by way of mscratch", Uninitialised,
			[]uint32{ld, csrrw(0, 0x340, 5), csrrs(8, 0x340, 0), csrrw(0, 0x141, 8)},
			[]uint32{write, ld, csrrw(0, 0x340, 5), csrrs(8, 0x340, 0), csrrw(0, 0x141, 8)}, nil},
		{"an instruction", Uninitialised,
			[]uint32{jalr6, wfi}, []uint32{typeS(0x23, 2, 6, 8, 0), fenceI, jalr6, wfi}, func(h *Hart) {
				h.SetX(8, 0x00008067)
				binary.LittleEndian.PutUint32(h.RAM.Bytes[data-ramBase:], 0x00008067)
			}},
		{"a branch, by way of floats", Uninitialised,
			[]uint32{typeI(0x07, 3, 1, 6, 0), fp(0, 1, 0, 7), typeR(0x53, 0, 0x71, 5, 2, 0), typeB(0, 5, 0, 4)},
			[]uint32{write, typeI(0x07, 3, 1, 6, 0), typeR(0x53, 0, 0x71, 5, 1, 0), typeB(0, 5, 0, 4)}, func(h *Hart) {
				binary.LittleEndian.PutUint32(h.RAM.Bytes[4:], typeR(0x53, 0, 1, 2, 1, 1)) // fadd.d f2, f1, f1
			}},
		{"a branch, by a comparison of floats", Uninitialised,
			[]uint32{typeI(0x07, 3, 1, 6, 0), typeR(0x53, 2, 0x51, 5, 1, 2), typeB(0, 5, 0, 4)},
			[]uint32{write, typeI(0x07, 3, 1, 6, 0), typeR(0x53, 2, 0x51, 5, 1, 2), typeB(0, 5, 0, 4)}, nil},
		{"a branch, by an AMO", Uninitialised,
			[]uint32{typeR(0x2f, 3, 0, 5, 6, 7), typeB(0, 5, 0, 4)},
			[]uint32{typeR(0x2f, 3, 1<<2, 5, 6, 7), typeR(0x2f, 3, 0, 5, 6, 7), typeB(0, 5, 0, 4)}, nil},
	})
}

func TestCopiesOfWhatWasNeverWrittenAreNoReport(t *testing.T) {
	for name, program := range map[string][]uint32{
		"doublewords":    {ld, typeS(0x23, 3, 9, 5, 0)},
		"bytes":          {lbu, typeS(0x23, 0, 9, 5, 1)},
		"misaligned":     {ld, typeS(0x23, 3, 9, 5, 1), typeI(0x03, 3, 8, 9, 2)},
		"F registers":    {typeI(0x07, 3, 1, 6, 0), typeR(0x53, 0, 0x11, 2, 1, 1), typeS(0x27, 3, 9, 2, 0)},
		"moves to x":     {typeI(0x07, 3, 1, 6, 0), typeR(0x53, 0, 0x71, 5, 1, 0), typeS(0x23, 3, 9, 5, 0)},
		"AMO":            {ld, typeR(0x2f, 3, 1<<2, 8, 9, 5), typeI(0x03, 3, 8, 9, 0)},
		"LR and SC":      {ld, typeR(0x2f, 3, 2<<2, 8, 9, 0), typeR(0x2f, 3, 3<<2, 8, 9, 5), typeB(1, 8, 0, 4)},
		"computing":      {ld, typeR(0x33, 0, 1, 8, 5, 5), typeR(0x33, 4, 1, 8, 5, 5), typeI(0x13, 3, 8, 5, 1)},
		"sscratch":       {ld, csrrw(5, 0x140, 5), csrrw(5, 0x140, 5)},
		"only its bits":  {ld, typeI(0x13, 1, 5, 5, 8), typeI(0x13, 7, 5, 5, 0xff), typeB(0, 5, 0, 4)},
		"itself with it": {ld, typeR(0x33, 4, 0, 5, 5, 5), typeB(0, 5, 0, 4), typeR(0x33, 0, 0x20, 5, 5, 5), typeB(0, 5, 0, 4)},
		"a known sign":   {lbu, typeI(0x13, 6, 5, 5, -2048), typeB(4, 5, 0, 4)},
		"overwritten":    {ld, addi(5, 0, 1), typeB(0, 5, 0, 4)},
		"jump and link":  {typeI(0x03, 3, 1, 6, 0), 0x004000ef, typeB(0, 1, 0, 4)},
	} {
		h := unwritten(t, append(program, wfi))
		h.run(100)
		require.True(t, h.waiting, name)
		assert.Empty(t, h.strict.Reports(), name)
	}
}

func TestACopyIsAsUndefinedAsItsOriginal(t *testing.T) {
	h := unwritten(t, []uint32{lw, typeS(0x23, 2, 9, 5, 0), typeI(0x03, 2, 8, 9, 0), typeB(0, 8, 0, 4)})
	h.run(4)
	assert.Equal(t, []Report{{
		Kind: Uninitialised, Hart: 3, Mode: Machine, PC: ramBase + 12, Use: UseBranch,
		Address: ramBase + 0x6000, Cause: ramBase + 4, Detail: Copied,
	}}, h.strict.Reports())
}

func TestAReportIsTheEndOfItsUndefinedBits(t *testing.T) {
	h := unwritten(t, []uint32{ld, typeB(0, 5, 0, 4), typeB(1, 5, 0, 4)})
	h.run(3)
	assert.Len(t, h.strict.Reports(), 1)
}

func TestAnAccessInTwoPagesIsOfBoth(t *testing.T) {
	branch := typeB(0, 5, 0, 4)
	for name, c := range map[string]struct {
		program []uint32
		want    int
	}{
		"a load":                   {[]uint32{ld, branch}, 1},
		"a store and a load":       {[]uint32{sd, ld, branch}, 0},
		"a store of half of it":    {[]uint32{typeS(0x23, 2, 6, 7, 0), ld, branch}, 1},
		"an undefined store":       {[]uint32{ld, typeS(0x23, 3, 9, 5, 0), typeI(0x03, 3, 5, 9, 0), branch}, 1},
		"a load to an F register":  {[]uint32{typeI(0x07, 3, 1, 6, 0), typeR(0x53, 0, 0x71, 5, 1, 0), branch}, 1},
		"a store of an F register": {[]uint32{typeS(0x27, 3, 6, 1, 0), ld, branch}, 0},
	} {
		h := strictPaged(t, Privileged1_12, pteAll|pteA|pteD, c.program)
		h.setPTE(lastTable, 3, data-pageSize, pteAll|pteA|pteD)
		h.csr.mstatus |= fsDirty
		h.neverWritten(data+pageSize-4, 4)
		h.neverWritten(data-pageSize, 4)
		h.SetX(6, virtual+pageSize-4)
		h.SetX(9, virtual+pageSize-5)
		h.SetX(7, 0)
		h.SetF(1, 0)
		h.run(uint64(len(c.program)))
		assert.Zero(t, h.csr.mcause|h.csr.scause, name)
		assert.Len(t, h.kinds(), c.want, name)
	}
}

func TestWhatFloatsComputeOfUndefinedBits(t *testing.T) {
	const sign = 1 << 63
	for name, c := range map[string]struct {
		bits       uint32
		ua, ub, uc uint64
		want       uint64
	}{
		"fadd.d":       {fp(0, double, 0, 2), 1, 0, 0, ones},
		"fadd.d, none": {fp(0, double, 0, 2), 0, 0, 8, 0},
		"fadd.s":       {fp(0, single, 0, 2), 0, 1, 0, ones >> 32},
		"fsqrt.d":      {fp(0x0b, double, 0, 0), 0, 1, 0, 0},
		"fmadd.d":      {0x1a22f1c3, 0, 0, 1, ones}, // f3 = f5 * f2 + f3
		"fsgnj.d":      {fp(4, double, 0, 2), 1, sign | 2, 0, sign | 1},
		"fsgnjx.d":     {fp(4, double, 2, 2), sign, 2, 0, sign},
		"fsgnj.s":      {fp(4, single, 0, 2), 2, 1 << 31, 0, 1<<31 | 2},
		"not boxed":    {fp(4, single, 0, 2), 1 << 40, 0, 0, ones >> 32},
		"fcvt.s.d":     {fp(8, single, 0, 1), 1, 0, 0, ones >> 32},
		"fmin.d":       {fp(5, double, 0, 2), 0, 1, 0, ones},
	} {
		in := strictly(t).strictDecode(c.bits)
		assert.False(t, in.Op.WritesInteger(), name)
		assert.Equal(t, c.want, floatMask(&in.Inst, c.ua, c.ub, c.uc, 0), name)
	}
	for name, c := range map[string]struct {
		bits   uint32
		ua, ux uint64
		want   uint64
	}{
		"feq.d":    {fp(0x14, double, 2, 2), 1, 0, 1},
		"fclass.d": {fp(0x1c, double, 1, 0), 1, 0, ones},
		"fcvt.l.d": {fp(0x18, double, 0, 2), 1, 0, ones},
		"fmv.x.d":  {fp(0x1c, double, 0, 0), 6, 0, 6},
		"fmv.x.w":  {fp(0x1c, single, 0, 0), 1 << 31, 0, 0xffff_ffff_8000_0000},
		"fmv.d.x":  {fp(0x1e, double, 0, 0), 1, 6, 6},
		"fcvt.d.w": {fp(0x1a, double, 0, 0), 1, 1 << 40, 0},
		"fcvt.d.l": {fp(0x1a, double, 0, 2), 1, 1 << 40, ones},
	} {
		in := strictly(t).strictDecode(c.bits)
		assert.Equal(t, c.want, floatMask(&in.Inst, c.ua, 0, 0, c.ux), name)
	}
}

func TestRegistersAreUndefinedAfterReset(t *testing.T) {
	h := strictly(t, typeB(0, 5, 0, 4), typeB(0, 7, 0, 4), typeR(0x53, 2, 0x51, 5, 1, 2), typeB(0, 5, 0, 4))
	h.Reset(ramBase)
	h.csr.mstatus |= fsDirty
	h.SetX(7, 1)
	h.run(4)
	assert.Equal(t, []Report{
		{Kind: Uninitialised, Hart: 3, Mode: Machine, PC: ramBase, Detail: FromReset},
		{Kind: Uninitialised, Hart: 3, Mode: Machine, PC: ramBase + 12, Detail: FromReset},
	}, h.strict.Reports())

	h = strictly(t, typeB(0, 5, 0, 4))
	h.SetX(5, 1)
	h.Undefine()
	h.run(1)
	assert.Len(t, h.kinds(), 1)
}

func TestScannersMayReadWhatWasNeverWritten(t *testing.T) {
	program := []uint32{ld, typeB(0, 5, 0, 4), typeI(0x03, 3, 8, 6, 8), typeB(0, 8, 0, 4)}
	for name, c := range map[string]struct {
		scanners []Range
		want     int
	}{
		"none":  {nil, 2},
		"all":   {[]Range{{ramBase, ramBase + 15}}, 0},
		"other": {[]Range{{0, ramBase - 1}, {ramBase + 16, ones}}, 2},
		"some":  {[]Range{{0, 1}, {ramBase, ramBase + 3}}, 1},
	} {
		h := unwritten(t, program)
		h.Strict.scanners = c.scanners
		h.run(4)
		assert.Len(t, h.kinds(), c.want, name)
	}
}

func TestPageTablesAreWritten(t *testing.T) {
	for _, spec := range bothSpecs {
		h := strictPaged(t, spec, pteAll, []uint32{ld})
		h.neverWritten(lastTable+16, 8)
		h.run(1)
		assert.Equal(t, []Report{{
			Kind: Uninitialised, Hart: 3, Mode: Supervisor, PC: ramBase, Use: UseTable, Address: lastTable + 16,
		}}, h.strict.Reports())

		h = strictPaged(t, spec, 0, []uint32{ld})
		h.neverWritten(lastTable+17, 7) // what is not valid needs no more than that
		h.run(1)
		assert.Empty(t, h.strict.Reports())
	}
}

// called is a program in S-mode whose call is served by one instruction.
func called(t testing.TB, serve uint32, seven uint64) *Hart {
	h := unwritten(t, []uint32{ecall, nop})
	for n, bits := range []uint32{serve, csrrs(28, 0x341, 0), addi(28, 28, 4), csrrw(0, 0x341, 28), mret} {
		binary.LittleEndian.PutUint32(h.RAM.Bytes[0x8000+4*n:], bits)
	}
	h.csr.mstatus |= 1 << mppShift
	h.privilege = Supervisor
	h.pmp = everything()
	h.SetX(17, seven)
	return h
}

func TestTheResultsOfSystemCallsAreDefined(t *testing.T) {
	load := func(rd uint32) uint32 { return typeI(0x03, 3, rd, 6, 0) }
	for name, c := range map[string]struct {
		serve uint32
		seven uint64
		want  []Report
	}{
		"nothing":             {nop, firstExtension, nil},
		"a0":                  {load(10), 0, []Report{{Kind: Uninitialised, Hart: 3, Mode: Supervisor, PC: ramBase, Use: UseResult, Address: data, Cause: handler}}},
		"a1":                  {load(11), firstExtension, []Report{{Kind: Uninitialised, Hart: 3, Mode: Supervisor, PC: ramBase, Use: UseResult, Address: data, Cause: handler}}},
		"a1 of a legacy call": {load(11), 1, nil},
		"another register":    {load(12), firstExtension, nil},
	} {
		h := called(t, c.serve, c.seven)
		h.run(7)
		require.Equal(t, uint64(ramBase+8), h.PC(), name)
		assert.Equal(t, c.want, h.strict.Reports(), name)
	}
}

func TestAnArgumentOfASystemCallIsReportedWhereItIsUsed(t *testing.T) {
	h := called(t, typeB(0, 11, 0, 4), 0)
	h.strict.set(11, ones, origin{})
	h.strict.set(12, ones, origin{}) // which nothing uses
	h.run(7)
	assert.Equal(t, []Report{{Kind: Uninitialised, Hart: 3, Mode: Machine, PC: handler, Detail: FromReset}}, h.strict.Reports())

	h = called(t, nop, 0)
	h.strict.set(17, ones, origin{}) // the number is always used
	h.run(7)
	assert.Equal(t, []Report{{
		Kind: Uninitialised, Hart: 3, Mode: Supervisor, PC: ramBase, Use: UseCall, Detail: FromReset,
	}}, h.strict.Reports())
}

func TestAnInterruptBehindACallIsNoResult(t *testing.T) {
	h := unwritten(t, []uint32{nop, sret})
	h.csr.sepc = ramBase + 0x100
	h.SetX(10, 0)
	h.strict.set(10, ones, origin{})
	h.run(2)
	assert.Empty(t, h.strict.Reports(), "nothing was called there")
}

func TestWhatSomethingElseWritesIsDefined(t *testing.T) {
	h := unwritten(t, []uint32{ld, typeB(0, 5, 0, 4)})
	h.Strict.Wrote(data-100, 104) // half of it
	h.run(2)
	assert.Len(t, h.kinds(), 1)

	h = unwritten(t, []uint32{ld, typeB(0, 5, 0, 4)})
	h.Strict.Wrote(data, 8)
	h.Strict.Wrote(0, 8) // no RAM
	h.Strict.Wrote(ramBase+1<<16, 8)
	h.Strict.Wrote(ramBase-8, 8)
	h.run(2)
	assert.Empty(t, h.kinds())
}

func TestTheStrictLoopAllocatesNothing(t *testing.T) {
	h := strictLike(loop(t))
	h.SetX(6, data)
	h.run(100)
	assert.Zero(t, testing.AllocsPerRun(10, func() { h.run(10_000) }))
	assert.Zero(t, h.csr.mcause)
	assert.Empty(t, h.strict.Reports())
}

// BenchmarkStrictLoop is BenchmarkLoop, strictly.
func BenchmarkStrictLoop(b *testing.B) {
	h := strictly(b, addi(5, 5, 1), typeS(0x23, 3, 6, 5, 0), typeI(0x03, 3, 7, 6, 0), typeB(0, 0, 0, -12))
	h.SetX(6, data)
	b.ResetTimer()
	h.run(uint64(b.N))
}
