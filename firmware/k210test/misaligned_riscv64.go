// SPDX-License-Identifier: MIT

package main

import "bugo/arch/riscv"

// access is an instruction that loads or stores register 10, integer or F.
type access struct {
	bits   uint32
	base   int // register of the address
	size   uint64
	store  bool
	float  bool
	signed bool
}

var accesses = [...]access{
	{bits: load(loads, 1, 10, 8), base: 8, size: 2, signed: true}, // lh
	{bits: load(loads, 5, 10, 8), base: 8, size: 2},               // lhu
	{bits: load(loads, 2, 10, 8), base: 8, size: 4, signed: true}, // lw
	{bits: load(loads, 6, 10, 8), base: 8, size: 4},               // lwu
	{bits: load(loads, 3, 10, 8), base: 8, size: 8},               // ld
	{bits: load(loads, 3, 10, 10), base: 10, size: 8},             // ld, over its base
	{bits: load(loads, 3, 10, 31), base: 31, size: 8},
	{bits: store(stores, 1, 10, 8), base: 8, size: 2, store: true}, // sh
	{bits: store(stores, 2, 10, 8), base: 8, size: 4, store: true}, // sw
	{bits: store(stores, 3, 10, 8), base: 8, size: 8, store: true}, // sd
	{bits: store(stores, 3, 10, 1), base: 1, size: 8, store: true},
	{bits: load(floatLoads, 2, 10, 8), base: 8, size: 4, float: true},                // flw
	{bits: load(floatLoads, 3, 10, 8), base: 8, size: 8, float: true},                // fld
	{bits: store(floatStores, 2, 10, 8), base: 8, size: 4, float: true, store: true}, // fsw
	{bits: store(floatStores, 3, 10, 8), base: 8, size: 8, float: true, store: true}, // fsd

	{bits: 0x4008, base: 8, size: 4, signed: true},             // c.lw
	{bits: 0x6008, base: 8, size: 8},                           // c.ld
	{bits: 0xc008, base: 8, size: 4, store: true},              // c.sw
	{bits: 0xe008, base: 8, size: 8, store: true},              // c.sd
	{bits: 0x2008, base: 8, size: 8, float: true},              // c.fld
	{bits: 0xa008, base: 8, size: 8, float: true, store: true}, // c.fsd
	{bits: 0x4502, base: 2, size: 4, signed: true},             // c.lwsp
	{bits: 0x6502, base: 2, size: 8},                           // c.ldsp
	{bits: 0xc02a, base: 2, size: 4, store: true},              // c.swsp
	{bits: 0xe02a, base: 2, size: 8, store: true},              // c.sdsp
	{bits: 0x2502, base: 2, size: 8, float: true},              // c.fldsp
	{bits: 0xa02a, base: 2, size: 8, float: true, store: true}, // c.fsdsp
}

// scratch is where F registers are loaded from and stored to, in its place: the middle
// of a page.
const scratch = 2048

// area is where accesses are made: page, and the page behind it, wherever they are.
type area struct {
	mode, code            uint64
	page                  uint64
	firstPhysical, second uint64
}

// physical returns where a byte of the area is.
func (a *area) physical(offset uint64) uint64 {
	if offset < pageSize {
		return a.firstPhysical + offset
	}
	return a.second + offset - pageSize
}

const filler = 0x80 // all bytes have their top bit set: signs show

// fill fills bytes around an access, and number is what of them an access loads.
func (a *area) fill(offset uint64) {
	for i := offset - 8; i < offset+16; i++ {
		store8(a.physical(i), byte(i)|filler)
	}
}

func number(offset, size uint64, signed bool) (value uint64) {
	for i := range size {
		value |= uint64(byte(offset+i)|filler) << (8 * i)
	}
	if signed {
		value |= ^uint64(0) << (8 * size)
	}
	return value
}

// boxed is a number of 32 bits in an F register (RISC-V unpriv. 20191213 §12.2).
const boxed = 0xffff_ffff << 32

const value = 0x1122_3344_5566_7788 // that is stored

// works reports whether an access at an offset of the area does what it should, and
// nothing else.
func (a *area) works(access *access, offset uint64) bool {
	a.fill(offset)
	s := start(a.mode, a.code)
	var end uint64
	switch {
	case access.float && access.store:
		store64(a.physical(scratch), value)
		end = place(0, load(floatLoads, doubleFunct3, 10, 9), access.bits)
	case access.float:
		end = place(0, access.bits, store(floatStores, doubleFunct3, 10, 9))
	default:
		end = place(0, access.bits)
	}
	s.x[9] = a.page + scratch
	if access.store && !access.float {
		s.x[10] = value
	}
	s.x[access.base] = a.page + offset
	s.run()
	if !s.done(end-codeAt+a.code) || !s.kept(9, 10, access.base) {
		return false
	}
	if access.base != 10 && s.x[access.base] != a.page+offset {
		return false
	}
	want := number(offset, access.size, access.signed)
	switch {
	case access.store:
		return a.holds(offset, access.size)
	case access.float && access.size == 4:
		return load64(a.physical(scratch)) == boxed|want
	case access.float:
		return load64(a.physical(scratch)) == want
	}
	return s.x[10] == want
}

// holds reports whether so many bytes of value are at an offset, and what was there
// around them.
func (a *area) holds(offset, size uint64) bool {
	for i := offset - 8; i < offset+16; i++ {
		want := byte(i) | filler
		if at := i - offset; i >= offset && at < size {
			want = byte(uint64(value) >> (8 * at))
		}
		if load8(a.physical(i)) != want {
			return false
		}
	}
	return true
}

// allWork makes all accesses, at all misaligned offsets within a page and across its end.
func (a *area) allWork() bool {
	all := true
	for i := range accesses {
		size := accesses[i].size
		for n := uint64(1); n < size; n++ {
			all = all && a.works(&accesses[i], 64+n) && a.works(&accesses[i], pageSize-n)
		}
	}
	return all
}

func checkMisaligned() {
	bare := area{supervisor, codeAt, firstAt, firstAt, firstAt + pageSize}
	check("misaligned.supervisor", bare.allWork())
	bare.mode = user
	check("misaligned.user", bare.allWork())
	translate()
	mapped := area{supervisor, codeOnly, first, firstAt, secondAt}
	check("misaligned.supervisor.two_pages", mapped.allWork())
	mapped = area{user, userCode, userFirst, firstAt, secondAt}
	check("misaligned.user.two_pages", mapped.allWork())
	dontTranslate()
	check("misaligned.float_registers", checkFloatRegisters())
	check("misaligned.x0", checkX0())
	check("misaligned.atomics", checkAtomics())
}

// checkFloatRegisters moves a number through each F register, with misaligned accesses.
func checkFloatRegisters() bool {
	const source, target, single = firstAt + 1, firstAt + 0x103, firstAt + 0x201
	all := true
	for n := range riscv.RegisterCount {
		want := pattern(n) ^ value
		for i := range uint64(8) {
			store8(source+i, byte(want>>(8*i)))
		}
		end := place(0,
			load(floatLoads, 3, n, 8), store(floatStores, 3, n, 9), // the whole
			load(floatLoads, 2, n, 8), store(floatStores, 2, n, 11), store(floatStores, 3, n, 12))
		s := start(supervisor, codeAt)
		s.x[8], s.x[9], s.x[11], s.x[12] = source, target, single, firstAt
		whole, half := uint64(0), uint64(0)
		s.run()
		for i := range uint64(8) {
			whole |= uint64(load8(target+i)) << (8 * i)
			half |= uint64(load8(single+i)) << (8 * i)
		}
		all = all && s.done(end) && whole == want && half&0xffff_ffff == want&0xffff_ffff &&
			load64(firstAt) == boxed|want&0xffff_ffff
	}
	return all
}

// checkX0 loads x0, which stays 0, and stores it.
func checkX0() bool {
	end := place(0, load(loads, 3, 0, 8), store(stores, 3, 0, 8), load(loads, 3, 10, 8))
	s := start(supervisor, codeAt)
	s.x[8] = firstAt + 5
	store64(firstAt, ^uint64(0))
	store64(firstAt+8, ^uint64(0))
	s.run()
	return s.done(end) && s.kept(8, 10) && s.x[10] == 0 &&
		load64(firstAt) == 1<<40-1 && load64(firstAt+8) == 1<<64-1<<40
}

// checkAtomics wants the faults of misaligned LR, SC and AMOs.
func checkAtomics() bool {
	all := true
	for _, atomic := range [...]struct {
		bits  uint32
		cause uint64
	}{
		{0x1004_352f, riscv.CodeLoadMisaligned},  // lr.d x10, (x8)
		{0x18b4_352f, riscv.CodeStoreMisaligned}, // sc.d x10, x11, (x8)
		{0x00b4_252f, riscv.CodeStoreMisaligned}, // amoadd.w x10, x11, (x8)
	} {
		place(0, atomic.bits)
		s := start(supervisor, codeAt)
		s.x[8] = firstAt + 2
		s.run()
		all = all && s.trapped(atomic.cause, codeAt, firstAt+2) && s.kept(8)
	}
	return all
}
