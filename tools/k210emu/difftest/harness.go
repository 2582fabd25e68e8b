// SPDX-License-Identifier: MIT

package difftest

import "bugo/platforms/virt"

// CSRs (RISC-V priv. 1.12 §2.2).
const (
	fcsr     = 0x003
	mstatus  = 0x300
	mtvec    = 0x305
	mscratch = 0x340
	mepc     = 0x341
	mcause   = 0x342
	mtval    = 0x343
)

func csrr(rd, csr uint32) uint32 { return csr<<20 | 2<<12 | rd<<7 | 0x73 }
func csrw(csr, rs uint32) uint32 { return csr<<20 | rs<<15 | 1<<12 | 0x73 }

func addi(rd, rs uint32, imm int32) uint32 { return uint32(imm)<<20 | rs<<15 | rd<<7 | 0x13 }

func add(rd, a, b uint32) uint32 { return b<<20 | a<<15 | rd<<7 | 0x33 }

const mret = 0x30200073

// handler adds a trap to the digest, and goes on behind what has trapped.
func (b *builder) handler() {
	const digest = 16  // its offset in the state
	b.word(0x340f1f73) // csrrw x30, mscratch, x30
	b.word(store(opStore, 1, 0))
	b.word(store(opStore, 2, 8))
	b.word(load(opLoad, 2, digest))
	for _, csr := range []uint32{mcause, mtval, mepc} {
		b.word(5<<20 | 2<<15 | 1<<12 | 1<<7 | 0x13) // slli x1, x2, 5
		b.word(add(2, 2, 1))                        // times 33
		b.word(csrr(1, csr))
		b.word(add(2, 2, 1))
	}
	b.word(store(opStore, 2, digest))
	b.word(1<<15 | 5<<12 | 2<<7 | 0x03)         // lhu x2, 0(x1): mepc
	b.word(3<<20 | 2<<15 | 7<<12 | 2<<7 | 0x13) // andi x2, x2, 3
	b.word(3<<20 | 2<<15 | 3<<12 | 2<<7 | 0x13) // sltiu x2, x2, 3: compressed
	b.word(add(2, 2, 2))
	b.word(0x20<<25 | 2<<20 | 1<<15 | 1<<7 | 0x33) // sub x1, x1, x2
	b.word(addi(1, 1, 4))
	b.word(csrw(mepc, 1))
	b.word(load(opLoad, 1, 0))
	b.word(load(opLoad, 2, 8))
	b.word(0x340f1f73) // csrrw x30, mscratch, x30
	b.word(mret)
}

// table is the values of a case's registers.
func (b *builder) table() {
	for range registers {
		b.value(b.integer())
	}
	for range 32 {
		b.value(b.float())
	}
	b.value(b.random.Uint64N(5) << 5) // fcsr: a rounding mode, no flags
}

func (b *builder) value(v uint64) {
	b.word(uint32(v))
	b.word(uint32(v >> 32))
}

// start turns the F registers on and sets the trap handler.
func (b *builder) start(handler uint64) {
	b.address(5, 1<<13)
	b.word(csrw(mstatus, 5))
	b.address(5, handler)
	b.word(csrw(mtvec, 5))
	b.address(5, trapState)
	b.word(csrw(mscratch, 5))
}

// testCase loads the registers from a table, runs a sequence, and saves.
func (b *builder) testCase(table, out uint64, length int) {
	memory := out + savedBytes - memoryBytes
	b.address(harnessBase, trapState)
	b.word(store(opStore, 0, 16)) // no traps yet
	b.address(harnessBase, table)
	b.word(load(opLoad, 1, (registers+32)*8))
	b.word(csrw(fcsr, 1))
	for n := range 32 {
		b.word(load(opLoadFP, uint32(n), (registers+n)*8))
	}
	for n := 1; n < atomicBase; n++ {
		b.word(load(opLoad, uint32(n), n*8))
	}
	b.address(memoryBase, memory+memoryBytes/2)
	b.word(addi(atomicBase, memoryBase, 8*int32(b.random.IntN(16))))

	b.sequence(length)

	b.address(harnessBase, out)
	for n := 1; n < registers; n++ {
		b.word(store(opStore, uint32(n), n*8))
	}
	for n := range 32 {
		b.word(store(opStoreFP, uint32(n), (registers+n)*8))
	}
	b.word(csrr(1, fcsr))
	b.word(store(opStore, 1, (registers+32)*8))
	b.address(5, trapState)
	b.word(16<<20 | 5<<15 | 3<<12 | 1<<7 | opLoad) // ld x1, 16(x5)
	b.word(store(opStore, 1, (registers+33)*8))
}

// finish sends memory, and ends the machine.
func (b *builder) finish(from, to uint64) {
	b.address(5, from)
	b.address(6, to)
	b.address(7, virt.UARTBase)
	b.word(5<<20 | 7<<15 | 4<<12 | 8<<7 | opLoad) // lbu x8, 5(x7): line status
	b.word(32<<20 | 8<<15 | 7<<12 | 8<<7 | 0x13)  // andi x8, x8, 32
	b.word(0xfe040ce3)                            // beqz x8, -8
	b.word(5<<15 | 4<<12 | 8<<7 | opLoad)         // lbu x8, 0(x5)
	b.word(8<<20 | 7<<15 | opStore)               // sb x8, 0(x7)
	b.word(addi(5, 5, 1))
	b.word(0xfe6294e3) // bne x5, x6, -24
	b.address(7, virt.FinisherBase)
	b.address(8, 0x5555)
	b.word(8<<20 | 7<<15 | 2<<12 | opStore) // sw x8, 0(x7)
	b.word(0x0000006f)
}
