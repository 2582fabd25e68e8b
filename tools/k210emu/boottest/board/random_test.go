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

// Random programs run on the K210 with its firmware and on virt, whose harts need
// nothing emulated: both must leave the same registers and memory. The programs are
// mostly loads and stores, at any address, in S- and U-mode, with translation and
// without.

// Where a program's parts are, from the kernel's address on.
const (
	epilogueAt = 0x0600
	bodyAt     = 0x1000
	dataAt     = 0x1_0000 // what registers begin with, and what the body accesses
	resultAt   = 0x2_0000 // what registers end with
	tableAt    = 0x3_0000
	endAt      = 0x3_1000

	// alias is how far below its address U-mode sees memory where it is translated.
	alias = 0x4000_0000
)

// Registers that the body does not change: they point to data.
const (
	sp, s0, s1 = 2, 8, 9
)

// Encodings (RISC-V unpriv. 20191213 §24; RISC-V priv. 1.12 §6).

func typeI(opcode, funct3, rd, rs1, imm uint32) uint32 {
	return imm<<20 | rs1<<15 | funct3<<12 | rd<<7 | opcode
}

func typeS(opcode, funct3, rs1, rs2, imm uint32) uint32 {
	return imm>>5&0x7f<<25 | rs2<<20 | rs1<<15 | funct3<<12 | imm&31<<7 | opcode
}

func typeR(funct7, funct3, rd, rs1, rs2 uint32) uint32 {
	return funct7<<25 | rs2<<20 | rs1<<15 | funct3<<12 | rd<<7 | 0x33
}

const (
	opLoad, opLoadFP, opStore, opStoreFP = 0x03, 0x07, 0x23, 0x27

	ebreak    = 0x0010_0073
	sret      = 0x1020_0073
	sfenceVMA = 0x1200_0073

	csrSstatus, csrStvec, csrSscratch, csrSepc, csrScause, csrSatp = 0x100, 0x105, 0x140, 0x141, 0x142, 0x180
)

func lui(rd, pages uint32) uint32     { return pages<<12 | rd<<7 | 0x37 }
func addi(rd, rs1, imm uint32) uint32 { return typeI(0x13, 0, rd, rs1, imm) }
func add(rd, rs1, rs2 uint32) uint32  { return typeR(0, 0, rd, rs1, rs2) }
func csrw(csr, rs1 uint32) uint32     { return typeI(0x73, 1, 0, rs1, csr) }
func csrs(csr, rs1 uint32) uint32     { return typeI(0x73, 2, 0, rs1, csr) }
func csrc(csr, rs1 uint32) uint32     { return typeI(0x73, 3, 0, rs1, csr) }
func csrr(rd, csr uint32) uint32      { return typeI(0x73, 2, rd, 0, csr) }

// variant is where a program's body runs.
type variant struct{ user, translated bool }

// prologue enters the body with registers from the data.
func (v variant) prologue(random *rand.Rand) []uint32 {
	const kernel, seen, scratch, more, data = 5, 6, 7, 28, 29
	code := []uint32{
		0x17 | kernel<<7, // auipc kernel, 0
		lui(scratch, tableAt>>12), add(scratch, scratch, kernel),
	}
	if v.translated {
		code = append(code,
			typeI(0x13, 5, scratch, scratch, 12),                                                  // srli
			addi(more, 0, 1), typeI(0x13, 1, more, more, 63), typeR(0, 6, scratch, scratch, more), // or 8<<60
			csrw(csrSatp, scratch), sfenceVMA)
	}
	code = append(code,
		addi(scratch, kernel, epilogueAt), csrw(csrStvec, scratch),
		lui(scratch, 6), csrs(csrSstatus, scratch), // FS is Dirty
		lui(scratch, resultAt>>12), add(scratch, scratch, kernel), csrw(csrSscratch, scratch),
		addi(scratch, 0, 0x100)) // SPP
	if v.user {
		code = append(code, csrc(csrSstatus, scratch))
	} else {
		code = append(code, csrs(csrSstatus, scratch))
	}
	code = append(code, addi(seen, kernel, 0))
	if v.user && v.translated {
		code = append(code, lui(scratch, alias>>12), typeR(0x20, 0, seen, seen, scratch)) // sub
	}
	code = append(code, lui(scratch, bodyAt>>12), add(scratch, scratch, seen), csrw(csrSepc, scratch))
	for n, register := range []uint32{sp, s0, s1} {
		page := uint32(dataAt>>12 + n + 1)
		code = append(code, lui(register, page), add(register, register, seen),
			addi(register, register, uint32(random.Intn(64))))
	}
	code = append(code, lui(data, dataAt>>12), add(data, data, kernel))
	for n := range uint32(32) {
		code = append(code, typeI(opLoadFP, 3, n, data, 8*n))
	}
	for n := range uint32(32) {
		if n != sp && n != s0 && n != s1 && n != data {
			code = append(code, typeI(opLoad, 3, n, data, 0x100+8*n))
		}
	}
	return append(code, typeI(opLoad, 3, data, data, 0x100+8*data), sret)
}

// epilogue is where the body's EBREAK goes: it stores all registers and why it is here,
// and ends the machine.
func epilogue() []uint32 {
	const result, scratch = 10, 11
	code := []uint32{typeI(0x73, 1, result, result, csrSscratch)} // csrrw
	for n := range uint32(32) {
		code = append(code, typeS(opStoreFP, 3, result, n, 0x100+8*n))
		if n != result {
			code = append(code, typeS(opStore, 3, result, n, 8*n))
		}
	}
	for n, csr := range []uint32{csrSscratch, csrScause, csrSepc} {
		code = append(code, csrr(scratch, csr), typeS(opStore, 3, result, scratch, 0x200+8*uint32(n)))
	}
	return append(code, shutdown(0)...)
}

// body returns random instructions.
func body(random *rand.Rand) (code []byte) {
	register := func() uint32 { // that may change
		for {
			if n := uint32(random.Intn(32)); n != sp && n != s0 && n != s1 {
				return n
			}
		}
	}
	whichever := func() uint32 { return uint32(random.Intn(32)) }
	base := func() uint32 { return []uint32{sp, s0, s1}[random.Intn(3)] }
	immediate := func() uint32 { return uint32(random.Intn(1<<12)) - 1<<11 }
	long := func(instruction uint32) { code = binary.LittleEndian.AppendUint32(code, instruction) }
	short := func(instruction uint32) { code = binary.LittleEndian.AppendUint16(code, uint16(instruction)) }

	for range 1500 {
		switch random.Intn(8) {
		case 0:
			long(typeI(opLoad, uint32(random.Intn(7)), register(), base(), immediate()))
		case 1:
			long(typeS(opStore, uint32(random.Intn(4)), base(), whichever(), immediate()))
		case 2:
			long(typeI(opLoadFP, uint32(2+random.Intn(2)), whichever(), base(), immediate()))
		case 3:
			long(typeS(opStoreFP, uint32(2+random.Intn(2)), base(), whichever(), immediate()))
		case 4: // c.fld, c.lw, c.ld to x10 to x15
			kind := uint32(1 + random.Intn(3))
			short(kind<<13 | uint32(random.Intn(64))<<10&0x1c00 | uint32(random.Intn(2))<<7 |
				uint32(random.Intn(4))<<5 | uint32(2+random.Intn(6))<<2)
		case 5: // c.fsd, c.sw, c.sd
			kind := uint32(5 + random.Intn(3))
			short(kind<<13 | uint32(random.Intn(64))<<10&0x1c00 | uint32(random.Intn(2))<<7 |
				uint32(random.Intn(4))<<5 | uint32(random.Intn(8))<<2)
		case 6: // c.fldsp, c.lwsp, c.ldsp; or c.fsdsp, c.swsp, c.sdsp
			kind := uint32(1 + random.Intn(3))
			if random.Intn(2) == 0 {
				rd := register()
				if rd == 0 {
					rd = 1
				}
				short(kind<<13 | uint32(random.Intn(2))<<12 | rd<<7 | uint32(random.Intn(32))<<2 | 2)
			} else {
				short((4+kind)<<13 | uint32(random.Intn(64))<<7 | whichever()<<2 | 2)
			}
		case 7: // add to or
			long(typeR(0, uint32(random.Intn(7)), register(), whichever(), whichever()))
		}
	}
	return binary.LittleEndian.AppendUint32(code, ebreak)
}

// randomKernel returns a program.
func randomKernel(t *testing.T, v variant, seed int64) []byte {
	t.Helper()
	random := rand.New(rand.NewSource(seed))
	kernel := make([]byte, endAt)
	place := func(at, limit int, part []byte) {
		require.LessOrEqual(t, len(part), limit-at)
		copy(kernel[at:], part)
	}
	place(0, epilogueAt, program(v.prologue(random)...))
	place(epilogueAt, bodyAt, program(epilogue()...))
	place(bodyAt, dataAt, body(random))
	random.Read(kernel[dataAt:resultAt])
	const ( // of the page tables (RISC-V priv. 1.12 §4.4.1): 1 GiB each
		giga, flags, user = 1 << 30, 0xcf, 1 << 4 // V, R, W, X, A, D; U
		entry             = virt.RAMBase/4096<<10 | flags
	)
	binary.LittleEndian.PutUint64(kernel[tableAt+8*(virt.RAMBase/giga):], entry)
	binary.LittleEndian.PutUint64(kernel[tableAt+8*((virt.RAMBase-alias)/giga):], entry|user)
	return kernel
}

// left is what a machine's memory has of a program in the end.
func left(m interface{ Memory(address uint64) []byte }) (data, result []byte) {
	memory := m.Memory(k210.KernelBase)
	return memory[dataAt:resultAt], memory[resultAt:][:0x218]
}

func TestRandomProgramsLeaveTheSameOnBothMachines(t *testing.T) {
	const limit = 50_000_000
	for seed := range int64(24) {
		v := variant{user: seed&1 != 0, translated: seed&2 != 0}
		t.Run(fmt.Sprintf("seed %d, %+v", seed, v), func(t *testing.T) {
			kernel := randomKernel(t, v, seed)
			m, err := machine.NewVirt(1, &line{}, []machine.Image{
				{Name: "firmware", Address: virt.RAMBase, Bytes: runfile(t, "VIRT_FIRMWARE")},
				{Name: "kernel", Address: k210.KernelBase, Bytes: kernel},
			})
			require.NoError(t, err)
			require.Equal(t, finished(0), m.Run(limit))
			data, result := left(m)
			scause := binary.LittleEndian.Uint64(result[0x208:])
			require.EqualValues(t, 3, scause, "the body must come to its EBREAK")

			board := newBoard(t, kernel, machine.Board{Line: &line{}})
			require.Equal(t, finished(0), board.Run(limit))
			boardData, boardResult := left(board)
			assert.Equal(t, result, boardResult, "registers")
			assert.Equal(t, data, boardData, "memory")
			assert.Greater(t, board.Retired(), m.Retired()+100_000, "much was emulated")
		})
	}
}
