// SPDX-License-Identifier: MIT

package device

// ssiPhase is what an SSI does on its wires.
type ssiPhase uint8

const (
	ssiIdle        ssiPhase = iota
	ssiSending              // a frame from the FIFO
	ssiReceiving            // a frame for which nothing is sent
	ssiInstruction          // of a transfer on several wires
	ssiAddress
	ssiWaiting // between address and data
)

// ssiFields is where ctrlr0 has its fields, by layout (k210-facts.md §10; what
// is writable, and loop, the shift register loop: DW_apb_ssi and DWC_ssi
// databooks, CTRLR0).
type ssiFields struct {
	frame, format, transfer, loop int
	writable                      uint32
}

var ssiFieldsOf = [...]ssiFields{
	LayoutSPI0: {frame: 16, format: 21, transfer: 8, loop: 11, writable: 0x017f_fff0},
	LayoutSPI3: {frame: 0, format: 22, transfer: 10, loop: 13, writable: 0x00cf_7fdf},
}

// Values of ctrlr0's tmod (k210-facts.md §10).
const (
	ssiBothWays = iota
	ssiTransmitOnly
	ssiReceiveOnly
	ssiEEPROM // send what is in the FIFO, then receive
)

// Fields of spi_ctrlr0 (DW_apb_ssi databook, SPI_CTRLR0).
const (
	ssiTransfer            = 0 // 2 bits: how many of instruction and address use all wires' format
	ssiAddressLength       = 2 // 4 bits, in units of 4 bits
	ssiInstructionLength   = 8 // 2 bits: 0, 4, 8, 16 bits
	ssiWaitCycles          = 11
	ssiSPIControl0Writable = 0x0000_fb3f

	ssiLines = 4
)

func (s *SSI) fields() *ssiFields { return &ssiFieldsOf[s.Layout&1] }

func (s *SSI) mode() int { return int(s.s.Control0 >> s.fields().transfer & 3) }

// frameBits is the size of a frame.
func (s *SSI) frameBits() int { return int(s.s.Control0>>s.fields().frame&0x1f) + 1 }

// wires is how many there are for data: 1, 2, 4 or 8.
func (s *SSI) wires() int { return 1 << (s.s.Control0 >> s.fields().format & 3) }

func (s *SSI) instructionBits() int {
	return [...]int{0, 4, 8, 16}[s.s.SPIControl0>>ssiInstructionLength&3]
}

// addressBits is at most 32: what is longer does not fit one frame.
func (s *SSI) addressBits() int { return min(int(s.s.SPIControl0>>ssiAddressLength&0xf)*4, 32) }

// reads tells whether data comes from the slave in a transfer on several wires.
func (s *SSI) reads() bool { return s.mode() == ssiReceiveOnly || s.mode() == ssiEEPROM }

// advance lets what is over by now be over, and begins what can begin.
func (s *SSI) advance() {
	now := s.Now()
	for {
		if s.s.Phase == ssiIdle {
			s.start(now)
		}
		if s.s.Phase == ssiIdle || s.s.End > now {
			return
		}
		s.finish()
	}
}

// start begins a transfer, if the controller is on and has a slave and
// something to send. To receive only, a frame has to be sent too, which goes
// nowhere.
func (s *SSI) start(now uint64) {
	if !s.s.Enabled || s.s.Lines == 0 || s.s.Transmit.Length == 0 {
		return
	}
	s.choose(true)
	switch {
	case s.wires() > 1:
		s.startWide(now)
	case s.mode() == ssiReceiveOnly:
		s.s.Transmit.take()
		s.receive(now)
	default:
		s.begin(ssiSending, now)
	}
}

func (s *SSI) startWide(at uint64) {
	switch {
	case s.instructionBits() > 0:
		s.begin(ssiInstruction, at)
	case s.addressBits() > 0:
		s.begin(ssiAddress, at)
	default:
		s.startData(at)
	}
}

func (s *SSI) startData(at uint64) {
	switch {
	case !s.reads():
		s.sendNext(at)
	case s.instructionBits() == 0 && s.addressBits() == 0:
		s.s.Transmit.take() // what made the transfer begin
		s.receive(at)
	case s.s.SPIControl0>>ssiWaitCycles&0x1f > 0:
		s.begin(ssiWaiting, at)
	default:
		s.receive(at)
	}
}

// receive begins to receive as many frames as ctrlr1 says.
func (s *SSI) receive(at uint64) {
	s.s.Left = s.s.Control1 + 1
	s.begin(ssiReceiving, at)
}

// sendNext goes on with the next frame, if there is one.
func (s *SSI) sendNext(at uint64) {
	if s.s.Transmit.Length > 0 {
		s.begin(ssiSending, at)
	} else {
		s.stop()
	}
}

// begin starts what takes some clocks.
func (s *SSI) begin(phase ssiPhase, at uint64) {
	s.s.Phase = phase
	s.s.Word = 0
	if phase != ssiReceiving && phase != ssiWaiting {
		s.s.Word = s.s.Transmit.take()
	}
	length, wires := s.shape()
	clocks := uint64((length+wires-1)/wires) * uint64(s.s.Baud)
	s.s.End = Never
	if s.s.Baud > 0 {
		s.s.End = after(at, cyclesOf(clocks, s.ClockHz(), s.CPUHz()))
	}
}

// shape returns how many bits what goes on has, and on how many wires.
func (s *SSI) shape() (length, wires int) {
	inFormat := int(s.s.SPIControl0 >> ssiTransfer & 3)
	wires = 1
	switch s.s.Phase {
	case ssiInstruction:
		if inFormat >= 2 {
			wires = s.wires()
		}
		return s.instructionBits(), wires
	case ssiAddress:
		if inFormat >= 1 {
			wires = s.wires()
		}
		return s.addressBits(), wires
	case ssiWaiting:
		return int(s.s.SPIControl0 >> ssiWaitCycles & 0x1f), 1
	default:
		return s.frameBits(), s.wires()
	}
}

// finish ends what went on, and begins what follows.
func (s *SSI) finish() {
	at := s.s.End
	length, wires := s.shape()
	switch s.s.Phase {
	case ssiSending:
		in := s.exchange(s.s.Word, length, wires)
		if s.mode() == ssiBothWays && wires == 1 {
			s.received(in)
		}
		if s.mode() == ssiEEPROM && wires == 1 && s.s.Transmit.Length == 0 {
			s.receive(at)
		} else {
			s.sendNext(at)
		}
	case ssiReceiving:
		s.received(s.exchange(1<<32-1, length, wires))
		if s.s.Left--; s.s.Left > 0 {
			s.begin(ssiReceiving, at)
		} else {
			s.stop()
		}
	case ssiInstruction:
		s.exchange(s.s.Word, length, wires)
		if s.addressBits() > 0 {
			s.begin(ssiAddress, at)
		} else {
			s.startData(at)
		}
	case ssiAddress:
		s.exchange(s.s.Word, length, wires)
		s.startData(at)
	case ssiWaiting:
		if slave, wide := s.Slave.(WideSPISlave); wide {
			slave.Wait(length)
		}
		s.receive(at)
	default: // of a snapshot that was tampered with
		s.stop()
	}
}

func (s *SSI) received(frame uint32) {
	if s.s.Receive.Length < fifoWords {
		s.s.Receive.put(frame)
	} else {
		s.s.Sticky |= ssiReceiveOverflow
	}
}

// exchange sends a frame's bits, the highest first, and returns what came.
func (s *SSI) exchange(out uint32, length, wires int) (in uint32) {
	all := uint32(1<<length - 1)
	if s.s.Control0>>s.fields().loop&1 != 0 {
		return out & all
	}
	slave, wide := s.Slave.(WideSPISlave)
	if length%8 != 0 || s.Slave == nil || wires > 1 && !wide {
		return all
	}
	for length > 0 {
		length -= 8
		b := byte(out >> length)
		if wires > 1 {
			b = slave.Transfer(b, wires)
		} else {
			b = s.Slave.Exchange(b)
		}
		in = in<<8 | uint32(b)
	}
	return in
}

// stop ends a transfer, and lets the slave go.
func (s *SSI) stop() {
	if s.s.Phase == ssiIdle {
		return
	}
	s.s.Phase, s.s.Left = ssiIdle, 0
	s.choose(false)
}

func (s *SSI) choose(selected bool) {
	for line := range ssiLines {
		if s.s.Lines>>line&1 != 0 && s.Select != nil {
			s.Select(line, selected)
		}
	}
}
