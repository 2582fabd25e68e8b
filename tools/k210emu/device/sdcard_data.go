// SPDX-License-Identifier: MIT

package device

import "io"

// transfer begins to read or write blocks.
func (c *SDCard) transfer(number byte, block uint32) {
	if block >= c.Blocks {
		c.put(c.r1() | sdR1Parameter)
		return
	}
	c.s.Block = block
	c.put(c.r1())
	switch number {
	case sdReadSingle:
		c.put(released)
		c.sendBlock()
	case sdReadMultiple:
		c.s.Phase = sdReadMany
	case sdWriteSingle:
		c.s.Phase, c.s.Written = sdWriteToken, 0
	case sdWriteMultiple:
		c.s.Phase, c.s.Written = sdManyToken, 0
	}
}

// sendBlock sends the next block, or a token that tells why not: then nothing
// more follows.
func (c *SDCard) sendBlock() {
	if c.s.Block >= c.Blocks {
		c.s.Errors |= sdR2OutOfRange
		c.put(sdErrorOutOfRange)
		c.s.Phase = sdCommand
		return
	}
	data := c.s.In[:sdBlockSize]
	n, err := c.Image.ReadAt(data, int64(c.s.Block)*sdBlockSize)
	if n < sdBlockSize && err != io.EOF {
		c.failed(err)
		c.put(sdErrorCard)
		c.s.Phase = sdCommand
		return
	}
	clear(data[n:]) // the image ends within the block
	c.put(sdStartBlock)
	c.putChecked(data)
	c.s.Block++
}

// stop is CMD12. When it stops reading, a byte of what was being read, or of
// anything else, comes before the response; a driver has to drop it.
func (c *SDCard) stop() {
	if c.s.Phase == sdCommand && c.s.Idle {
		c.put(c.r1() | sdR1Illegal)
		return
	}
	if c.s.Phase == sdReadMany {
		c.s.OutLength = 0
		c.put(sdStuff, released)
	}
	c.s.Phase = sdCommand
	c.put(c.r1())
}

// token takes a byte where a block may begin, and tells whether it was one.
func (c *SDCard) token(b byte) bool {
	switch {
	case c.s.Phase == sdWriteToken && b == sdStartBlock:
		c.s.Phase = sdWriteData
	case c.s.Phase == sdManyToken && b == sdStartMany:
		c.s.Phase = sdManyData
	case c.s.Phase == sdManyToken && b == sdStopMany:
		c.s.Phase = sdCommand
		c.s.OutLength, c.s.OutNext = 0, 0
		c.put(released)
		c.work()
	default:
		return false
	}
	c.s.InLength = 0
	return true
}

// receive takes a byte of a block or of its CRC, and answers the last one.
func (c *SDCard) receive(b byte) {
	c.s.In[c.s.InLength%(sdBlockSize+2)] = b
	if c.s.InLength++; c.s.InLength < sdBlockSize+2 {
		return
	}
	if c.s.Phase == sdManyData {
		c.s.Phase = sdManyToken
	} else {
		c.s.Phase = sdCommand
	}
	c.s.OutLength, c.s.OutNext = 0, 0
	c.put(c.write())
	c.work()
}

// write writes the block that has come, and returns the response.
func (c *SDCard) write() byte {
	data := c.s.In[:sdBlockSize]
	if c.s.CRC && crc16(data) != uint16(c.s.In[sdBlockSize])<<8|uint16(c.s.In[sdBlockSize+1]) {
		return sdDataCRCError
	}
	if c.s.Block >= c.Blocks {
		c.s.Errors |= sdR2OutOfRange
		return sdDataWriteError
	}
	if c.readOnly() {
		c.s.Errors |= sdR2WriteProtected
		return sdDataWriteError
	}
	if _, err := c.Image.(io.WriterAt).WriteAt(data, int64(c.s.Block)*sdBlockSize); err != nil {
		c.failed(err)
		return sdDataWriteError
	}
	c.s.Block++
	c.s.Written++
	return sdDataAccepted
}

func (c *SDCard) work() { c.s.Busy, c.s.BusyUntil = true, c.Now()+sdBusyCycles }

func (c *SDCard) failed(err error) {
	c.s.Errors |= sdR2General
	if c.Failed != nil {
		c.Failed(err)
	}
}
