// SPDX-License-Identifier: MIT

package device

// LineBaud is the rate at which the other end of a K210's serial lines listens
// and speaks unless told otherwise (k210-facts.md §5, §12.3).
const LineBaud = 115200

// baudFits tells whether two rates are close enough for all bits of a frame: at
// most 3 % apart. At half a bit in nine and a half, 5 %, the last one is lost,
// and both ends need some of that for themselves.
func baudFits(sender, receiver uint64) bool {
	apart := sender - receiver
	if sender < receiver {
		apart = receiver - sender
	}
	return apart <= receiver*3/100
}

// frameBits is a start bit, eight data bits and a stop bit.
const frameBits = 10

// garble returns what a receiver makes of a byte that was sent at another rate:
// it looks at the line in the middle of each bit as it knows them, counted from
// the edge that began the frame. A line that is idle is high.
func garble(b byte, sender, receiver uint64) (received byte) {
	if receiver == 0 {
		return 0xff
	}
	frame := 1<<(frameBits-1) | uint64(b)<<1
	for bit := range uint64(8) {
		// The middle of data bit n is n+1.5 of the receiver's bits away.
		sent := (2*bit + 3) * (sender / 2) / receiver
		if sent >= frameBits || frame>>sent&1 != 0 {
			received |= 1 << bit
		}
	}
	return received
}

// carry returns what a receiver makes of a byte that a sender has sent, and tells
// if that is not what was sent. ours is the rate of the two that the guest has
// set.
func carry(b byte, sender, receiver, ours uint64, garbled func(baud uint64)) (received byte) {
	if baudFits(sender, receiver) {
		return b
	}
	if garbled != nil {
		garbled(ours)
	}
	return garble(b, sender, receiver)
}
