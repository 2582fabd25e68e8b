// SPDX-License-Identifier: MIT

package pack

// polynomial is CRC-32's of IEEE 802.3, clause 3.2.9, in reversed bit order.
const polynomial = 0xedb88320

// Checksum returns the CRC-32 (IEEE) of b: the number that hash/crc32's
// ChecksumIEEE, gzip and PNG give.
//
// hash/crc32 itself would do, but it fills tables at package initialisation and
// allocates more at first use, which every boot would pay for. This table is
// data of the image.
func Checksum(b []byte) uint32 {
	sum := ^uint32(0)
	for _, c := range b {
		sum = table[byte(sum)^c] ^ sum>>8
	}
	return ^sum
}
