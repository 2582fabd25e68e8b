// SPDX-License-Identifier: MIT

package device

// PLIC is the K210's platform-level interrupt controller: 65 sources, 7
// priorities, and two contexts a hart (k210-facts.md §2.7, §4). Interrupts for
// machine mode reach the hart; the supervisor contexts have all registers, and
// lead nowhere (k210-facts.md §2.4).
type PLIC struct {
	// Harts are where contexts 0 and 2 lead. At most two are used.
	Harts []Interruptible

	s PLICState
}

// PLICState is all of a PLIC that changes. A bit n is source n.
type PLICState struct {
	Level    [plicWords]uint32 // what the devices say
	InFlight [plicWords]uint32 // sources whose gateway is shut until complete
	Pending  [plicWords]uint32
	Enabled  [plicContexts][plicWords]uint32
	Priority [PLICSources + 1]uint8
	// Threshold is compared with the priority of a context's best source.
	Threshold [plicContexts]uint8
	Raised    [plicContexts]bool
}

const (
	// PLICSources is the number of the last source (k210-facts.md §4). 0 is
	// none.
	PLICSources = 65

	plicContexts    = 4
	plicWords       = PLICSources/32 + 1
	plicPriorities  = 7 // 3 bits
	plicSourcesMask = 1<<(PLICSources%32+1) - 1
)

// Registers, as offsets (k210-facts.md §4).
const (
	plicPriority  = 0x00_0000
	plicPending   = 0x00_1000
	plicEnable    = 0x00_2000 // each context has plicEnableStride
	plicThreshold = 0x20_0000 // each context has plicContextStride
	plicClaim     = 0x20_0004

	plicEnableStride  = 0x80
	plicContextStride = 0x1000

	// PLICSize is how many addresses the registers take (k210-facts.md §1).
	PLICSize = 64 << 20
)

// Sources (k210-facts.md §4). Those of GPIOHS and of DMA channels follow the
// first.
const (
	SourceSPI0     = 1
	SourceSPI1     = 2
	SourceSPISlave = 3
	SourceSPI3     = 4
	SourceUART1    = 11
	SourceUART2    = 12
	SourceUART3    = 13
	SourceTimer0A  = 14 // channels 0 and 1 of TIMER0
	SourceTimer0B  = 15 // channels 2 and 3
	SourceTimer1A  = 16
	SourceTimer1B  = 17
	SourceTimer2A  = 18
	SourceTimer2B  = 19
	SourceRTC      = 20
	SourceWDT0     = 21
	SourceWDT1     = 22
	SourceGPIO     = 23
	SourceUARTHS   = 33
	SourceGPIOHS0  = 34
)

// externalInterrupt is MEIP, a bit of mip (RISC-V priv. 1.12 §3.1.9).
const externalInterrupt = 1 << 11

// Reset is the controller as the boot ROM leaves it: the console's source has
// priority 1, and hart 0 does not listen to that (k210-facts.md §4). Devices
// tell their levels anew.
func (p *PLIC) Reset() {
	p.s = PLICState{Raised: p.s.Raised}
	p.s.Priority[SourceUARTHS] = 1
	p.s.Threshold[0] = 1
	p.update()
}

// State returns what changes, for snapshots: a *PLICState.
func (p *PLIC) State() any { return &p.s }

// SetSource tells the level of a device's interrupt line. A source that does
// not exist is nobody's.
func (p *PLIC) SetSource(source int, level bool) {
	if source < 1 || source > PLICSources {
		return
	}
	word, bit := source/32, uint32(1)<<(source%32)
	if level == (p.s.Level[word]&bit != 0) {
		return
	}
	p.s.Level[word] ^= bit
	p.update()
}

// Listens tells whether a source's interrupt could reach a hart now.
func (p *PLIC) Listens(source int) bool {
	if source < 1 || source > PLICSources {
		return false
	}
	for hart := range min(len(p.Harts), plicContexts/2) {
		if p.s.Enabled[2*hart][source/32]>>(source%32)&1 != 0 && p.s.Priority[source] > p.s.Threshold[2*hart] {
			return true
		}
	}
	return false
}

// update lets levels through gateways that are open, and tells the harts. A
// gateway shuts behind an interrupt, until that is complete; an interrupt whose
// device has lost interest stays pending.
func (p *PLIC) update() {
	for word := range plicWords {
		passing := p.s.Level[word] &^ p.s.InFlight[word] &^ p.s.Pending[word]
		p.s.InFlight[word] |= passing
		p.s.Pending[word] |= passing
	}
	for context := range plicContexts {
		_, priority := p.best(context)
		raised := priority > p.s.Threshold[context]
		if raised == p.s.Raised[context] {
			continue
		}
		p.s.Raised[context] = raised
		if hart := context / 2; context%2 == 0 && hart < len(p.Harts) {
			p.Harts[hart].SetLine(externalInterrupt, raised)
		}
	}
}

// best returns the source that a context would claim: of those with the highest
// priority, the lowest. It is 0 when there is none. The threshold plays no part
// in it (k210-facts.md §2.7).
func (p *PLIC) best(context int) (source int, priority uint8) {
	for word := range plicWords {
		wanted := p.s.Pending[word] & p.s.Enabled[context][word]
		for bit := 0; wanted != 0; bit, wanted = bit+1, wanted>>1 {
			if n := word*32 + bit; wanted&1 != 0 && n <= PLICSources && p.s.Priority[n] > priority {
				source, priority = n, p.s.Priority[n]
			}
		}
	}
	return source, priority
}

func (p *PLIC) claim(context int) (source int) {
	source, _ = p.best(context)
	p.s.Pending[source/32] &^= 1 << (source % 32)
	p.update()
	return source
}

// complete opens a source's gateway. What the context has not enabled it cannot
// complete: the source stays stuck (k210-facts.md §2.7).
func (p *PLIC) complete(context int, source uint32) {
	if source < 1 || source > PLICSources {
		return
	}
	word, bit := source/32, uint32(1)<<(source%32)
	if p.s.Enabled[context][word]&bit == 0 {
		return
	}
	// An interrupt that is still pending keeps the gateway from passing another.
	p.s.InFlight[word] &^= bit
	p.update()
}

// context returns whose register is at an offset of one of the areas that have
// a stride for each context.
func context(offset, base, stride uint64) (context int, within uint64, ok bool) {
	n := (offset - base) / stride
	return int(n & (plicContexts - 1)), (offset - base) % stride, offset >= base && n < plicContexts
}

// Load implements Device. A load of a claim register claims.
func (p *PLIC) Load(offset uint64, size int) (value uint64, ok bool) {
	if !isWord(offset, size) {
		return 0, false
	}
	switch {
	case offset < plicPending:
		if source := offset / 4; source <= PLICSources {
			return uint64(p.s.Priority[source]), true
		}
	case offset < plicEnable:
		if word := (offset - plicPending) / 4; word < plicWords {
			return uint64(p.s.Pending[word]), true
		}
	case offset < plicThreshold:
		n, within, ok := context(offset, plicEnable, plicEnableStride)
		if word := within / 4; ok && word < plicWords {
			return uint64(p.s.Enabled[n][word]), true
		}
	default:
		n, within, ok := context(offset, plicThreshold, plicContextStride)
		switch {
		case ok && within == 0:
			return uint64(p.s.Threshold[n]), true
		case ok && within == plicClaim-plicThreshold:
			return uint64(p.claim(n)), true
		}
	}
	return 0, true
}

// Store implements Device. A store to a claim register completes.
func (p *PLIC) Store(offset uint64, size int, value uint64) (ok bool) {
	if !isWord(offset, size) {
		return false
	}
	word := uint32(value)
	switch {
	case offset < plicPending:
		if source := offset / 4; source >= 1 && source <= PLICSources {
			p.s.Priority[source] = uint8(word & plicPriorities)
		}
	case offset < plicEnable: // pending bits are read-only
	case offset < plicThreshold:
		n, within, ok := context(offset, plicEnable, plicEnableStride)
		if i := within / 4; ok && i < plicWords {
			p.s.Enabled[n][i] = word & sourcesOf(i)
		}
	default:
		n, within, ok := context(offset, plicThreshold, plicContextStride)
		switch {
		case ok && within == 0:
			p.s.Threshold[n] = uint8(word & plicPriorities)
		case ok && within == plicClaim-plicThreshold:
			p.complete(n, word)
		}
	}
	p.update()
	return true
}

// sourcesOf returns which bits of a word of sources there are.
func sourcesOf(word uint64) uint32 {
	switch word {
	case 0:
		return ^uint32(1) // there is no source 0
	case plicWords - 1:
		return plicSourcesMask
	default:
		return ^uint32(0)
	}
}
