// SPDX-License-Identifier: MIT

package device

// crc7 is the checksum of a card's commands: x^7 + x^3 + 1 (SD spec. §4.5).
func crc7(data []byte) (crc byte) {
	for _, b := range data {
		for bit := 7; bit >= 0; bit-- {
			feedback := crc>>6&1 ^ b>>bit&1
			crc = crc << 1 & 0x7f
			if feedback != 0 {
				crc ^= 0x09
			}
		}
	}
	return crc
}

// crc16 is the checksum of a card's data: x^16 + x^12 + x^5 + 1 (SD spec. §4.5).
func crc16(data []byte) (crc uint16) {
	for _, b := range data {
		crc = crc<<8 ^ crc16Table[byte(crc>>8)^b]
	}
	return crc
}

var crc16Table = func() (table [256]uint16) {
	for i := range table {
		crc := uint16(i) << 8
		for range 8 {
			feedback := crc >> 15
			crc <<= 1
			if feedback != 0 {
				crc ^= 0x1021
			}
		}
		table[i] = crc
	}
	return table
}()
