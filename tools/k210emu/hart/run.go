// SPDX-License-Identifier: MIT

package hart

import (
	"math"

	"bugo/tools/k210emu/isa"
)

// Run runs instructions until Steps is limit, or the hart waits, or after an
// instruction that the machine has to look at: a store to a device, a CSR that
// interrupts depend on.
func (h *Hart) Run(limit uint64) {
	if h.waiting {
		if h.Waiting() {
			return
		}
		h.waiting = false
	}
	h.attention = false
	h.interrupt()
	if h.strict != nil {
		h.executeStrict(limit)
		return
	}
	h.execute(limit)
}

// execute is the loop. It runs until limit, a trap, or attention.
//
// It is one function, and a long one, because a call for each operation would
// cost more than most operations do. pc is where the block that runs starts, and
// left how many instructions may run after the block; the hart's own pc and steps
// are behind while it runs. Each operation goes on to the next, or to one of the
// labels behind the switch:
//
//   - through, taken and enter leave the block: at its end, by its jump, or to
//     the address in pc
//   - slow hands an instruction to Hart.slow, and slowSecond the second
//     instruction of an operation
func (h *Hart) execute(limit uint64) {
	if h.steps >= limit {
		return
	}
	x, w := &h.x, &h.window.quick
	aligned := uint64(0) // what of an offset must be 0 in a quick access
	if h.Spec.MisalignedTraps {
		aligned = 7
	}
	pc := h.pc
	left := int64(min(limit-h.steps, math.MaxInt64))
	limit = h.steps + uint64(left)
	tag := h.codeTag()
	b := h.blockAt(pc)
	if b == nil {
		return
	}
	for {
		var from uint64  // where the block that is left starts
		var link **block // what in it may keep the block that follows
		var next *block
		left -= int64(b.count)
		if left < 0 {
			left += int64(b.count)
			if left == 0 {
				break
			}
			b = h.partOf(b, uint64(left))
			left = 0
		}
		in := b.first
	run:
		for ; ; in = in.following() {
			switch in.code {
			case blockEnd:
				goto through
			case isa.Lui:
				x[in.rd] = uint64(in.imm) + uint64(in.imm2)
			case isa.Auipc:
				x[in.rd] = pc + uint64(in.imm) + uint64(in.imm2)
			case isa.Jal:
				x[in.rd] = pc + b.size
				goto taken
			case isa.Jalr:
				target := (x[in.rs1] + uint64(in.imm)) &^ 1
				x[in.rd] = pc + b.size
				pc = target
				goto enter
			case isa.Beq:
				if x[in.rs1] == x[in.rs2] {
					goto taken
				}
				goto through
			case isa.Bne:
				if x[in.rs1] != x[in.rs2] {
					goto taken
				}
				goto through
			case isa.Blt:
				if int64(x[in.rs1]) < int64(x[in.rs2]) {
					goto taken
				}
				goto through
			case isa.Bge:
				if int64(x[in.rs1]) >= int64(x[in.rs2]) {
					goto taken
				}
				goto through
			case isa.Bltu:
				if x[in.rs1] < x[in.rs2] {
					goto taken
				}
				goto through
			case isa.Bgeu:
				if x[in.rs1] >= x[in.rs2] {
					goto taken
				}
				goto through

			case isa.Lb:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room {
					goto slow
				}
				x[in.rd] = uint64(int64(int8(w.load8(offset))))
			case isa.Lh:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&1 != 0 {
					goto slow
				}
				x[in.rd] = uint64(int64(int16(w.load16(offset))))
			case isa.Lw:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&3 != 0 {
					goto slow
				}
				x[in.rd] = uint64(int64(int32(w.load32(offset))))
			case isa.Ld:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
			case isa.Lbu:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room {
					goto slow
				}
				x[in.rd] = uint64(w.load8(offset))
			case isa.Lhu:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&1 != 0 {
					goto slow
				}
				x[in.rd] = uint64(w.load16(offset))
			case isa.Lwu:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&3 != 0 {
					goto slow
				}
				x[in.rd] = uint64(w.load32(offset))
			case isa.Sb:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room {
					goto slow
				}
				w.store8(offset, uint8(x[in.rs2]))
			case isa.Sh:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&1 != 0 {
					goto slow
				}
				w.store16(offset, uint16(x[in.rs2]))
			case isa.Sw:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&3 != 0 {
					goto slow
				}
				w.store32(offset, uint32(x[in.rs2]))
			case isa.Sd:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				w.store64(offset, x[in.rs2])
			case isa.Addi:
				x[in.rd] = x[in.rs1] + uint64(in.imm)
			case isa.Slti:
				x[in.rd] = truth(int64(x[in.rs1]) < int64(in.imm))
			case isa.Sltiu:
				x[in.rd] = truth(x[in.rs1] < uint64(in.imm))
			case isa.Xori:
				x[in.rd] = x[in.rs1] ^ uint64(in.imm)
			case isa.Ori:
				x[in.rd] = x[in.rs1] | uint64(in.imm)
			case isa.Andi:
				x[in.rd] = x[in.rs1] & uint64(in.imm)
			case isa.Slli:
				x[in.rd] = x[in.rs1] << (uint(in.imm) & 63)
			case isa.Srli:
				x[in.rd] = x[in.rs1] >> (uint(in.imm) & 63)
			case isa.Srai:
				x[in.rd] = uint64(int64(x[in.rs1]) >> (uint(in.imm) & 63))
			case isa.Add:
				x[in.rd] = x[in.rs1] + x[in.rs2]
			case isa.Sub:
				x[in.rd] = x[in.rs1] - x[in.rs2]
			case isa.Sll:
				x[in.rd] = x[in.rs1] << (x[in.rs2] & 63)
			case isa.Slt:
				x[in.rd] = truth(int64(x[in.rs1]) < int64(x[in.rs2]))
			case isa.Sltu:
				x[in.rd] = truth(x[in.rs1] < x[in.rs2])
			case isa.Xor:
				x[in.rd] = x[in.rs1] ^ x[in.rs2]
			case isa.Srl:
				x[in.rd] = x[in.rs1] >> (x[in.rs2] & 63)
			case isa.Sra:
				x[in.rd] = uint64(int64(x[in.rs1]) >> (x[in.rs2] & 63))
			case isa.Or:
				x[in.rd] = x[in.rs1] | x[in.rs2]
			case isa.And:
				x[in.rd] = x[in.rs1] & x[in.rs2]
			case isa.Addiw:
				x[in.rd] = word(int32(x[in.rs1]) + in.imm)
			case isa.Slliw:
				x[in.rd] = word(int32(x[in.rs1]) << (uint(in.imm) & 31))
			case isa.Srliw:
				x[in.rd] = word(int32(uint32(x[in.rs1]) >> (uint(in.imm) & 31)))
			case isa.Sraiw:
				x[in.rd] = word(int32(x[in.rs1]) >> (uint(in.imm) & 31))
			case isa.Addw:
				x[in.rd] = word(int32(x[in.rs1]) + int32(x[in.rs2]))
			case isa.Subw:
				x[in.rd] = word(int32(x[in.rs1]) - int32(x[in.rs2]))
			case isa.Sllw:
				x[in.rd] = word(int32(x[in.rs1]) << (x[in.rs2] & 31))
			case isa.Srlw:
				x[in.rd] = word(int32(uint32(x[in.rs1]) >> (x[in.rs2] & 31)))
			case isa.Sraw:
				x[in.rd] = word(int32(x[in.rs1]) >> (x[in.rs2] & 31))
			case isa.Mul:
				x[in.rd] = x[in.rs1] * x[in.rs2]
			case isa.Mulh:
				x[in.rd] = mulh(int64(x[in.rs1]), int64(x[in.rs2]))
			case isa.Mulhsu:
				x[in.rd] = mulhsu(int64(x[in.rs1]), x[in.rs2])
			case isa.Mulhu:
				x[in.rd] = mulhu(x[in.rs1], x[in.rs2])
			case isa.Div:
				x[in.rd] = uint64(divide(int64(x[in.rs1]), int64(x[in.rs2])))
			case isa.Divu:
				x[in.rd] = divide(x[in.rs1], x[in.rs2])
			case isa.Rem:
				x[in.rd] = uint64(remainder(int64(x[in.rs1]), int64(x[in.rs2])))
			case isa.Remu:
				x[in.rd] = remainder(x[in.rs1], x[in.rs2])
			case isa.Mulw:
				x[in.rd] = word(int32(x[in.rs1]) * int32(x[in.rs2]))
			case isa.Divw:
				x[in.rd] = word(divide(int32(x[in.rs1]), int32(x[in.rs2])))
			case isa.Divuw:
				x[in.rd] = word(int32(divide(uint32(x[in.rs1]), uint32(x[in.rs2]))))
			case isa.Remw:
				x[in.rd] = word(remainder(int32(x[in.rs1]), int32(x[in.rs2])))
			case isa.Remuw:
				x[in.rd] = word(int32(remainder(uint32(x[in.rs1]), uint32(x[in.rs2]))))

			// Several instructions. Those of pairs have rd, rs1, rs2 and imm, and
			// rd2, rs3, rs4 and imm2; but where the second one is a jump, imm is
			// its own.

			case addiAdd:
				x[in.rd] = x[in.rs1] + uint64(in.imm)
				x[in.rd2] = x[in.rs3] + x[in.rs4]
			case addiAddi:
				x[in.rd] = x[in.rs1] + uint64(in.imm)
				x[in.rd2] = x[in.rs3] + uint64(in.imm2)
			case addAdd:
				x[in.rd] = x[in.rs1] + x[in.rs2]
				x[in.rd2] = x[in.rs3] + x[in.rs4]
			case addAddi:
				x[in.rd] = x[in.rs1] + x[in.rs2]
				x[in.rd2] = x[in.rs3] + uint64(in.imm2)
			case slliAdd:
				x[in.rd] = x[in.rs1] << (uint(in.imm) & 63)
				x[in.rd2] = x[in.rs3] + x[in.rs4]
			case srliAdd:
				x[in.rd] = x[in.rs1] >> (uint(in.imm) & 63)
				x[in.rd2] = x[in.rs3] + x[in.rs4]
			case srliSlli:
				x[in.rd] = x[in.rs1] >> (uint(in.imm) & 63)
				x[in.rd2] = x[in.rs3] << (uint(in.imm2) & 63)
			case andiAddi:
				x[in.rd] = x[in.rs1] & uint64(in.imm)
				x[in.rd2] = x[in.rs3] + uint64(in.imm2)
			case addiSll:
				x[in.rd] = x[in.rs1] + uint64(in.imm)
				x[in.rd2] = x[in.rs3] << (x[in.rs4] & 63)
			case subSrli:
				x[in.rd] = x[in.rs1] - x[in.rs2]
				x[in.rd2] = x[in.rs3] >> (uint(in.imm2) & 63)
			case addiBlt:
				x[in.rd] = x[in.rs1] + uint64(in.imm2)
				if int64(x[in.rs3]) < int64(x[in.rs4]) {
					goto taken
				}
				goto through
			case addiBge:
				x[in.rd] = x[in.rs1] + uint64(in.imm2)
				if int64(x[in.rs3]) >= int64(x[in.rs4]) {
					goto taken
				}
				goto through
			case addiBeq:
				x[in.rd] = x[in.rs1] + uint64(in.imm2)
				if x[in.rs3] == x[in.rs4] {
					goto taken
				}
				goto through
			case addiBne:
				x[in.rd] = x[in.rs1] + uint64(in.imm2)
				if x[in.rs3] != x[in.rs4] {
					goto taken
				}
				goto through
			case addiBltu:
				x[in.rd] = x[in.rs1] + uint64(in.imm2)
				if x[in.rs3] < x[in.rs4] {
					goto taken
				}
				goto through
			case addiBgeu:
				x[in.rd] = x[in.rs1] + uint64(in.imm2)
				if x[in.rs3] >= x[in.rs4] {
					goto taken
				}
				goto through
			case addBltu:
				x[in.rd] = x[in.rs1] + x[in.rs2]
				if x[in.rs3] < x[in.rs4] {
					goto taken
				}
				goto through
			case addBgeu:
				x[in.rd] = x[in.rs1] + x[in.rs2]
				if x[in.rs3] >= x[in.rs4] {
					goto taken
				}
				goto through
			case addBeq:
				x[in.rd] = x[in.rs1] + x[in.rs2]
				if x[in.rs3] == x[in.rs4] {
					goto taken
				}
				goto through
			case andiBeq:
				x[in.rd] = x[in.rs1] & uint64(in.imm2)
				if x[in.rs3] == x[in.rs4] {
					goto taken
				}
				goto through
			case andiBne:
				x[in.rd] = x[in.rs1] & uint64(in.imm2)
				if x[in.rs3] != x[in.rs4] {
					goto taken
				}
				goto through
			case subBeq:
				x[in.rd] = x[in.rs1] - x[in.rs2]
				if x[in.rs3] == x[in.rs4] {
					goto taken
				}
				goto through
			case subBltu:
				x[in.rd] = x[in.rs1] - x[in.rs2]
				if x[in.rs3] < x[in.rs4] {
					goto taken
				}
				goto through
			case subBgeu:
				x[in.rd] = x[in.rs1] - x[in.rs2]
				if x[in.rs3] >= x[in.rs4] {
					goto taken
				}
				goto through
			case luiBlt:
				x[in.rd] = uint64(in.imm2)
				if int64(x[in.rs3]) < int64(x[in.rs4]) {
					goto taken
				}
				goto through
			case luiBge:
				x[in.rd] = uint64(in.imm2)
				if int64(x[in.rs3]) >= int64(x[in.rs4]) {
					goto taken
				}
				goto through
			case addiJalr:
				x[in.rd] = x[in.rs1] + uint64(in.imm2)
				target := (x[in.rs3] + uint64(in.imm)) &^ 1
				x[in.rd2] = pc + b.size
				pc = target
				goto enter
			case addiJal:
				x[in.rd] = x[in.rs1] + uint64(in.imm2)
				x[in.rd2] = pc + b.size
				goto taken
			case addJal:
				x[in.rd] = x[in.rs1] + x[in.rs2]
				x[in.rd2] = pc + b.size
				goto taken
			case addJalr:
				x[in.rd] = x[in.rs1] + x[in.rs2]
				target := (x[in.rs3] + uint64(in.imm)) &^ 1
				x[in.rd2] = pc + b.size
				pc = target
				goto enter
			case addLbu:
				x[in.rd] = x[in.rs1] + x[in.rs2]
				offset := x[in.rs3] + uint64(in.imm2) - w.base
				if offset >= w.room {
					goto slow
				}
				x[in.rd2] = uint64(w.load8(offset))
			case addSb:
				x[in.rd] = x[in.rs1] + x[in.rs2]
				offset := x[in.rs3] + uint64(in.imm2) - w.base
				if offset >= w.room {
					goto slow
				}
				w.store8(offset, uint8(x[in.rs4]))
			case addLd:
				x[in.rd] = x[in.rs1] + x[in.rs2]
				offset := x[in.rs3] + uint64(in.imm2) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd2] = w.load64(offset)
			case addSd:
				x[in.rd] = x[in.rs1] + x[in.rs2]
				offset := x[in.rs3] + uint64(in.imm2) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				w.store64(offset, x[in.rs4])
			case addiLd:
				x[in.rd] = x[in.rs1] + uint64(in.imm)
				offset := x[in.rs3] + uint64(in.imm2) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd2] = w.load64(offset)
			case addiSd:
				x[in.rd] = x[in.rs1] + uint64(in.imm)
				offset := x[in.rs3] + uint64(in.imm2) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				w.store64(offset, x[in.rs4])
			case addiSb:
				x[in.rd] = x[in.rs1] + uint64(in.imm)
				offset := x[in.rs3] + uint64(in.imm2) - w.base
				if offset >= w.room {
					goto slow
				}
				w.store8(offset, uint8(x[in.rs4]))
			case lbuBeq:
				offset := x[in.rs1] + uint64(in.imm2) - w.base
				if offset >= w.room {
					goto slow
				}
				x[in.rd] = uint64(w.load8(offset))
				if x[in.rs3] == x[in.rs4] {
					goto taken
				}
				goto through
			case lbuLbu:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room {
					goto slow
				}
				x[in.rd] = uint64(w.load8(offset))
				offset = x[in.rs3] + uint64(in.imm2) - w.base
				if offset >= w.room {
					goto slowSecond
				}
				x[in.rd2] = uint64(w.load8(offset))
			case lbuAndi:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room {
					goto slow
				}
				x[in.rd] = uint64(w.load8(offset))
				x[in.rd2] = x[in.rs3] & uint64(in.imm2)
			case lbuAddi:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room {
					goto slow
				}
				x[in.rd] = uint64(w.load8(offset))
				x[in.rd2] = x[in.rs3] + uint64(in.imm2)
			case sbAddi:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room {
					goto slow
				}
				w.store8(offset, uint8(x[in.rs2]))
				x[in.rd2] = x[in.rs3] + uint64(in.imm2)
			case ldLd:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
				offset = x[in.rs3] + uint64(in.imm2) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slowSecond
				}
				x[in.rd2] = w.load64(offset)
			case ldAddi:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
				x[in.rd2] = x[in.rs3] + uint64(in.imm2)
			case ldAdd:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
				x[in.rd2] = x[in.rs3] + x[in.rs4]
			case ldSub:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
				x[in.rd2] = x[in.rs3] - x[in.rs4]
			case ldAnd:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
				x[in.rd2] = x[in.rs3] & x[in.rs4]
			case ldSrli:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
				x[in.rd2] = x[in.rs3] >> (uint(in.imm2) & 63)
			case ldAndi:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
				x[in.rd2] = x[in.rs3] & uint64(in.imm2)
			case ldSlli:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
				x[in.rd2] = x[in.rs3] << (uint(in.imm2) & 63)
			case ldBltu:
				offset := x[in.rs1] + uint64(in.imm2) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
				if x[in.rs3] < x[in.rs4] {
					goto taken
				}
				goto through
			case ldBgeu:
				offset := x[in.rs1] + uint64(in.imm2) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
				if x[in.rs3] >= x[in.rs4] {
					goto taken
				}
				goto through
			case ldBeq:
				offset := x[in.rs1] + uint64(in.imm2) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				x[in.rd] = w.load64(offset)
				if x[in.rs3] == x[in.rs4] {
					goto taken
				}
				goto through
			case sdSd:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				w.store64(offset, x[in.rs2])
				offset = x[in.rs3] + uint64(in.imm2) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slowSecond
				}
				w.store64(offset, x[in.rs4])
			case sdLd:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				w.store64(offset, x[in.rs2])
				offset = x[in.rs3] + uint64(in.imm2) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slowSecond
				}
				x[in.rd2] = w.load64(offset)
			case sdAddi:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				w.store64(offset, x[in.rs2])
				x[in.rd2] = x[in.rs3] + uint64(in.imm2)
			case sdJal:
				offset := x[in.rs1] + uint64(in.imm2) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				w.store64(offset, x[in.rs2])
				x[in.rd2] = pc + b.size
				goto taken
			case srliAddLbu:
				value := x[in.rs1] >> (uint(in.imm) & 63)
				x[in.rd] = value
				value += x[in.rs2]
				x[in.rd2] = value
				offset := value + uint64(in.imm2) - w.base
				if offset >= w.room {
					goto slow
				}
				x[in.rs3] = uint64(w.load8(offset))
			case addiAddBgeu:
				value := x[in.rs1] + uint64(in.imm2)
				x[in.rd] = value
				end := x[in.rs3] + x[in.rs4]
				x[in.rd2] = end
				if value >= end {
					goto taken
				}
				goto through
			case ldAddiJalr:
				offset := x[in.rs1] + uint64(in.imm) - w.base
				if offset >= w.room || offset&aligned&7 != 0 {
					goto slow
				}
				target := w.load64(offset)
				x[in.rd] = target
				x[in.rd2] = x[in.rs3] + uint64(in.imm2)
				pc = target &^ 1
				goto enter

			default:
				goto slow
			}
		}

	through:
		from = pc
		pc += b.size
		if b.next != nil {
			b = b.next
			continue
		}
		link = &b.next
		goto find

	taken: // (imm is from the start of the block)
		from = pc
		pc += uint64(in.imm)
		if b.taken != nil {
			b = b.taken
			continue
		}
		link = &b.taken
		goto find

	enter:
		link = nil

	find:
		if h.coverage != nil && b.covered < b.count {
			h.cover(b, b.count)
		}
	look:
		if left == 0 {
			break // before anything is fetched
		}
		next = nil
		if r := h.code.recentAt(pc); r.tag == pc&pageMask|tag {
			next = r.page.blocks[pc/2%(pageSize/2)]
		}
		if next == nil || next.rest != nil {
			h.pc, h.steps = pc, limit-uint64(left)
			if next = h.blockAt(pc); next == nil {
				return
			}
		}
		if link != nil && b.page != nil && b.page == next.page && next.rest == nil && from&pageMask == pc&pageMask {
			*link = next
		}
		b = next
		continue

	slow:
		if !h.slow(b, pc, limit-uint64(left)-b.count, uint64(in.number)) {
			return
		}
		if in.code >= firstAccess {
			pc, left, link = h.pc, int64(limit-h.steps), nil
			goto look // (the rest of the block has not run)
		}
		in = in.following()
		goto run

	slowSecond:
		if !h.slow(b, pc, limit-uint64(left)-b.count, uint64(in.number)+1) {
			return
		}
		in = in.following()
		goto run
	}
	h.pc, h.steps = pc, limit-uint64(left)
}

func word(v int32) uint64 { return uint64(int64(v)) }
