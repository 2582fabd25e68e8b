// SPDX-License-Identifier: MIT

package device

// SPISlave is what is at the other end of a SPI's wires.
type SPISlave interface {
	// Select lowers or raises its chip select.
	Select(selected bool)
	// Exchange is eight clocks with one wire each way. A slave that is not
	// selected sees the clocks, and answers nothing: the wire is high.
	Exchange(out byte) (in byte)
}

// WideSPISlave is one that can use several wires, in one direction at a time.
type WideSPISlave interface {
	SPISlave
	// Transfer is the clocks for a byte on 2, 4 or 8 wires. The slave knows
	// which end has to speak.
	Transfer(out byte, wires int) (in byte)
	// Wait is clocks in which neither end speaks.
	Wait(clocks int)
}

// released is what a wire carries that nobody drives, as it is pulled up.
const released = 0xff // ours: eight such wires, as a byte
