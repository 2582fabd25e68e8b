// SPDX-License-Identifier: MIT

package device

// DWGPIO is the K210's GPIO on APB0, which is Synopsys DesignWare's: 8 lines with
// one interrupt for all (k210-facts.md §7; DW_apb_gpio databook). Which pads the
// lines reach is FPIOA's to say.
type DWGPIO struct {
	// IRQ, if there, is told when the interrupt line changes.
	IRQ func(raised bool)
	// Changed, if there, is told when a line is put out otherwise: another level,
	// or no longer.
	Changed func(line int)

	s DWGPIOState
}

// DWGPIOState is all of a DWGPIO that changes. A bit n is line n.
type DWGPIOState struct {
	Registers [gpioRegisters]uint32
	Input     uint32 // what is at the lines
	Edges     uint32 // seen and not cleared
	Raised    bool
}

// DWGPIOLines is how many lines there are.
const DWGPIOLines = 8

// Registers, as offsets (k210-facts.md §7).
const (
	gpioOutput          = 0x00
	gpioDirection       = 0x04
	gpioSource          = 0x08
	gpioInterruptEnable = 0x30
	gpioInterruptMask   = 0x34
	gpioEdge            = 0x38
	gpioPolarity        = 0x3c
	gpioStatus          = 0x40
	gpioRawStatus       = 0x44
	gpioDebounce        = 0x48
	gpioClear           = 0x4c
	gpioInput           = 0x50
	gpioSyncLevel       = 0x60
	gpioID              = 0x64
	gpioBothEdges       = 0x68

	gpioRegisters = gpioBothEdges/4 + 1
	gpioLineBits  = 1<<DWGPIOLines - 1

	// DWGPIOSize is how many addresses the registers take.
	DWGPIOSize = 0x1000
)

// Reset makes all lines inputs.
func (g *DWGPIO) Reset() {
	was := *g
	g.s = DWGPIOState{Input: g.s.Input, Raised: g.s.Raised}
	g.interrupt()
	g.tell(&was)
}

// State returns what changes, for snapshots: a *DWGPIOState.
func (g *DWGPIO) State() any { return &g.s }

func (g *DWGPIO) register(offset uint64) *uint32 { return &g.s.Registers[offset/4] }

// Output returns what a line puts out, and whether it does.
func (g *DWGPIO) Output(line int) (level, enabled bool) {
	bit := uint32(1) << (line % DWGPIOLines)
	return *g.register(gpioOutput)&bit != 0, *g.register(gpioDirection)&bit != 0
}

// SetInput tells the level at a line.
func (g *DWGPIO) SetInput(line int, level bool) {
	bit := uint32(1) << (line % DWGPIOLines)
	was := g.s.Input
	g.s.Input &^= bit
	if level {
		g.s.Input |= bit
	}
	changed := was ^ g.s.Input
	// With polarity 1, high and rising count; both edges do if both_edge says so.
	wanted := ^(g.s.Input ^ *g.register(gpioPolarity)) | *g.register(gpioBothEdges)
	g.s.Edges |= changed & wanted & g.sources() & *g.register(gpioEdge)
	g.interrupt()
}

// sources is the lines that can interrupt: inputs that are asked to.
func (g *DWGPIO) sources() uint32 {
	return *g.register(gpioInterruptEnable) &^ *g.register(gpioDirection)
}

func (g *DWGPIO) raw() uint32 {
	active := ^(g.s.Input ^ *g.register(gpioPolarity)) & gpioLineBits
	edge := *g.register(gpioEdge)
	return (g.s.Edges&edge | active&^edge) & g.sources()
}

func (g *DWGPIO) interrupt() {
	raise(&g.s.Raised, g.raw()&^*g.register(gpioInterruptMask) != 0, g.IRQ)
}

// tell reports lines whose output is not what it was.
func (g *DWGPIO) tell(was *DWGPIO) {
	changed := *g.register(gpioDirection) ^ *was.register(gpioDirection)
	changed |= (*g.register(gpioOutput) ^ *was.register(gpioOutput)) & *g.register(gpioDirection)
	for line := 0; changed != 0; line, changed = line+1, changed>>1 {
		if changed&1 != 0 && g.Changed != nil {
			g.Changed(line)
		}
	}
}

// Load implements Device.
func (g *DWGPIO) Load(offset uint64, size int) (value uint64, ok bool) {
	if !isWord(offset, size) {
		return 0, false
	}
	var word uint32
	switch offset {
	case gpioStatus:
		word = g.raw() &^ *g.register(gpioInterruptMask)
	case gpioRawStatus:
		word = g.raw()
	case gpioInput:
		direction := *g.register(gpioDirection)
		word = g.s.Input&^direction | *g.register(gpioOutput)&direction
	default:
		if offset < 4*gpioRegisters {
			word = *g.register(offset)
		}
	}
	return uint64(word), true
}

// Store implements Device.
func (g *DWGPIO) Store(offset uint64, size int, value uint64) (ok bool) {
	if !isWord(offset, size) {
		return false
	}
	was := *g
	word := uint32(value) & gpioLineBits
	switch offset {
	case gpioOutput, gpioDirection, gpioSource, gpioInterruptEnable, gpioInterruptMask, gpioEdge, gpioPolarity,
		gpioDebounce, gpioSyncLevel, gpioBothEdges:
		*g.register(offset) = word
	case gpioClear:
		g.s.Edges &^= word
	}
	g.interrupt()
	g.tell(&was)
	return true
}
