// SPDX-License-Identifier: MIT

package device

// isWord tells whether an access is one that the K210's peripherals have: 32
// bits, aligned. Nothing public says what they do with others, so these are not
// ok, and trap: a driver that relies on one is wrong, and shall see it.
func isWord(offset uint64, size int) bool { return size == 4 && offset%4 == 0 }

// raise tells a line's new level to who listens, if it has changed.
func raise(was *bool, raised bool, irq func(raised bool)) {
	if *was == raised {
		return
	}
	*was = raised
	if irq != nil {
		irq(raised)
	}
}
