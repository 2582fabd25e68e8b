// SPDX-License-Identifier: MIT

package hart

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// lockstep runs two harts, one of them strict, and wants them to be the same
// after every piece, and to have run the same instructions in the end. Where they
// leave the code, outside puts both back.
func lockstep(t *testing.T, fast, strict *Hart, random *rand.Rand, steps uint64, outside func(h *Hart, random *rand.Rand)) {
	var ran, ranStrictly Coverage
	fast.Cover(&ran)
	strict.Cover(&ranStrictly)
	defer func() {
		require.Empty(t, without(&ran, &ranStrictly), "only run by the fast hart")
		require.Empty(t, without(&ranStrictly, &ran), "only run by the strict hart")
	}()
	for end := fast.Steps() + steps; fast.Steps() < end; {
		piece := fast.Steps() + 1 + random.Uint64N(40)
		for _, h := range []*Hart{fast, strict} { // which may look at interrupts sooner
			for h.Steps() < piece && !h.Waiting() {
				h.Run(piece)
			}
		}
		require.Equal(t, fast.pc, strict.pc)
		same := fast.x == strict.x && fast.f == strict.f && fast.csr == strict.csr && fast.pmp == strict.pmp &&
			fast.privilege == strict.privilege && fast.hasReservation == strict.hasReservation &&
			fast.Steps() == strict.Steps() && fast.Retired() == strict.Retired() && bytes.Equal(fast.RAM.Bytes, strict.RAM.Bytes)
		if !same { // which is quicker to find than to say
			a, b := fast.State(), strict.State()
			a.Pages, a.Windows, a.Window, a.Code = nil, nil, 0, nil
			b.Pages, b.Windows, b.Window, b.Code = nil, nil, 0, nil
			require.Equal(t, a, b)
			require.Equal(t, fast.RAM.Bytes, strict.RAM.Bytes)
			t.Fatal("the same, but not in its state")
		}
		seed := random.Uint64()
		outside(fast, rand.New(rand.NewPCG(seed, 0)))
		outside(strict, rand.New(rand.NewPCG(seed, 0)))
	}
}

// someCode is instructions, mostly of known opcodes.
func someCode(random *rand.Rand, size int) []byte {
	opcodes := []uint32{
		0x03, 0x03, 0x07, 0x0f, 0x13, 0x13, 0x17, 0x1b, 0x23, 0x23, 0x27, 0x2f, 0x33, 0x33,
		0x37, 0x3b, 0x43, 0x53, 0x63, 0x63, 0x67, 0x6f, 0x73,
	}
	code := make([]byte, size)
	for n := 0; n+4 <= size; n += 4 {
		bits := random.Uint32()
		if random.IntN(5) != 0 {
			bits = bits&^0x7f | opcodes[random.IntN(len(opcodes))]
		}
		switch bits & 0x7f {
		case 0x03, 0x23, 0x07, 0x27: // mostly near what a register points to
			if random.IntN(4) != 0 {
				bits = bits&^(0xf<<28) | bits&^7&(0xf<<28)
				bits = bits&^(31<<15) | (2*random.Uint32N(16))<<15
			}
		case 0x73:
			if random.IntN(3) != 0 { // CSRs that there are
				csrs := []uint32{1, 2, 3, 0x100, 0x104, 0x105, 0x140, 0x141, 0x180, 0x300, 0x301, 0x304, 0x340, 0x341, 0x344, 0xc00, 0xc02, 0x3a0, 0x3b0}
				bits = bits&0xfffff | csrs[random.IntN(len(csrs))]<<20
			} else {
				bits = []uint32{ecall, ebreak, mret, sret, fenceI, sfenceVMA, sfenceVM, wfi}[random.IntN(8)]
			}
		}
		binary.LittleEndian.PutUint32(code[n:], bits)
	}
	return code
}

// partlyDefined makes some of what a strict hart has undefined: words, bytes, bits.
func partlyDefined(h *Hart, random *rand.Rand) {
	for n := range h.strict.shadow {
		switch random.IntN(16) {
		case 0:
			h.strict.shadow[n] = byte(random.Uint32())
		case 1:
			h.strict.shadow[n] = 0xff
		}
	}
	for range 20 {
		at := random.IntN(len(h.strict.shadow) - 64)
		for n := range 64 {
			h.strict.shadow[at+n] = 0xff
		}
	}
	h.Undefine()
}

func randomRegisters(h *Hart, random *rand.Rand, base, size uint64) {
	for n := 1; n < 32; n++ {
		value, f := random.Uint64(), random.Uint64()
		if n%2 == 0 { // an address
			value = base + random.Uint64N(size)&^7
		}
		h.SetX(n, value)
		h.SetF(n, f)
	}
}

func TestStrictHartsRunRandomCodeAsOthersDo(t *testing.T) {
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 21))
		fast := with(t)
		if seed%2 != 0 {
			fast = k210(t)
		}
		const size = 1 << 14
		copy(fast.RAM.Bytes, someCode(random, size))
		randomRegisters(fast, random, ramBase, 1<<16)
		fast.csr.mstatus |= statusFS
		strict := strictLike(fast)
		if seed%4 < 2 {
			partlyDefined(strict, random)
		}
		lockstep(t, fast, strict, random, 5000, backTo(size))
	}
}

// backTo puts a hart that has left its code, at the start of memory, back to it.
func backTo(size uint64) func(h *Hart, random *rand.Rand) {
	return func(h *Hart, random *rand.Rand) {
		if h.Waiting() {
			h.SetLine(mieMask, true)
			h.csr.mie = mieMask
		}
		if h.pc-ramBase >= size {
			h.SetLine(mieMask, false)
			h.privilege = Privilege(random.Uint64N(2) * 3)
			h.pmp = everything()
			h.protectionChanged()
			h.csr.mstatus = fsDirty
			h.forgetPages()
			h.pc = ramBase + random.Uint64N(size)&^1
			randomRegisters(h, random, ramBase, 1<<16)
		}
	}
}

func FuzzStrictHarts(f *testing.F) {
	f.Add([]byte{0x13, 0, 0, 0, 0x73, 0, 0x50, 0x10}, uint64(1))
	f.Add([]byte{0x2f, 0xa0, 0xb6, 0x00, 0x53, 0x70, 0x00, 0x02, 0x01, 0x00}, uint64(2))
	f.Add([]byte{0x73, 0x10, 0x00, 0x18, 0x73, 0x00, 0x20, 0x30}, uint64(3))
	f.Fuzz(func(t *testing.T, code []byte, seed uint64) {
		if len(code) < 2 || len(code) > 1<<15 {
			return
		}
		random := rand.New(rand.NewPCG(seed, 23))
		fast := with(t)
		if seed%2 != 0 {
			fast = k210(t)
		}
		copy(fast.RAM.Bytes, code)
		randomRegisters(fast, random, ramBase, 1<<16)
		fast.csr.mstatus |= fsDirty
		strict := strictLike(fast)
		partlyDefined(strict, random)
		lockstep(t, fast, strict, random, 1000, backTo(uint64(len(code))))
	})
}

// Pages of code and data, whose flags change from time to time, with a fence.
func TestStrictHartsTranslateAsOthersDo(t *testing.T) {
	const (
		codePages = 8
		pages     = 10 // with data
	)
	flags := func(h *Hart, random *rand.Rand) {
		for n := range uint64(pages) {
			flags := uint64(pteV|pteR|pteX) | random.Uint64()&(pteW|pteA|pteD)
			if random.IntN(3) == 0 {
				flags |= random.Uint64() & pteU
			}
			if random.IntN(12) == 0 {
				flags = random.Uint64N(1 << 8)
			}
			target := n
			if n >= codePages && random.IntN(2) == 0 {
				target = codePages + (n+1)%2 // the data's pages, exchanged
			}
			h.setPTE(lastTable, n, ramBase+target*pageSize, flags)
		}
		h.forgetPages()
	}
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 22))
		fast := paged(t, bothSpecs[seed%2], 0)
		clear(fast.RAM.Bytes[rootTable-ramBase:][:3*pageSize])
		fast.setPTE(rootTable, 2, middleTable, pteV)
		fast.setPTE(middleTable, 0, lastTable, pteV)
		flags(fast, random)
		copy(fast.RAM.Bytes, someCode(random, codePages*pageSize))
		fast.csr.mtvec = 0x1000 // nowhere
		fast.csr.mstatus |= fsDirty
		randomRegisters(fast, random, ramBase, pages*pageSize)
		strict := strictLike(fast)
		if seed%4 < 2 {
			partlyDefined(strict, random)
		}
		root := fast.csr.satp | fast.csr.sptbr
		status := fast.csr.mstatus
		lockstep(t, fast, strict, random, 5000, func(h *Hart, random *rand.Rand) {
			if h.Waiting() {
				h.SetLine(mieMask, true)
				h.csr.mie = mieMask
			}
			if h.pc-ramBase >= codePages*pageSize || random.IntN(20) == 0 {
				h.SetLine(mieMask, false)
				h.csr.mtvec, h.csr.stvec = 0x1000, 0x1000
				h.csr.mstatus = status | random.Uint64()&(statusSUM|statusMXR)
				h.csr.satp, h.csr.sptbr = root, root&sptbrMask
				h.privilege = Privilege(random.Uint64N(2))
				flags(h, random)
				h.pc = ramBase + random.Uint64N(codePages*pageSize)&^1
				randomRegisters(h, random, ramBase, pages*pageSize)
			}
		})
	}
}

// goesOn wants a strict hart to go on from its state, wherever that was taken.
func goesOn(t *testing.T, end uint64, make func() *Hart, cuts ...uint64) {
	t.Helper()
	whole := make()
	whole.run(end)
	for _, at := range cuts {
		first := make()
		first.run(at)
		second := make()
		copy(second.RAM.Bytes, first.RAM.Bytes)
		second.SetState(first.State())
		second.Strict.Forget()
		require.Equal(t, first.State(), second.State())
		second.run(end - at)
		require.Equal(t, whole.State(), second.State(), "cut at %d", at)
		require.True(t, bytes.Equal(whole.RAM.Bytes, second.RAM.Bytes))
	}
}

// What a strict hart reaches quickly is no part of its state, and must not show.
func TestAStrictHartGoesOnFromItsState(t *testing.T) {
	for seed := range uint64(20) {
		goesOn(t, 6000, func() *Hart { return strictLike(randomCode(t, seed)) }, 1, 1000, 3001)
	}
	for _, spec := range bothSpecs {
		goesOn(t, 4, func() *Hart { // a page that has the code's place in the TLB
			h := paged(t, spec, pteAll, typeI(0x03, 3, 8, 9, 0), nop, typeB(0, 0, 0, -8))
			h.setPTE(lastTable, uint64(len(h.tlb)), data+pageSize, pteAll)
			h.SetX(9, 0x40_0000+uint64(len(h.tlb))*pageSize)
			return strictLike(h)
		}, 1, 2, 3)
		goesOn(t, 9, func() *Hart { // code that has been written over
			h := paged(t, spec, pteAll, addi(5, 5, 1), sw, typeB(0, 0, 0, -8))
			h.SetX(6, ramBase)
			h.SetX(7, uint64(addi(5, 5, 100)))
			return strictLike(h)
		}, 1, 2, 3, 7)
	}
}
