// SPDX-License-Identifier: MIT

// Package nor drives a serial NOR flash chip of up to 16 MiB, such as the
// K210 boards' W25Q128 and GD25LQ128 (k210-facts.md §10): it identifies, reads,
// erases and programs, over any SPI controller.
//
// A chip erases blocks to ones and programs pages to zeros. It works on its own
// after each command and says so in its status, which is polled for as long as
// the data sheet gives it and no longer.
//
// Reference: Winbond W25Q128JV, "3V 128M-bit serial flash memory", revision F,
// cited "W25Q128JV". Other makers' chips have the same commands (JEDEC JESD216).
//
//bugo:trapcontext
package nor

// Commands (W25Q128JV §8.1.2).
const (
	pageProgram = 0x02
	readData    = 0x03
	readStatus  = 0x05
	writeEnable = 0x06
	sectorErase = 0x20
	readID      = 0x9f // k210-facts.md §10
	release     = 0xab // from power-down
	blockErase  = 0xd8
)

// Bits of the status (W25Q128JV §7.1).
const (
	busy    = 1 << 0
	enabled = 1 << 1 // writing is

	nobody = 0xff // drives the line
)

// What a chip erases and programs at once, in bytes (W25Q128JV §8.2).
const (
	PageSize   = 256
	SectorSize = 4 << 10
	BlockSize  = 64 << 10
)

// MaxSize is what addresses of three bytes reach.
const MaxSize = 16 << 20

// How long the chip may take, in milliseconds (W25Q128JV §9.6, its longest
// times, doubled for other chips).
const (
	programTime = 2 * 3
	sectorTime  = 2 * 400
	blockTime   = 2 * 2000
)

// An Error is what a chip or its controller does wrong.
type Error string

func (e Error) Error() string { return string(e) }

// The errors.
const (
	ErrController Error = "the SPI controller does not finish"
	ErrAbsent     Error = "no flash chip answers"
	ErrUnknown    Error = "the flash chip says no known size"
	ErrBusy       Error = "the flash chip stays busy"
	ErrProtected  Error = "the flash chip does not let itself be written"
)

// SPI is a controller with one chip. Each call selects the chip once, and
// reports whether the controller did its work.
type SPI interface {
	// Read sends a command and receives data behind it, MaxRead bytes at most.
	Read(command, data []byte) bool
	// Write sends a command and data behind it.
	Write(command, data []byte) bool
}

// MaxRead is how much is read with one command, in bytes: controllers lose
// what their FIFO cannot hold (k210-facts.md §10).
const MaxRead = 32

// Clock is what the chip's time is taken by.
type Clock interface {
	// Now returns the time in ticks.
	Now() uint64
	// Pause lets some time pass: much less than a page takes to be programmed.
	Pause()
}

// Chip is one flash chip.
type Chip struct {
	SPI   SPI
	Clock Clock
	Hz    uint64 // how often Clock counts in a second

	// What is handed to SPI: as fields, they are not allocated.
	command [4]byte
	ask     [1]byte
	status  [1]byte
	id      [3]byte
}

// Identify returns the chip's JEDEC id, maker first, and its size in bytes, at
// most MaxSize. Whoever had the chip before may have left it powered down, or
// erasing: it is woken, and waited for.
func (c *Chip) Identify() (id, size uint32, err error) {
	if !c.SPI.Write(c.short(release), nil) {
		return 0, 0, ErrController
	}
	c.Clock.Pause() // it takes 3 microseconds (W25Q128JV §9.6, tRES1)
	status, err := c.readStatus()
	if err == nil && status != nobody {
		err = c.wait(blockTime)
	}
	if err != nil {
		return 0, 0, err
	}
	if !c.SPI.Read(c.short(readID), c.id[:]) {
		return 0, 0, ErrController
	}
	id = uint32(c.id[0])<<16 | uint32(c.id[1])<<8 | uint32(c.id[2])
	const allOnes = 1<<24 - 1 // a data line that nobody drives
	if id == 0 || id == allOnes {
		return id, 0, ErrAbsent
	}
	// The last byte is the size's logarithm, by custom (W25Q128JV §8.1.1).
	const least, most = 12, 31
	if c.id[2] < least || c.id[2] > most {
		return id, 0, ErrUnknown
	}
	return id, min(uint32(1)<<c.id[2], MaxSize), nil
}

// Read reads from an address on.
//
// Precondition: all of it lies in the chip.
func (c *Chip) Read(address uint32, data []byte) error {
	for len(data) > 0 {
		n := min(len(data), MaxRead)
		if !c.SPI.Read(c.long(readData, address), data[:n]) {
			return ErrController
		}
		address, data = address+uint32(n), data[n:]
	}
	return nil
}

// Erase makes length bytes from an address on 0xFF.
//
// Preconditions: both are multiples of SectorSize, and all lies in the chip.
func (c *Chip) Erase(address, length uint32) error {
	for end := address + length; address != end; {
		if address%BlockSize == 0 && end-address >= BlockSize {
			if err := c.change(c.long(blockErase, address), nil, blockTime); err != nil {
				return err
			}
			address += BlockSize
			continue
		}
		if err := c.change(c.long(sectorErase, address), nil, sectorTime); err != nil {
			return err
		}
		address += SectorSize
	}
	return nil
}

// Program writes data where the chip was erased.
//
// Preconditions: address is a multiple of PageSize, and all lies in the chip.
func (c *Chip) Program(address uint32, data []byte) error {
	for len(data) > 0 {
		page := data[:min(len(data), PageSize)]
		if !erased(page) {
			if err := c.change(c.long(pageProgram, address), page, programTime); err != nil {
				return err
			}
		}
		address, data = address+uint32(len(page)), data[len(page):]
	}
	return nil
}

// erased says whether programming the page would change nothing.
func erased(page []byte) bool {
	for _, b := range page {
		if b != 0xff {
			return false
		}
	}
	return true
}

// change gives a command that changes the chip, and waits until it is done.
//
// A chip that is write protected does not take the enabling, or takes it and
// ignores the command: the latter shows when what was written is read.
func (c *Chip) change(command, data []byte, milliseconds uint64) error {
	if !c.SPI.Write(c.short(writeEnable), nil) {
		return ErrController
	}
	status, err := c.readStatus()
	if err != nil {
		return err
	}
	if status&enabled == 0 {
		return ErrProtected
	}
	if !c.SPI.Write(command, data) {
		return ErrController
	}
	return c.wait(milliseconds)
}

// wait lets the chip finish.
func (c *Chip) wait(milliseconds uint64) error {
	start, patience := c.Clock.Now(), milliseconds*c.Hz/1000
	for {
		// The time is taken first, so that the last look is after the deadline.
		late := c.Clock.Now()-start >= patience
		status, err := c.readStatus()
		if err != nil {
			return err
		}
		if status&busy == 0 {
			return nil
		}
		if late {
			return ErrBusy
		}
		c.Clock.Pause()
	}
}

func (c *Chip) readStatus() (byte, error) {
	if !c.SPI.Read(c.short(readStatus), c.status[:]) {
		return 0, ErrController
	}
	return c.status[0], nil
}

// short returns a command without an address.
func (c *Chip) short(command byte) []byte {
	c.ask[0] = command
	return c.ask[:]
}

// long returns a command with an address.
func (c *Chip) long(command byte, address uint32) []byte {
	c.command = [4]byte{command, byte(address >> 16), byte(address >> 8), byte(address)}
	return c.command[:]
}
