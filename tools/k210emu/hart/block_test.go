// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/k210emu/isa"
)

// encodings make instructions of a kind from registers and a random number, of
// which immediates are made.
var encodings = map[isa.Op]func(rd, rs1, rs2, random uint32) uint32{
	isa.Lui:   func(rd, _, _, r uint32) uint32 { return r<<12 | rd<<7 | 0x37 },
	isa.Auipc: func(rd, _, _, r uint32) uint32 { return r<<12 | rd<<7 | 0x17 },
	isa.Addi:  immediate(0x13, 0),
	isa.Andi:  immediate(0x13, 7),
	isa.Addiw: immediate(0x1b, 0),
	isa.Slli:  func(rd, rs1, _, r uint32) uint32 { return typeI(0x13, 1, rd, rs1, int32(r&63)) },
	isa.Srli:  func(rd, rs1, _, r uint32) uint32 { return typeI(0x13, 5, rd, rs1, int32(r&63)) },
	isa.Add:   func(rd, rs1, rs2, _ uint32) uint32 { return typeR(0x33, 0, 0, rd, rs1, rs2) },
	isa.Sub:   func(rd, rs1, rs2, _ uint32) uint32 { return typeR(0x33, 0, 0x20, rd, rs1, rs2) },
	isa.Sll:   func(rd, rs1, rs2, _ uint32) uint32 { return typeR(0x33, 1, 0, rd, rs1, rs2) },
	isa.And:   func(rd, rs1, rs2, _ uint32) uint32 { return typeR(0x33, 7, 0, rd, rs1, rs2) },
	isa.Beq:   branch(0),
	isa.Bne:   branch(1),
	isa.Blt:   branch(4),
	isa.Bge:   branch(5),
	isa.Bltu:  branch(6),
	isa.Bgeu:  branch(7),
	isa.Jal:   func(rd, _, _, _ uint32) uint32 { return 12<<20<<1 | rd<<7 | 0x6f }, // over 5 instructions
	isa.Jalr:  func(rd, rs1, _, r uint32) uint32 { return typeI(0x67, 0, rd, rs1, int32(r&4)) },
	isa.Lbu:   near(4),
	isa.Ld:    near(3),
	isa.Sb:    func(_, rs1, rs2, r uint32) uint32 { return typeS(0x23, 0, rs1, rs2, int32(r&63)) },
	isa.Sd:    func(_, rs1, rs2, r uint32) uint32 { return typeS(0x23, 3, rs1, rs2, int32(r&56)) },
}

func immediate(opcode, funct3 uint32) func(rd, rs1, rs2, random uint32) uint32 {
	return func(rd, rs1, _, r uint32) uint32 { return typeI(opcode, funct3, rd, rs1, int32(r)>>20) }
}

func branch(funct3 uint32) func(rd, rs1, rs2, random uint32) uint32 {
	return func(_, rs1, rs2, _ uint32) uint32 { return typeB(funct3, rs1, rs2, 24) }
}

func near(funct3 uint32) func(rd, rs1, rs2, random uint32) uint32 {
	return func(rd, rs1, _, r uint32) uint32 { return typeI(0x03, funct3, rd, rs1, int32(r&56)) }
}

// sequencesThatFuse are what runs as one operation.
func sequencesThatFuse() [][]isa.Op {
	all := [][]isa.Op{
		{isa.Auipc, isa.Addi}, {isa.Lui, isa.Addi}, {isa.Lui, isa.Addiw},
		{isa.Srli, isa.Add, isa.Lbu}, {isa.Addi, isa.Add, isa.Bgeu}, {isa.Ld, isa.Addi, isa.Jalr},
	}
	for first := range pairs {
		for second, code := range pairs[first] {
			if code != 0 {
				all = append(all, []isa.Op{isa.Op(first), isa.Op(second)})
			}
		}
	}
	return all
}

// What runs as one operation leaves what its instructions leave, one by one, in
// whatever registers they are, and wherever they trap.
func TestInstructionsDoTheSameTogetherAsAlone(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	registers := []uint32{0, 5, 6, 7}
	register := func() uint32 { return registers[random.IntN(len(registers))] }
	tried := map[isa.Op]bool{}
	for _, sequence := range sequencesThatFuse() {
		for round := range 100 * len(sequence) * len(sequence) / 4 {
			program := []uint32{fence} // has no operation
			chained := round%2 != 0    // each instruction uses what the one before has left
			rd := register()
			for _, op := range sequence {
				rs1, last := register(), rd
				rs2 := register()
				if rd = register(); chained {
					if rs1 = last; random.IntN(2) == 0 {
						rd = last
					}
					if random.IntN(2) == 0 {
						rs2 = last
					}
				}
				require.Contains(t, encodings, op)
				program = append(program, encodings[op](rd, rs1, rs2, random.Uint32()))
			}
			var harts [2]*Hart
			for n := range harts {
				harts[n] = with(t, append(program, nop, nop, nop, nop, nop, nop, nop)...)
				if round%4 >= 2 {
					harts[n] = k210(t, append(program, nop, nop, nop, nop, nop, nop, nop)...)
				}
			}
			for _, r := range registers[1:] {
				value := random.Uint64() >> random.IntN(64)
				switch random.IntN(8) {
				case 0: // nowhere
				case 1: // at the edge of memory
					value = ramBase + 1<<16 - random.Uint64N(64)
				default:
					value = data + random.Uint64N(64)&^7
				}
				for _, h := range harts {
					h.SetX(int(r), value)
				}
			}
			together, alone := harts[0], harts[1]
			steps := uint64(len(program) + 2)
			together.run(steps)
			for alone.Steps() < steps {
				alone.Run(alone.Steps() + 1)
			}
			require.Equal(t, alone.x[:32], together.x[:32], "%v: %x", sequence, program)
			require.Equal(t, alone.pc, together.pc, "%v: %x", sequence, program)
			require.Equal(t, alone.csr, together.csr, "%v: %x", sequence, program)
			require.Equal(t, alone.Retired(), together.Retired())
			require.Equal(t, alone.RAM.Bytes, together.RAM.Bytes, "%v: %x", sequence, program)
			for in := together.blockAt(ramBase).first; in.code != blockEnd; in = in.following() {
				tried[in.code] = true
			}
		}
	}
	for code := addiAdd; code < codes; code++ {
		assert.True(t, tried[code], "%d has not been tried", code)
	}
}

func TestALimitIsExactWhereverItFallsInABlock(t *testing.T) {
	for limit := range uint64(40) {
		h := with(t, addi(5, 5, 1), addi(6, 6, 1), addi(7, 7, 1), typeB(0, 0, 0, -12))
		h.Run(limit)
		assert.Equal(t, limit, h.Steps())
		assert.Equal(t, ramBase+limit%4*4, h.PC())
		assert.Equal(t, [3]uint64{(limit + 3) / 4, (limit + 2) / 4, (limit + 1) / 4}, [3]uint64{h.X(5), h.X(6), h.X(7)})
	}
	h := with(t, typeB(0, 0, 0, 0), ecall)
	h.RAM.Bytes[3] = 0xfe // bltu backwards, to nowhere: not run
	h.Run(0)
	assert.Zero(t, h.Steps())
	assert.Zero(t, h.csr.mcause)
}

func TestABlockLongerThanTheLongestGoesOn(t *testing.T) {
	var program []uint32
	for range 3*longest + 5 {
		program = append(program, addi(5, 5, 1))
	}
	h := with(t, program...)
	h.run(uint64(len(program)))
	assert.Equal(t, uint64(len(program)), h.X(5))
	assert.Equal(t, uint64(ramBase+4*len(program)), h.PC())
}

// Random code, which jumps into the middle of blocks, traps and writes itself,
// does the same in one run as in pieces, down to single instructions.
func TestPiecesOfARunLeaveWhatTheWholeLeaves(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for seed := range uint64(30) {
		whole, pieces := randomCode(t, seed), randomCode(t, seed)
		for range 20 {
			end := whole.Steps() + 1 + random.Uint64N(500)
			for whole.Steps() < end {
				whole.Run(end)
			}
			for pieces.Steps() < end {
				pieces.Run(min(end, pieces.Steps()+1+random.Uint64N(1<<random.IntN(6))))
			}
			same(t, whole, pieces)
			if offset := whole.PC() - ramBase; offset >= 1<<15 || random.IntN(4) == 0 {
				pc := ramBase + random.Uint64N(1<<15)&^1
				for _, h := range []*Hart{whole, pieces} {
					h.privilege = Machine
					h.dropWindows()
					h.pc = pc
				}
			}
		}
	}
}

// selfWriter changes code that has not run yet, in its own page and the next.
func selfWriter(t *testing.T) *Hart {
	h := with(t,
		typeS(0x23, 2, 6, 7, 8), // sw x7, 8(x6): the instruction after the next
		typeS(0x23, 2, 8, 7, 0), // sw x7, 0(x8): the next page
		addi(5, 5, 1),
		typeI(0x67, 0, 0, 8, 0), // jr x8
	)
	binary.LittleEndian.PutUint32(h.RAM.Bytes[pageSize:], addi(5, 5, 1))
	h.SetX(6, ramBase)
	h.SetX(7, uint64(addi(5, 5, 100)))
	h.SetX(8, ramBase+pageSize)
	return h
}

func TestWhatIsInTheInstructionCacheDoesNotDependOnLimits(t *testing.T) {
	for slice := uint64(1); slice <= 5; slice++ {
		h := selfWriter(t)
		for h.Steps() < 5 {
			h.Run(min(h.Steps()+slice, 5))
		}
		assert.Equal(t, uint64(101), h.X(5), "old in the page that runs, new in the one that has not")
	}
}

func TestAnInstructionInTwoPagesFollowsBoth(t *testing.T) {
	for _, spec := range []*Spec{Privileged1_12, Privileged1_9_1} {
		h := paged(t, spec, pteAll|pteA|pteD, nop)
		forget := uint32(sfenceVMA)
		if spec == Privileged1_9_1 {
			forget = sfenceVM
		}
		// The pages at virtual and behind it, and another one for the second.
		h.setPTE(lastTable, 2, data, pteAll|pteA|pteD)
		h.setPTE(lastTable, 3, data+pageSize, pteAll|pteA|pteD)
		first, second, other := h.RAM.Bytes[data-ramBase:], h.RAM.Bytes[data+pageSize-ramBase:], h.RAM.Bytes[data+2*pageSize-ramBase:]
		binary.LittleEndian.PutUint32(first[pageSize-10:], forget)
		binary.LittleEndian.PutUint32(first[pageSize-6:], addi(9, 9, 1))
		binary.LittleEndian.PutUint16(first[pageSize-2:], uint16(addi(5, 5, 1)&0xffff))
		binary.LittleEndian.PutUint16(second, uint16(addi(5, 5, 1)>>16))
		binary.LittleEndian.PutUint32(second[2:], typeB(0, 0, 0, -12)) // back to the fence
		binary.LittleEndian.PutUint16(other, uint16(addi(5, 5, 100)>>16))
		copy(other[2:], second[2:6])
		h.privilege = Supervisor
		h.forgetPages()
		h.pc = virtual + pageSize - 10
		h.run(8)
		require.Zero(t, h.csr.mcause)
		require.Equal(t, uint64(2), h.X(5))
		h.setPTE(lastTable, 3, data+2*pageSize, pteAll|pteA|pteD)
		h.run(4)
		assert.Equal(t, uint64(102), h.X(5), "after the fence, the second half is in another page")
		h.setPTE(lastTable, 3, data+2*pageSize, 0)
		h.run(3)
		assert.NotZero(t, h.csr.mcause|h.csr.scause)
		assert.Equal(t, uint64(virtual+pageSize), h.csr.mtval|h.csr.stval)
	}
}
