// SPDX-License-Identifier: MIT

package difftest

import (
	"encoding/binary"
	"math/rand/v2"

	"bugo/platforms/virt"
)

// Where things are. Code and tables of cases begin at the start of memory.
const (
	trapState = virt.RAMBase + 0x40_0000 // of the trap handler
	output    = virt.RAMBase + 0x40_1000 // what is sent at the end

	// memoryBytes is what a case may load and store.
	memoryBytes = 512
	// tableBytes are what a case finds: integer registers, F registers, fcsr.
	tableBytes = (registers + 32 + 1) * 8
	// savedBytes are what a case leaves: 30 integer registers, 32 others, fcsr, the
	// traps' digest, its memory.
	registers  = 30
	savedBytes = (registers+32+2)*8 + memoryBytes

	// MaxCases is how many cases fit in one program.
	MaxCases = 1500
)

// Registers that sequences do not write.
const (
	atomicBase  = 29
	harnessBase = 30
	memoryBase  = 31
)

// builder collects code and data at the start of memory.
type builder struct {
	random *rand.Rand
	bytes  []byte
}

func (b *builder) word(bits uint32) { b.bytes = binary.LittleEndian.AppendUint32(b.bytes, bits) }
func (b *builder) half(bits uint16) { b.bytes = binary.LittleEndian.AppendUint16(b.bytes, bits) }

func (b *builder) here() uint64 { return virt.RAMBase + uint64(len(b.bytes)) }

func (b *builder) align(n int) {
	for len(b.bytes)%n != 0 {
		b.bytes = append(b.bytes, 0)
	}
}

// address loads an address below 1<<32: lui, addiw, slli 32, srli 32.
func (b *builder) address(rd uint32, address uint64) {
	b.word((uint32(address)+0x800)&0xffff_f000 | rd<<7 | 0x37)
	b.word(uint32(address)<<20 | rd<<15 | rd<<7 | 0x1b)
	b.word(32<<20 | rd<<15 | 1<<12 | rd<<7 | 0x13)
	b.word(32<<20 | rd<<15 | 5<<12 | rd<<7 | 0x13)
}

// load and store encode accesses to a doubleword at an offset from x30.
func load(opcode, rd uint32, offset int) uint32 {
	return uint32(offset)<<20 | harnessBase<<15 | 3<<12 | rd<<7 | opcode
}

func store(opcode, rs uint32, offset int) uint32 {
	return uint32(offset)>>5<<25 | rs<<20 | harnessBase<<15 | 3<<12 | uint32(offset)&31<<7 | opcode
}

// Major opcodes (RISC-V unpriv. §24, table 24.1).
const (
	opLoad    = 0x03
	opLoadFP  = 0x07
	opStore   = 0x23
	opStoreFP = 0x27
)

// Generate returns a program, an image for the start of memory, of so many
// cases with sequences of so many instructions.
//
// Precondition: cases <= MaxCases.
func Generate(seed uint64, cases, length int) []byte {
	b := &builder{random: rand.New(rand.NewPCG(seed, 0))}
	b.word(0) // a jump to the start: two instructions, see below
	b.word(0)
	handler := b.here()
	b.handler()
	b.align(8)
	tables := b.here()
	for range cases {
		b.table()
	}
	distance := uint32(len(b.bytes))
	binary.LittleEndian.PutUint32(b.bytes, (distance+0x800)&0xffff_f000|5<<7|0x17) // auipc x5
	binary.LittleEndian.PutUint32(b.bytes[4:], distance<<20|5<<15|0x67)            // jr x5
	b.start(handler)
	for n := range cases {
		b.testCase(tables+uint64(n)*tableBytes, output+uint64(n)*savedBytes, length)
	}
	b.finish(output, output+uint64(cases)*savedBytes)
	return b.bytes
}
