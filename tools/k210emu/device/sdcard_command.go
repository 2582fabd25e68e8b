// SPDX-License-Identifier: MIT

package device

// command carries out a command and makes its response.
func (c *SDCard) command(number byte, argument uint32) {
	correct := c.s.Frame[5] == crc7(c.s.Frame[:5])<<1|1
	if !c.s.SPI && (number != sdGoIdle || !correct || c.s.Clocks < sdClocksNeeded) {
		c.s.OutLength = 0 // in SD mode, which nobody speaks here
		return
	}
	app := c.s.App
	c.s.App = false
	switch {
	case !correct && (c.s.CRC || number == sdSendIfCond):
		c.put(c.r1() | sdR1CRC)
	case number == sdStop:
		c.stop()
	case c.s.Phase != sdCommand && number != sdGoIdle && number != sdSendStatus:
		c.put(c.r1() | sdR1Illegal) // a transfer goes on
	case app && c.application(number, argument):
	case c.s.Idle && !allowedIdle(number):
		c.put(c.r1() | sdR1Illegal)
	default:
		c.ordinary(number, argument)
	}
}

// allowedIdle tells which commands a card knows before it is initialized (SD
// spec. §7.2.1).
func allowedIdle(number byte) bool {
	switch number {
	case sdGoIdle, sdSendOpCond, sdSendIfCond, sdAppCommand, sdReadOCR, sdCRCOnOff:
		return true
	}
	return false
}

// r1 is the response R1 when nothing is wrong.
func (c *SDCard) r1() byte {
	if c.s.Idle {
		return sdR1Idle
	}
	return 0
}

func (c *SDCard) ordinary(number byte, argument uint32) {
	switch number {
	case sdGoIdle:
		clocks, selected := c.s.Clocks, c.s.Selected
		out, length := c.s.Out, c.s.OutLength
		c.s = SDCardState{SPI: true, Idle: true, Clocks: clocks, Selected: selected, Out: out, OutLength: length}
		c.put(c.r1())
	case sdSendOpCond:
		c.initialize(argument)
	case sdSendIfCond:
		c.s.Told = true
		voltage := argument >> 8 & 0xf
		if voltage != sdVoltage27 {
			voltage = 0
		}
		c.put(c.r1(), 0, 0, byte(voltage), byte(argument))
	case sdSendCSD:
		c.put(c.r1(), released)
		c.sendRegister(c.csd())
	case sdSendCID:
		c.put(c.r1(), released)
		c.sendRegister(sdCID)
	case sdSendStatus:
		c.sendStatus()
	case sdSetBlockLen:
		if argument > sdBlockSize {
			c.put(c.r1() | sdR1Parameter)
			return
		}
		c.put(c.r1()) // has no effect on a card of high capacity
	case sdReadSingle, sdReadMultiple, sdWriteSingle, sdWriteMultiple:
		c.transfer(number, argument)
	case sdAppCommand:
		c.s.App = true
		c.put(c.r1())
	case sdReadOCR:
		ocr := uint32(sdOCRVoltages)
		if !c.s.Idle {
			ocr |= sdOCRReady | sdOCRCapacity
		}
		c.put(c.r1(), byte(ocr>>24), byte(ocr>>16), byte(ocr>>8), byte(ocr))
	case sdCRCOnOff:
		c.s.CRC = argument&1 != 0
		c.put(c.r1())
	default:
		c.put(c.r1() | sdR1Illegal)
	}
}

// application carries out a command after CMD55. One that there is not is an
// ordinary one (SD spec. §4.3.9.1).
func (c *SDCard) application(number byte, argument uint32) (ok bool) {
	if c.s.Idle && number != sdAppOpCond {
		return false
	}
	switch number {
	case sdAppOpCond:
		c.initialize(argument)
	case sdAppStatus:
		c.sendStatus()
		c.put(released, sdStartBlock)
		for range sdAppStatusSize {
			c.put(0)
		}
		crc := crc16(c.s.Out[c.s.OutLength-sdAppStatusSize : c.s.OutLength])
		c.put(byte(crc>>8), byte(crc))
	case sdAppWritten:
		c.put(c.r1(), released, sdStartBlock)
		data := [4]byte{byte(c.s.Written >> 24), byte(c.s.Written >> 16), byte(c.s.Written >> 8), byte(c.s.Written)}
		c.putChecked(data[:])
	case sdAppPreErase:
		c.put(c.r1()) // is a hint
	case sdAppSCR:
		c.put(c.r1(), released, sdStartBlock)
		c.putChecked(sdSCR[:])
	default:
		return false
	}
	return true
}

// initialize is ACMD41: the card gets ready from the first one on that comes
// from a host which has said that it knows high capacity.
func (c *SDCard) initialize(argument uint32) {
	if c.s.Idle && c.s.Told && argument&sdHighHost != 0 {
		if !c.s.Asked {
			c.s.Asked, c.s.ReadyAt = true, c.Now()+sdReadyCycles
		}
		c.s.Idle = c.Now() < c.s.ReadyAt
	}
	c.put(c.r1())
}

func (c *SDCard) sendStatus() {
	c.put(c.r1(), c.s.Errors)
	c.s.Errors = 0
}

func (c *SDCard) putChecked(data []byte) {
	crc := crc16(data)
	c.put(data...)
	c.put(byte(crc>>8), byte(crc))
}

// sendRegister sends CSD or CID, which end with a CRC7 of their own.
func (c *SDCard) sendRegister(register [16]byte) {
	register[15] = crc7(register[:15])<<1 | 1
	c.put(sdStartBlock)
	c.putChecked(register[:])
}

// sdCID says who made the card: nobody, for "BU", "bugo", revision 1.0, serial
// number 1, January 2026 (SD spec. §5.2).
var sdCID = [16]byte{0, 'B', 'U', 'b', 'u', 'g', 'o', ' ', 0x10, 0, 0, 0, 1, 0x01, 0xa1}

// sdSCR says: SD 3.0, data 0 after erasing, one wire or four (SD spec. §5.6).
var sdSCR = [8]byte{0x02, 0x05, 0x80}

const sdAppStatusSize = 64

// csd says how large the card is (SD spec. §5.3.3, CSD version 2.0). All but
// C_SIZE and the write protection are what that version fixes, though not all
// classes of commands that it lists are there.
func (c *SDCard) csd() (csd [16]byte) {
	csd = [16]byte{0x40, 0x0e, 0x00, 0x32, 0x1b, 0x59, 0x00, 0, 0, 0, 0x7f, 0x80, 0x0a, 0x40, 0x00}
	size := max(c.Blocks/1024, 1) - 1
	csd[7], csd[8], csd[9] = byte(size>>16)&0x3f, byte(size>>8), byte(size)
	if c.readOnly() {
		csd[14] |= 1 << 4 // TMP_WRITE_PROTECT
	}
	return csd
}
