// SPDX-License-Identifier: MIT

package device

// byteFIFO is a queue of bytes in hardware: at most 16 deep, which is as deep
// as the K210's serial ports are. Its fields are exported for snapshots only.
type byteFIFO struct {
	Bytes  [16]byte
	First  uint8
	Length uint8
}

func (f *byteFIFO) put(b byte) {
	f.Bytes[(f.First+f.Length)%16] = b
	f.Length++
}

// take returns the oldest byte, and 0 when there is none.
func (f *byteFIFO) take() (b byte) {
	if f.Length == 0 {
		return 0
	}
	b = f.Bytes[f.First%16]
	f.First = (f.First + 1) % 16
	f.Length--
	return b
}

// fifoWords is how deep the SPIs' queues are (k210-facts.md §10).
const fifoWords = 32

// wordFIFO is a SPI's queue of frames. Its fields are exported for snapshots
// only.
type wordFIFO struct {
	Words  [fifoWords]uint32
	First  uint32
	Length uint32
}

func (f *wordFIFO) put(word uint32) {
	f.Words[(f.First+f.Length)%fifoWords] = word
	f.Length++
}

// take returns the oldest word, and 0 when there is none.
func (f *wordFIFO) take() (word uint32) {
	if f.Length == 0 {
		return 0
	}
	word = f.Words[f.First%fifoWords]
	f.First = (f.First + 1) % fifoWords
	f.Length--
	return word
}
