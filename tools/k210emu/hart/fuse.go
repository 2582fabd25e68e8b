// SPDX-License-Identifier: MIT

package hart

import "bugo/tools/k210emu/isa"

// Codes of pairs: two instructions that run as one operation. Which there are,
// is what the Go compiler's code has most of.
const (
	addiAdd isa.Op = iota + isa.FmvFromX + 1
	addiAddi
	addAdd
	addAddi
	slliAdd
	srliAdd
	srliSlli
	andiAddi
	addiSll
	subSrli
	addiBlt
	addiBge
	addiBeq
	addiBne
	addiBltu
	addiBgeu
	addBltu
	addBgeu
	addBeq
	andiBeq
	andiBne
	subBeq
	subBltu
	subBgeu
	luiBlt
	luiBge
	addiJalr
	addiJal
	addJal
	addJalr
	addLbu
	addSb
	addLd
	addSd
	addiLd
	addiSd
	addiSb

	srliAddLbu
	addiAddBgeu

	// Those whose first instruction reaches memory.
	ldAddiJalr
	lbuBeq
	lbuLbu
	lbuAndi
	lbuAddi
	sbAddi
	ldLd
	ldAddi
	ldAdd
	ldSub
	ldAnd
	ldSrli
	ldAndi
	ldSlli
	ldBltu
	ldBgeu
	ldBeq
	sdSd
	sdLd
	sdAddi
	sdJal

	codes // how many there are, with isa.Op
)

// firstAccess is the first code of a pair whose first instruction reaches memory.
const firstAccess = ldAddiJalr

// pairs are the codes of two instructions, by the first and the second.
var pairs = [isa.FmvFromX + 1][isa.FmvFromX + 1]isa.Op{
	isa.Addi: {
		isa.Add:  addiAdd,
		isa.Addi: addiAddi,
		isa.Sll:  addiSll,
		isa.Blt:  addiBlt,
		isa.Bge:  addiBge,
		isa.Beq:  addiBeq,
		isa.Bne:  addiBne,
		isa.Bltu: addiBltu,
		isa.Bgeu: addiBgeu,
		isa.Jalr: addiJalr,
		isa.Jal:  addiJal,
		isa.Ld:   addiLd,
		isa.Sd:   addiSd,
		isa.Sb:   addiSb,
	},
	isa.Add: {
		isa.Add:  addAdd,
		isa.Addi: addAddi,
		isa.Bltu: addBltu,
		isa.Bgeu: addBgeu,
		isa.Beq:  addBeq,
		isa.Jal:  addJal,
		isa.Jalr: addJalr,
		isa.Lbu:  addLbu,
		isa.Sb:   addSb,
		isa.Ld:   addLd,
		isa.Sd:   addSd,
	},
	isa.Slli: {
		isa.Add: slliAdd,
	},
	isa.Srli: {
		isa.Add:  srliAdd,
		isa.Slli: srliSlli,
	},
	isa.Andi: {
		isa.Addi: andiAddi,
		isa.Beq:  andiBeq,
		isa.Bne:  andiBne,
	},
	isa.Sub: {
		isa.Srli: subSrli,
		isa.Beq:  subBeq,
		isa.Bltu: subBltu,
		isa.Bgeu: subBgeu,
	},
	isa.Lui: {
		isa.Blt: luiBlt,
		isa.Bge: luiBge,
	},
	isa.Lbu: {
		isa.Beq:  lbuBeq,
		isa.Lbu:  lbuLbu,
		isa.Andi: lbuAndi,
		isa.Addi: lbuAddi,
	},
	isa.Sb: {
		isa.Addi: sbAddi,
	},
	isa.Ld: {
		isa.Ld:   ldLd,
		isa.Addi: ldAddi,
		isa.Add:  ldAdd,
		isa.Sub:  ldSub,
		isa.And:  ldAnd,
		isa.Srli: ldSrli,
		isa.Andi: ldAndi,
		isa.Slli: ldSlli,
		isa.Bltu: ldBltu,
		isa.Bgeu: ldBgeu,
		isa.Beq:  ldBeq,
	},
	isa.Sd: {
		isa.Sd:   sdSd,
		isa.Ld:   sdLd,
		isa.Addi: sdAddi,
		isa.Jal:  sdJal,
	},
}

// fuse appends the operations of instructions: pairs where there are some, which
// is best from the left.
func fuse(operations []operation, insts []placed) []operation {
	for n := 0; n < len(insts); n++ {
		o, needed := translateInst(&insts[n], n)
		if !needed {
			continue
		}
		if n+2 < len(insts) {
			if three, ok := fuseThree(o, insts[n:n+3], n); ok {
				operations = append(operations, three)
				n += 2
				continue
			}
		}
		if n+1 < len(insts) {
			if both, ok := fusePair(o, &insts[n], &insts[n+1], n); ok {
				o = both
				n++
			}
		}
		operations = append(operations, o)
	}
	return append(operations, operation{code: blockEnd})
}

// fusePair returns the operation of two instructions, the first of which has the
// number n and the operation o.
func fusePair(o operation, first, second *placed, n int) (operation, bool) {
	p, needed := translateInst(second, n+1)
	if !needed {
		return o, false
	}
	if second.Rs1 == first.Rd && second.Rd == first.Rd { // constants
		switch {
		case first.Op == isa.Auipc && second.Op == isa.Addi:
			o.imm2 += p.imm
			return o, true
		case first.Op == isa.Lui && second.Op == isa.Addi:
			o.imm2 = p.imm
			return o, true
		case first.Op == isa.Lui && second.Op == isa.Addiw:
			o.imm += p.imm
			return o, true
		}
	}
	code := pairs[first.Op][second.Op]
	if code == 0 {
		return o, false
	}
	o.code = code
	o.rd2, o.rs3, o.rs4, o.imm2 = p.rd, p.rs1, p.rs2, p.imm
	if ends(second.Op) {
		o.imm, o.imm2 = p.imm, first.Imm
	}
	if code < firstAccess {
		o.number = p.number
	}
	return o, true
}

// fuseThree returns the operation of three instructions, the first of which has
// the number n and the operation o:
//
//   - srli, add, lbu: a byte of a table, such as a bitmap
//   - addi, add, bgeu: the end of a loop over memory
//   - ld, addi, jalr: the return from a function
func fuseThree(o operation, insts []placed, n int) (operation, bool) {
	first, second, third := &insts[0], &insts[1], &insts[2]
	switch {
	case first.Op == isa.Srli && second.Op == isa.Add && third.Op == isa.Lbu &&
		second.Rs1 == first.Rd && second.Rs2 != first.Rd && third.Rs1 == second.Rd:
		o.code = srliAddLbu
		o.rs2, o.rd2, o.rs3 = second.Rs2, second.Rd, third.Rd
		o.imm2 = third.Imm
		o.number = uint8(n + 2)
	case first.Op == isa.Addi && second.Op == isa.Add && third.Op == isa.Bgeu &&
		third.Rs1 == first.Rd && third.Rs2 == second.Rd && first.Rd != second.Rd:
		branch, _ := translateInst(third, n+2)
		o.code = addiAddBgeu
		o.rd2, o.rs3, o.rs4 = second.Rd, second.Rs1, second.Rs2
		o.imm, o.imm2 = branch.imm, first.Imm
	case first.Op == isa.Ld && second.Op == isa.Addi && third.Op == isa.Jalr &&
		third.Rs1 == first.Rd && third.Imm == 0 && third.Rd == isa.Discard && second.Rd != first.Rd:
		o.code = ldAddiJalr
		o.rd2, o.rs3, o.imm2 = second.Rd, second.Rs1, second.Imm
	default:
		return o, false
	}
	return o, true
}
