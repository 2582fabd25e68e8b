// SPDX-License-Identifier: MIT

package device

import "io"

// SDCard is an SDHC card, spoken to over SPI (k210-facts.md §10; SD Physical
// Layer Simplified Specification 6.00, chapter 7). It is as strict as a card:
// it wants 74 clocks before anything else, CMD0 and CMD8 with their CRC, and the
// host's word that it knows high capacity.
//
// A command takes 6 bytes; its response follows after one more. While a write
// goes on the wire is low, and what the host sends is lost. Erasing, locking,
// switching functions and SD mode are not there: such commands are illegal. An
// image's last block may be shorter than others, and reads as if zeros followed.
type SDCard struct {
	// Image is what the card holds. If it is an io.WriterAt too, and ReadOnly is
	// not set, the card can be written.
	Image io.ReaderAt
	// Blocks is the card's size in blocks of 512 bytes. The card tells its size
	// in units of 1024 blocks, rounded down.
	Blocks   uint32
	ReadOnly bool
	// Now returns CPU cycles since power-on.
	Now func() uint64
	// Failed, if there, is told of an error of Image's. The guest is told that
	// the card has one.
	Failed func(err error)

	s SDCardState
}

// SDCardState is all of an SDCard that changes, but for what it holds.
type SDCardState struct {
	Selected bool
	Clocks   uint8 // seen before CMD0, up to enough
	SPI      bool  // CMD0 has come
	Idle     bool  // not initialized
	Told     bool  // CMD8 has come
	CRC      bool  // of commands and data is checked
	App      bool  // CMD55 has come
	Asked    bool  // ACMD41 has come
	ReadyAt  uint64
	Errors   byte // second byte of R2, until it is read
	Written  uint32

	Frame  [6]byte // the command that comes
	Framed uint8

	Out       [sdOutSize]byte // what is to be sent
	OutLength uint16
	OutNext   uint16

	Phase     sdPhase
	Block     uint32 // next to be read or written
	In        [sdBlockSize + 2]byte
	InLength  uint16
	BusyUntil uint64
	Busy      bool
}

// sdPhase is what a card is in the middle of.
type sdPhase uint8

const (
	sdCommand    sdPhase = iota
	sdReadMany           // block after block, until CMD12
	sdWriteToken         // a block may come
	sdWriteData          // one comes
	sdManyToken          // as sdWriteToken, of several
	sdManyData
)

const (
	sdBlockSize = 512
	// sdOutSize has room for a response, a gap, a token, a block and its CRC.
	sdOutSize = sdBlockSize + 32

	// sdClocksNeeded is how many bytes of clocks a card wants after power-on: 74
	// clocks (SD spec. §6.4.1.1).
	sdClocksNeeded = 10
	// Times are a card's choice; these are a quick one's, in cycles of a CPU at
	// 390 MHz.
	sdReadyCycles = 390_000 // 1 ms until initialized
	sdBusyCycles  = 97_500  // 250 µs to write a block
)

// Commands (SD spec. §7.3.1.3). Those of applications follow CMD55.
const (
	sdGoIdle        = 0
	sdSendOpCond    = 1
	sdSendIfCond    = 8
	sdSendCSD       = 9
	sdSendCID       = 10
	sdStop          = 12
	sdSendStatus    = 13
	sdSetBlockLen   = 16
	sdReadSingle    = 17
	sdReadMultiple  = 18
	sdWriteSingle   = 24
	sdWriteMultiple = 25
	sdAppCommand    = 55
	sdReadOCR       = 58
	sdCRCOnOff      = 59

	sdAppStatus   = 13
	sdAppWritten  = 22
	sdAppPreErase = 23
	sdAppOpCond   = 41
	sdAppSCR      = 51
)

// Responses R1 and the second byte of R2 (SD spec. §7.3.2).
const (
	sdR1Idle      = 1 << 0
	sdR1Illegal   = 1 << 2
	sdR1CRC       = 1 << 3
	sdR1Parameter = 1 << 6

	sdR2General        = 1 << 2
	sdR2WriteProtected = 1 << 5
	sdR2OutOfRange     = 1 << 7
)

// Tokens (SD spec. §7.3.3).
const (
	sdStartBlock      = 0xfe
	sdStartMany       = 0xfc
	sdStopMany        = 0xfd
	sdStuff           = 0x7f // before the response of CMD12: anything
	sdErrorCard       = 1 << 2
	sdErrorOutOfRange = 1 << 3
	sdDataAccepted    = 0xe5 // the upper bits are undefined, and high here
	sdDataCRCError    = 0xeb
	sdDataWriteError  = 0xed
)

// OCR (SD spec. §5.1), and what CMD8 and ACMD41 say (§7.3.1.4, §7.3.1.3).
const (
	sdOCRVoltages = 0x00ff_8000
	sdOCRReady    = 1 << 31
	sdOCRCapacity = 1 << 30
	sdHighHost    = 1 << 30
	sdVoltage27   = 1 // 2.7 to 3.6 V
)

// Reset is the card after power-on.
func (c *SDCard) Reset() { c.s = SDCardState{} }

// State returns what changes, for snapshots: a *SDCardState. The image is no
// part of it.
func (c *SDCard) State() any { return &c.s }

func (c *SDCard) readOnly() bool {
	_, writable := c.Image.(io.WriterAt)
	return c.ReadOnly || !writable
}

// Select implements SPISlave. A card that is let go forgets what it was in the
// middle of, but for what it has to write.
func (c *SDCard) Select(selected bool) {
	if selected == c.s.Selected {
		return
	}
	c.s.Selected = selected
	c.s.Phase, c.s.Framed, c.s.OutLength, c.s.OutNext, c.s.InLength = sdCommand, 0, 0, 0, 0
}

// Exchange implements SPISlave.
func (c *SDCard) Exchange(out byte) (in byte) {
	if !c.s.Selected {
		c.s.Clocks = min(c.s.Clocks+1, sdClocksNeeded)
		return released
	}
	if c.busy() {
		return 0
	}
	in = c.next()
	switch c.s.Phase {
	case sdWriteData, sdManyData:
		c.receive(out)
	case sdWriteToken, sdManyToken:
		if c.s.Framed > 0 || !c.token(out) {
			c.frame(out)
		}
	default:
		c.frame(out)
	}
	return in
}

// busy tells whether the wire is low. A response that is still being sent comes
// first.
func (c *SDCard) busy() bool {
	if !c.s.Busy || c.s.OutNext < c.s.OutLength {
		return false
	}
	c.s.Busy = c.Now() < c.s.BusyUntil
	return c.s.Busy
}

// next returns the next byte to be sent.
func (c *SDCard) next() byte {
	if c.s.OutNext >= c.s.OutLength && c.s.Phase == sdReadMany {
		c.s.OutLength, c.s.OutNext = 0, 0
		c.put(released)
		c.sendBlock()
	}
	if c.s.OutNext >= min(c.s.OutLength, sdOutSize) {
		return released
	}
	b := c.s.Out[c.s.OutNext]
	c.s.OutNext++
	return b
}

// put makes bytes follow what is to be sent.
func (c *SDCard) put(bytes ...byte) {
	if int(c.s.OutLength) <= sdOutSize {
		c.s.OutLength += uint16(copy(c.s.Out[c.s.OutLength:], bytes))
	}
}

// frame takes a byte that may be a command's. What a card was sending ends with
// a whole command.
func (c *SDCard) frame(b byte) {
	if c.s.Framed == 0 && b>>6 != 1 {
		return
	}
	c.s.Frame[c.s.Framed%6] = b
	if c.s.Framed++; c.s.Framed < 6 {
		return
	}
	c.s.Framed = 0
	c.s.OutLength, c.s.OutNext = 0, 0
	c.put(released)
	c.command(c.s.Frame[0]&0x3f, uint32(c.s.Frame[1])<<24|uint32(c.s.Frame[2])<<16|uint32(c.s.Frame[3])<<8|uint32(c.s.Frame[4]))
}
