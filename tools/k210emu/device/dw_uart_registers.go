// SPDX-License-Identifier: MIT

package device

// Load implements Device.
func (u *DWUART) Load(offset uint64, size int) (value uint64, ok bool) {
	if !isWord(offset, size) {
		return 0, false
	}
	u.Update()
	return uint64(u.loadWord(offset)), true
}

func (u *DWUART) loadWord(offset uint64) (word uint32) {
	switch offset {
	case dwUARTData:
		if u.latched() {
			return u.s.DLL
		}
		return u.receive()
	case dwUARTIER:
		if u.latched() {
			return u.s.DLH
		}
		return u.s.IER
	case dwUARTIIR:
		return u.identify()
	case dwUARTLCR:
		return u.s.LCR
	case dwUARTMCR:
		return u.s.MCR
	case dwUARTLSR:
		return u.lineStatus()
	case dwUARTMSR:
		return u.modemStatus()
	case dwUARTScratch:
		return u.s.Scratch
	case dwUARTLPDLL:
		return u.s.LPDLL
	case dwUARTLPDLH:
		return u.s.LPDLH
	case dwUARTFAR:
		return u.s.FIFOAccess
	case dwUARTUSR:
		return u.status()
	case dwUARTTFL:
		return uint32(u.s.Transmit.Length)
	case dwUARTRFL:
		return uint32(u.s.Receive.Length)
	case dwUARTHalt:
		if u.s.Halted {
			return 1
		}
		return 0
	case dwUARTDLF:
		return u.s.DLF
	case dwUARTType:
		return dwUARTTypeNumber
	}
	if register, shift, bits := u.shadow(offset); register != nil {
		return *register >> shift & bits
	}
	switch {
	case offset >= dwUARTShadow && offset < dwUARTShadowEnd:
		return u.receive()
	case offset >= dwUARTKept && offset < dwUARTKeptEnd:
		return u.s.Kept[(offset-dwUARTKept)/4]
	}
	return 0
}

// receive takes the oldest byte, and 0 when there is none.
func (u *DWUART) receive() uint32 {
	b := u.s.Receive.take()
	u.Update()
	return uint32(b)
}

// identify is IIR. Who has seen that the transmitter is empty is not told again.
func (u *DWUART) identify() (word uint32) {
	word = u.cause()
	if word == dwUARTEmpty {
		u.s.EmptyEvent = false
		u.Update()
	}
	if u.s.FCR&dwUARTFIFOEnable != 0 {
		word |= dwUARTFIFOsOn
	}
	return word
}

// shadow returns the register and the field that a shadow register is.
func (u *DWUART) shadow(offset uint64) (register *uint32, shift int, bits uint32) {
	switch offset {
	case dwUARTShadowRTS:
		return &u.s.MCR, 1, 1
	case dwUARTShadowBreak:
		return &u.s.LCR, 6, 1
	case dwUARTShadowDMA:
		return &u.s.FCR, dwUARTDMAMode, 1
	case dwUARTShadowFIFO:
		return &u.s.FCR, 0, 1
	case dwUARTShadowRT:
		return &u.s.FCR, dwUARTRT, 3
	case dwUARTShadowTET:
		return &u.s.FCR, dwUARTTET, 3
	}
	return nil, 0, 0
}

// Store implements Device.
func (u *DWUART) Store(offset uint64, size int, value uint64) (ok bool) {
	if !isWord(offset, size) {
		return false
	}
	u.Update()
	u.storeWord(offset, uint32(value))
	u.Update()
	return true
}

func (u *DWUART) storeWord(offset uint64, word uint32) {
	switch offset {
	case dwUARTData:
		if u.latched() {
			u.s.DLL = word & 0xff
			return
		}
		u.transmit(byte(word))
	case dwUARTIER:
		if u.latched() {
			u.s.DLH = word & 0xff
			return
		}
		// Who asks to be told that the transmitter is empty is, if it is so already.
		if word&^u.s.IER&dwUARTTransmitInterrupt != 0 {
			u.s.EmptyEvent = true
		}
		u.s.IER = word & dwUARTIERBits
	case dwUARTIIR:
		u.control(word & 0xff)
	case dwUARTLCR:
		u.s.LCR = word & 0xff
	case dwUARTMCR:
		u.s.MCR = word & dwUARTMCRBits
	case dwUARTScratch:
		u.s.Scratch = word & 0xff
	case dwUARTLPDLL:
		u.s.LPDLL = word & 0xff
	case dwUARTLPDLH:
		u.s.LPDLH = word & 0xff
	case dwUARTFAR:
		u.s.FIFOAccess = word & 1
	case dwUARTSRR:
		u.softReset(word)
	case dwUARTHalt:
		u.s.Halted = word&1 != 0
	case dwUARTDLF:
		u.s.DLF = word & 0xf
	default:
		u.storeOther(offset, word)
	}
}

// storeOther stores to a register that is one of many, or a part of another.
func (u *DWUART) storeOther(offset uint64, word uint32) {
	if register, shift, bits := u.shadow(offset); register != nil {
		value := *register&^(bits<<shift) | word&bits<<shift
		if register == &u.s.FCR {
			u.control(value)
		} else {
			*register = value
		}
		return
	}
	switch {
	case offset >= dwUARTShadow && offset < dwUARTShadowEnd:
		u.transmit(byte(word))
	case offset >= dwUARTKept && offset < dwUARTKeptEnd:
		u.s.Kept[(offset-dwUARTKept)/4] = word
	}
}

// transmit sends a byte. One that there is no room for is lost.
func (u *DWUART) transmit(b byte) {
	u.s.EmptyEvent = false
	if u.s.Transmit.Length < u.depth() {
		u.s.Transmit.put(b)
	}
}

// control stores FCR. Switching the FIFOs on or off empties them.
func (u *DWUART) control(word uint32) {
	if (word^u.s.FCR)&dwUARTFIFOEnable != 0 {
		word |= dwUARTResetReceive | dwUARTResetTransmit
	}
	if word&dwUARTResetReceive != 0 {
		u.s.Receive = byteFIFO{}
	}
	if word&dwUARTResetTransmit != 0 {
		u.s.Transmit, u.s.EmptyEvent = byteFIFO{}, true
	}
	u.s.FCR = word &^ (dwUARTResetReceive | dwUARTResetTransmit)
}

// softReset is SRR: of the whole port, or of a FIFO.
func (u *DWUART) softReset(word uint32) {
	if word&1 != 0 {
		u.Reset()
	}
	u.control(u.s.FCR | word&(dwUARTResetReceive|dwUARTResetTransmit))
}
