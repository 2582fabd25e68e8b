// SPDX-License-Identifier: MIT

package device

// GPIOHS is the K210's high-speed GPIO, which is SiFive's: 32 lines, each with
// an interrupt of its own (k210-facts.md §7). Which pads the lines reach is
// FPIOA's to say.
type GPIOHS struct {
	// IRQ, if there, is told when a line's interrupt changes.
	IRQ func(line int, raised bool)
	// Changed, if there, is told when a line is put out otherwise: another
	// level, or no longer.
	Changed func(line int)

	s GPIOHSState
}

// GPIOHSState is all of a GPIOHS that changes. A bit n is line n.
type GPIOHSState struct {
	Registers [gpiohsRegisters]uint32
	Input     uint32 // what is at the lines, whether anybody looks or not
	Raised    uint32
}

// GPIOHSLines is how many lines there are.
const GPIOHSLines = 32

// Registers, as offsets (k210-facts.md §7).
const (
	gpiohsInputValue   = 0x00
	gpiohsInputEnable  = 0x04
	gpiohsOutputEnable = 0x08
	gpiohsOutputValue  = 0x0c
	gpiohsPullUpEnable = 0x10
	gpiohsDrive        = 0x14
	gpiohsRiseIE       = 0x18
	gpiohsRiseIP       = 0x1c
	gpiohsFallIE       = 0x20
	gpiohsFallIP       = 0x24
	gpiohsHighIE       = 0x28
	gpiohsHighIP       = 0x2c
	gpiohsLowIE        = 0x30
	gpiohsLowIP        = 0x34
	gpiohsIOFEnable    = 0x38
	gpiohsIOFSelect    = 0x3c
	gpiohsOutputXor    = 0x40

	gpiohsRegisters = gpiohsOutputXor/4 + 1

	// GPIOHSSize is how many addresses the registers take (k210-facts.md §1).
	GPIOHSSize = 0x1000
)

// Reset makes all lines inputs that nobody looks at, but for line 0: the boot ROM
// has looked at the BOOT key (laanwj/k210-sdk-stuff, rom/k210.rom.c).
func (g *GPIOHS) Reset() {
	was := *g
	g.s = GPIOHSState{Input: g.s.Input, Raised: g.s.Raised}
	*g.register(gpiohsInputEnable) = 1
	g.sample()
	g.tell(&was)
}

// State returns what changes, for snapshots: a *GPIOHSState.
func (g *GPIOHS) State() any { return &g.s }

func (g *GPIOHS) register(offset uint64) *uint32 { return &g.s.Registers[offset/4] }

// Output returns what a line puts out, and whether it does.
func (g *GPIOHS) Output(line int) (level, enabled bool) {
	bit := uint32(1) << (line % GPIOHSLines)
	return g.levels()&bit != 0, *g.register(gpiohsOutputEnable)&bit != 0
}

func (g *GPIOHS) levels() uint32 {
	return *g.register(gpiohsOutputValue) ^ *g.register(gpiohsOutputXor)
}

// SetInput tells the level at a line.
func (g *GPIOHS) SetInput(line int, level bool) {
	bit := uint32(1) << (line % GPIOHSLines)
	g.s.Input &^= bit
	if level {
		g.s.Input |= bit
	}
	g.sample()
}

// sample looks at the lines that input_en asks for: the others are low. What
// happens is remembered whether an interrupt is wanted or not, and a level again
// and again as long as it lasts.
func (g *GPIOHS) sample() {
	value := g.register(gpiohsInputValue)
	now := g.s.Input & *g.register(gpiohsInputEnable)
	*g.register(gpiohsRiseIP) |= now &^ *value
	*g.register(gpiohsFallIP) |= *value &^ now
	*value = now
	*g.register(gpiohsHighIP) |= now
	*g.register(gpiohsLowIP) |= ^now

	raised := uint32(0)
	for offset := uint64(gpiohsRiseIE); offset < gpiohsIOFEnable; offset += gpiohsFallIE - gpiohsRiseIE {
		raised |= *g.register(offset) & *g.register(offset + 4)
	}
	changed := raised ^ g.s.Raised
	g.s.Raised = raised
	for line := 0; changed != 0; line, changed = line+1, changed>>1 {
		if changed&1 != 0 && g.IRQ != nil {
			g.IRQ(line, raised>>line&1 != 0)
		}
	}
}

// tell reports lines whose output is not what it was.
func (g *GPIOHS) tell(was *GPIOHS) {
	changed := *g.register(gpiohsOutputEnable) ^ *was.register(gpiohsOutputEnable)
	changed |= (g.levels() ^ was.levels()) & *g.register(gpiohsOutputEnable)
	for line := 0; changed != 0; line, changed = line+1, changed>>1 {
		if changed&1 != 0 && g.Changed != nil {
			g.Changed(line)
		}
	}
}

// Load implements Device.
func (g *GPIOHS) Load(offset uint64, size int) (value uint64, ok bool) {
	if !isWord(offset, size) {
		return 0, false
	}
	if offset >= 4*gpiohsRegisters {
		return 0, true
	}
	return uint64(*g.register(offset)), true
}

// Store implements Device. A 1 in a pending register clears.
func (g *GPIOHS) Store(offset uint64, size int, value uint64) (ok bool) {
	if !isWord(offset, size) {
		return false
	}
	if offset >= 4*gpiohsRegisters {
		return true
	}
	was := *g
	switch offset {
	case gpiohsInputValue: // read-only
	case gpiohsRiseIP, gpiohsFallIP, gpiohsHighIP, gpiohsLowIP:
		*g.register(offset) &^= uint32(value)
	default:
		*g.register(offset) = uint32(value)
	}
	g.sample()
	g.tell(&was)
	return true
}
