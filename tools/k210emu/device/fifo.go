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
