// SPDX-License-Identifier: MIT

package machine

import "encoding/binary"

// poison fills memory with what SRAM could hold after power-on: anything, but 0
// nowhere, and the same in every run. (Vigna, "An experimental exploration of
// Marsaglia's xorshift generators, scrambled", 2016: xorshift64*.)
func poison(memory []byte) {
	state := uint64(0x9e37_79b9_7f4a_7c15)
	for ; len(memory) >= 8; memory = memory[8:] {
		state ^= state >> 12
		state ^= state << 25
		state ^= state >> 27
		word := state * 0x2545_f491_4f6c_dd1d
		binary.LittleEndian.PutUint64(memory, word|0x0101_0101_0101_0101)
	}
}

func loadWord(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }
