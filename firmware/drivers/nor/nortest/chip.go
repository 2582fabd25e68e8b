// SPDX-License-Identifier: MIT

// Package nortest is a serial NOR flash chip for tests: it understands the
// commands of package nor, and has the faults that a chip may have. It is its
// own controller and its own clock, so that time passes only while it is asked.
package nortest

import (
	"fmt"

	"bugo/firmware/drivers/nor"
)

// Chip is the chip. Its zero value but for Flash and ID is a good one.
type Chip struct {
	Flash []byte
	ID    [3]byte

	Protected  bool        // ignores what would change it
	Locked     bool        // does not even take the enabling
	Asleep     bool        // powered down
	BusyFor    uint64      // polls after each change
	Dead       bool        // the controller does not finish
	Stuck      map[int]int // by address: the bits that stay 0
	Mistakes   []string    // what no driver may do
	Erasures   int
	Programmed int    // pages
	Busy       uint64 // polls until it is ready
	ticks      uint64
	enabled    bool
}

// New returns an erased chip of 2^logarithm bytes.
func New(logarithm int) *Chip {
	c := &Chip{Flash: make([]byte, 1<<logarithm), ID: [3]byte{0xc8, 0x60, byte(logarithm)}}
	for i := range c.Flash {
		c.Flash[i] = 0xff
	}
	return c
}

// Now counts how often somebody has looked.
func (c *Chip) Now() uint64 {
	c.ticks++
	return c.ticks
}

// Pause is no time: there are ticks enough.
func (c *Chip) Pause() {}

func (c *Chip) mistake(format string, args ...any) {
	c.Mistakes = append(c.Mistakes, fmt.Sprintf(format, args...))
}

// place returns the address of a command, for n bytes.
func (c *Chip) place(command []byte, n int) (address int, ok bool) {
	if len(command) != 4 {
		c.mistake("command %x", command)
		return 0, false
	}
	address = int(command[1])<<16 | int(command[2])<<8 | int(command[3])
	if address+n > len(c.Flash) {
		c.mistake("command %x of %d bytes, past the end", command, n)
		return 0, false
	}
	return address, true
}

// Read implements nor.SPI.
func (c *Chip) Read(command, data []byte) bool {
	if c.Dead {
		return false
	}
	if len(data) > nor.MaxRead {
		c.mistake("read of %d bytes at once", len(data))
	}
	silent := c.Asleep || c.Busy > 0 && command[0] != 0x05
	switch {
	case silent || c.ID == [3]byte{}:
		clear(data)
		return true
	case c.ID == [3]byte{0xff, 0xff, 0xff}:
		for i := range data {
			data[i] = 0xff
		}
		return true
	}
	switch command[0] {
	case 0x9f:
		copy(data, c.ID[:])
	case 0x05:
		data[0] = 0
		if c.Busy > 0 {
			c.Busy--
			data[0] |= 1
		}
		if c.enabled {
			data[0] |= 2
		}
	case 0x03:
		if address, ok := c.place(command, len(data)); ok {
			copy(data, c.Flash[address:])
		}
	default:
		c.mistake("read command %x", command)
	}
	return true
}

// Write implements nor.SPI.
func (c *Chip) Write(command, data []byte) bool {
	if c.Dead {
		return false
	}
	if command[0] == 0xab {
		c.Asleep = false
		return true
	}
	if c.Busy > 0 || c.Asleep {
		c.mistake("command %x while busy or asleep", command)
	}
	if command[0] == 0x06 {
		c.enabled = !c.Locked
		return true
	}
	if !c.enabled {
		c.mistake("command %x without write enable", command)
	}
	c.enabled, c.Busy = false, c.BusyFor
	if c.Protected {
		return true
	}
	switch command[0] {
	case 0x02:
		c.program(command, data)
	case 0x20:
		c.erase(command, nor.SectorSize)
	case 0xd8:
		c.erase(command, nor.BlockSize)
	default:
		c.mistake("command %x", command)
	}
	return true
}

func (c *Chip) program(command, data []byte) {
	address, ok := c.place(command, len(data))
	if !ok {
		return
	}
	c.Programmed++
	for i, b := range data {
		at := address&^(nor.PageSize-1) | (address+i)&(nor.PageSize-1) // wraps in its page
		c.Flash[at] &= b &^ byte(c.Stuck[at])
	}
}

func (c *Chip) erase(command []byte, size int) {
	address, ok := c.place(command, 0)
	if !ok {
		return
	}
	c.Erasures++
	address &^= size - 1
	for i := address; i < address+size && i < len(c.Flash); i++ {
		c.Flash[i] = 0xff &^ byte(c.Stuck[i])
	}
}
