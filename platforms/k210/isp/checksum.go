// SPDX-License-Identifier: MIT

package isp

// Checksum is the CRC-32 of IEEE 802.3, as hash/crc32 has it. That package makes
// its tables at the start, with an allocator, which the stub has not; this one
// has 64 bytes that are a part of the program.
func Checksum(data []byte) uint32 { return start().add(data).end() }

// A crc is a checksum under way.
type crc uint32

func start() crc { return ^crc(0) }

func (c crc) add(data []byte) crc {
	for _, b := range data {
		c ^= crc(b)
		c = c>>4 ^ remainders[c&15]
		c = c>>4 ^ remainders[c&15]
	}
	return c
}

func (c crc) end() uint32 { return ^uint32(c) }

// remainders are those of the numbers of four bits by the polynomial 0xEDB88320,
// whose bits are in the line's order: lowest first (IEEE 802.3 §3.2.9).
var remainders = [16]crc{
	0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
	0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
	0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
	0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
}

// (encoding/binary wants reflection.)

func append32(out []byte, n uint32) []byte {
	return append(out, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
}

func put32(out []byte, n uint32) {
	out[0], out[1], out[2], out[3] = byte(n), byte(n>>8), byte(n>>16), byte(n>>24)
}

func get32(in []byte) uint32 {
	return uint32(in[0]) | uint32(in[1])<<8 | uint32(in[2])<<16 | uint32(in[3])<<24
}
