// SPDX-License-Identifier: MIT

package isa

// Immediates of the base formats (RISC-V unpriv. §2.3, figure 2.4).

func immI(bits uint32) int32 { return int32(bits) >> 20 }

func immS(bits uint32) int32 { return int32(bits)>>25<<5 | int32(bits>>7&31) }

func immB(bits uint32) int32 {
	return int32(bits)>>31<<12 | int32(bits>>7&1)<<11 | int32(bits>>25&0x3f)<<5 | int32(bits>>8&15)<<1
}

func immU(bits uint32) int32 { return int32(bits & 0xfffff000) }

func immJ(bits uint32) int32 {
	return int32(bits)>>31<<20 | int32(bits>>12&0xff)<<12 | int32(bits>>20&1)<<11 | int32(bits>>21&0x3ff)<<1
}
