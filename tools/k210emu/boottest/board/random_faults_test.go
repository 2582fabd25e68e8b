// SPDX-License-Identifier: MIT

//go:build bazel

package board

import (
	"encoding/binary"
	"fmt"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/platforms/virt"
	"bugo/tools/k210emu/machine"
)

// Random accesses to pages with random rights: on the K210, whose firmware tells page
// faults from access faults, S-mode must be told the same as on virt, which has them.

// More parts of these programs, beside those of random_test.go.
const (
	middleAt = 0x3_1000 // tables behind the root, at tableAt
	leafAt   = 0x3_2000
	plainAt  = 0x3_3000 // a page that may be written
	returnAt = 0x3_4000 // a page full of RET
	logAt    = 0x4_0000 // records of traps
	logEnd   = 0x5_0000

	pageSize = 4096
	window   = 1 << 32 // where the pages are
	pages    = 64
	hole     = 0x9000_0000 // where no machine has anything
	outside  = 1 << 38     // an address that is none of Sv39

	accesses    = 255
	recordBytes = 48
	ret         = 0x0000_8067
)

// Bits of a page's entry (RISC-V priv. 1.12 §4.3.1).
const (
	pteV, pteR, pteW, pteX, pteU, pteAD = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 3 << 6

	numberShift = 10
)

// tell is the trap handler: it writes down what S-mode is told, and goes on behind the
// instruction, or, where that could not be fetched, behind the call. EBREAK ends all.
func tell() []uint32 {
	const record, scratch, other = 10, 11, 12
	load := func(rd, offset uint32) uint32 { return typeI(opLoad, 3, rd, record, offset) }
	store := func(rs, offset uint32) uint32 { return typeS(opStore, 3, record, rs, offset) }
	forward := func(funct3, rs1, rs2, instructions uint32) uint32 { // a branch over some
		offset := 4 * (instructions + 1)
		return offset>>5&0x3f<<25 | rs2<<20 | rs1<<15 | funct3<<12 | offset>>1&15<<8 | 0x63
	}
	code := []uint32{
		typeI(0x73, 1, record, record, csrSscratch), // csrrw
		store(scratch, 0), store(other, 8),
		csrr(scratch, csrScause), store(scratch, 16),
		addi(other, 0, 3), forward(1, scratch, other, 1), // bne: no EBREAK
		0, // a jump to the end, which is where the following ends
	}
	jump := len(code) - 1
	code = append(code,
		csrr(other, 0x143), store(other, 24), // stval
		csrr(other, csrSstatus), typeI(0x13, 7, other, other, 0x122), store(other, 32), // SPP, SPIE, SIE
		csrr(other, csrSepc), store(other, 40),
		addi(other, other, 4), csrw(csrSepc, other),
		addi(other, 0, 12), forward(0, scratch, other, 2), // beq: a page that cannot be executed
		addi(other, 0, 1), forward(1, scratch, other, 1), // bne: nor memory
		csrw(csrSepc, 1),
		load(scratch, 0), load(other, 8),
		addi(record, record, recordBytes),
		typeI(0x73, 1, record, record, csrSscratch),
		sret,
	)
	offset := uint32(4 * (len(code) - jump))
	code[jump] = offset>>1&0x3ff<<21 | 0x6f // jal x0, offset
	// The end stores all other registers, in the place of a record.
	code = append(code, load(scratch, 0), load(other, 8))
	for n := range uint32(32) {
		if n != record {
			code = append(code, store(n, 8*n))
		}
	}
	return append(code, shutdown(0)...)
}

// faultsKernel returns a program whose body runs in U-mode or S-mode. allow are the bits
// of sstatus that let S-mode access pages of U-mode, which differ between the machines.
func faultsKernel(t *testing.T, user bool, seed int64, allow uint32) []byte {
	t.Helper()
	random := rand.New(rand.NewSource(seed))
	kernel := make([]byte, logEnd)
	place := func(at, limit int, part []byte) {
		require.LessOrEqual(t, len(part), limit-at)
		copy(kernel[at:], part)
	}
	put := func(at int, value uint64) { binary.LittleEndian.PutUint64(kernel[at:], value) }

	const base, seen, scratch, more = 5, 6, 7, 28
	code := []uint32{0x17 | base<<7} // auipc
	code = append(code, call(0x0900_04b5, 2, 1, 0, 0)...)
	code = append(code,
		lui(scratch, tableAt>>12), add(scratch, scratch, base), typeI(0x13, 5, scratch, scratch, 12),
		addi(more, 0, 1), typeI(0x13, 1, more, more, 63), typeR(0, 6, scratch, scratch, more),
		csrw(csrSatp, scratch), sfenceVMA,
		addi(scratch, base, epilogueAt), csrw(csrStvec, scratch),
		lui(scratch, logAt>>12), add(scratch, scratch, base), csrw(csrSscratch, scratch),
		lui(scratch, allow>>12), csrs(csrSstatus, scratch), lui(scratch, 6), csrs(csrSstatus, scratch),
		addi(scratch, 0, 0x100), addi(seen, base, 0))
	if user {
		code = append(code, csrc(csrSstatus, scratch), lui(scratch, alias>>12), typeR(0x20, 0, seen, seen, scratch))
	} else {
		code = append(code, csrs(csrSstatus, scratch))
	}
	code = append(code,
		lui(scratch, bodyAt>>12), add(scratch, scratch, seen), csrw(csrSepc, scratch),
		lui(s1, dataAt>>12), add(s1, s1, seen))
	for n := uint32(1); n < 32; n++ { // what the call of the firmware leaves differs
		if n != s1 {
			code = append(code, addi(n, 0, n))
		}
	}
	place(0, epilogueAt, program(append(code, sret)...))
	place(epilogueAt, bodyAt, program(tell()...))

	const giga, all = 1 << 30, pteV | pteR | pteW | pteX | pteAD
	ram := func(offset uint64) uint64 { return (k210.KernelBase + offset) / pageSize << numberShift }
	put(tableAt+8*(virt.RAMBase/giga), virt.RAMBase/pageSize<<numberShift|all)
	put(tableAt+8*((virt.RAMBase-alias)/giga), virt.RAMBase/pageSize<<numberShift|all|pteU)
	put(tableAt+8*(window/giga), ram(middleAt)|pteV)
	put(middleAt, ram(leafAt)|pteV)
	flags := make([]uint64, pages)
	for n := range flags {
		flags[n] = uint64(random.Intn(32)) | pteV | pteAD
		where := ram(plainAt)
		switch {
		case random.Intn(8) == 0:
			flags[n] = 0
		case random.Intn(8) == 0:
			where = hole / pageSize << numberShift
		case flags[n]&pteX != 0:
			flags[n] &^= pteW // nobody changes what is executed
			where = ram(returnAt)
		}
		put(leafAt+8*n, where|flags[n])
	}
	for at := returnAt; at < returnAt+pageSize; at += 4 {
		binary.LittleEndian.PutUint32(kernel[at:], ret)
	}

	var instructions []uint32
	for n := range accesses {
		page := random.Intn(pages)
		address := uint64(window + page*pageSize + random.Intn(pageSize))
		register := uint32(10 + random.Intn(6))
		access := typeI(opLoad, uint32(random.Intn(7)), register, s0, 0)
		kind := random.Intn(7)
		switch kind {
		case 0: // sb to sd
			size := random.Intn(4)
			address &^= 1<<size - 1
			access = typeS(opStore, uint32(size), s0, register, 0)
		case 1: // amoadd.d
			address &^= 7
			access = register<<20 | s0<<15 | 3<<12 | register<<7 | 0x2f
		case 2: // lr.d
			address &^= 7
			access = 2<<27 | s0<<15 | 3<<12 | register<<7 | 0x2f
		case 3: // jalr ra, s0. (In S-mode 1.12 executes no page of U-mode, and 1.9.1 does.)
			if address &^= 3; user || flags[page]&pteU == 0 {
				access = typeI(0x67, 0, 1, s0, 0)
			}
		}
		if elsewhere := random.Intn(16); kind != 3 && elsewhere < 2 {
			address = []uint64{hole, outside}[elsewhere] + address%pageSize
		}
		put(dataAt+8*n, address)
		instructions = append(instructions, typeI(opLoad, 3, s0, s1, uint32(8*n)), access)
	}
	place(bodyAt, dataAt, program(append(instructions, ebreak)...))
	return kernel
}

func TestRandomFaultsAreToldAsOnVirt(t *testing.T) {
	const limit, sum = 50_000_000, 1 << 18
	causes := map[uint64]int{}
	for seed := range int64(24) {
		user := seed&1 != 0
		t.Run(fmt.Sprintf("seed %d, user %v", seed, user), func(t *testing.T) {
			m, err := machine.NewVirt(1, &line{}, []machine.Image{
				{Name: "firmware", Address: virt.RAMBase, Bytes: runfile(t, "VIRT_FIRMWARE")},
				{Name: "kernel", Address: k210.KernelBase, Bytes: faultsKernel(t, user, seed, sum)},
			})
			require.NoError(t, err)
			require.Equal(t, finished(0), m.Run(limit))
			// (There the bit means the opposite: k210-facts.md §2.3.)
			board := newBoard(t, faultsKernel(t, user, seed, 0), machine.Board{Line: &line{}})
			require.Equal(t, finished(0), board.Run(limit))

			want, got := m.Memory(k210.KernelBase)[plainAt:logEnd], board.Memory(k210.KernelBase)[plainAt:logEnd]
			for at := logAt - plainAt; at < len(want) && binary.LittleEndian.Uint64(want[at+40:]) != 0; at += recordBytes {
				record := func(log []byte) (r [4]uint64) {
					for n := range r {
						r[n] = binary.LittleEndian.Uint64(log[at+16+8*n:])
					}
					return r
				}
				require.Equal(t, record(want), record(got), "scause, stval, sstatus and sepc of a trap")
				causes[record(want)[0]]++
			}
			assert.Equal(t, want, got, "memory and registers")
		})
	}
	for _, cause := range []uint64{1, 5, 7, 12, 13, 15} {
		assert.Greater(t, causes[cause], 10, "cause %d", cause)
	}
}
