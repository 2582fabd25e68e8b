// SPDX-License-Identifier: MIT

package device

// FPIOA is the K210's pin multiplexer: it leads each of 48 pads to one of 256
// functions, and decides what level is at a pad (k210-facts.md §8). Devices do
// not know of pads; the machine tells FPIOA what functions put out, and is told
// what comes in.
//
// A pad has the level that the chip drives; else the one that the board does;
// else the one that its resistor pulls to, which is low when there is none.
type FPIOA struct {
	// Output, if there, returns what a function puts out, and whether it wants
	// to drive its pad. Functions that are not modelled do not.
	Output func(function int) (level, enabled bool)
	// Input, if there, is told when a function's input changes.
	Input func(function int, level bool)
	// Pad, if there, is told when the level at a pad changes.
	Pad func(pad int, level bool)

	s FPIOAState
}

// FPIOAState is all of an FPIOA that changes.
type FPIOAState struct {
	Pads      [FPIOAPads]uint32 // with pad_di
	TieEnable [fpioaFunctions / 32]uint32
	TieValue  [fpioaFunctions / 32]uint32
	Outside   [FPIOAPads]Drive
	Inputs    [fpioaFunctions / 32]uint32 // what Input was told last
}

// Drive is what the board does to a pad.
type Drive uint8

// What a board can do: nothing, or a level.
const (
	Undriven Drive = iota
	Low
	High
)

const (
	// FPIOAPads is how many pads there are.
	FPIOAPads = 48

	fpioaFunctions = 256
)

// Registers, as offsets (k210-facts.md §8). A pad's is its number's word.
const (
	fpioaTieEnable = 0xc0
	fpioaTieValue  = 0xe0
	fpioaEnd       = 0x100

	// FPIOASize is how many addresses the registers take.
	FPIOASize = 0x1000
)

// Fields of a pad's register (k210-facts.md §8).
const (
	padFunction     = 0xff
	padDrive        = 0xf << 8
	padOutputEnable = 1 << 12
	padOutputInvert = 1 << 13 // of the output enable
	padSelectEnable = 1 << 14 // put out the output enable, not the data
	padInvert       = 1 << 15 // of what is put out
	padPullUp       = 1 << 16
	padPullDown     = 1 << 17
	padInputEnable  = 1 << 20
	padInputInvert  = 1 << 22
	padSchmitt      = 1 << 23
	padLevel        = 1 << 31

	padWritable = (padLevel - 1) &^ (1<<18 | 0x7f<<24)
)

// Functions (k210-facts.md §8). Those of a device's further lines follow.
const (
	FunctionSPI0D0   = 4
	FunctionSPI0SS0  = 12
	FunctionSPI0SCLK = 17
	FunctionUARTHSRX = 18
	FunctionUARTHSTX = 19
	FunctionGPIOHS0  = 24
	FunctionGPIO0    = 56
	FunctionUART1RX  = 64
	FunctionUART1TX  = 65
	FunctionUART2RX  = 66
	FunctionUART2TX  = 67
	FunctionUART3RX  = 68
	FunctionUART3TX  = 69
	FunctionSPI1D0   = 70
	FunctionSPI1SS0  = 78
	FunctionSPI1SCLK = 83
	FunctionConstant = 222 // puts out 0, for a pad to invert
)

// What a pad's register is for an input and for an output.
const (
	padAsInput  = padInputEnable | padSchmitt
	padAsOutput = padDrive | padOutputEnable
)

// fpioaDefaults is what pads lead to at reset: JTAG's TCK, TDI, TMS and TDO, the
// console, and the BOOT key, which the boot ROM finds at GPIOHS's line 0
// (k210-facts.md §5, §8; laanwj/k210-sdk-stuff, rom/k210.rom.c). The other pads do
// nothing.
var fpioaDefaults = [FPIOAPads]uint32{
	0: padAsInput | 0, 1: padAsInput | 1, 2: padAsInput | 2, 3: padAsOutput | 3,
	4: padAsInput | FunctionUARTHSRX, 5: padAsOutput | FunctionUARTHSTX,
	16: padAsInput | FunctionGPIOHS0,
}

// functionNone is one that there is not (Kendryte SDK fpioa.h, RESV0).
const functionNone = 120

// Reset is the multiplexer as the boot ROM leaves it. What the board drives
// stays.
func (f *FPIOA) Reset() {
	was := f.s
	f.s = FPIOAState{Outside: was.Outside, Inputs: was.Inputs}
	for pad, register := range fpioaDefaults {
		if register == 0 {
			register = functionNone
		}
		f.s.Pads[pad] = register | was.Pads[pad]&padLevel // so that only changes are told
	}
	f.Update()
}

// State returns what changes, for snapshots: a *FPIOAState.
func (f *FPIOA) State() any { return &f.s }

// PadOf returns the first pad that leads to a function.
func (f *FPIOA) PadOf(function int) (pad int, ok bool) {
	for pad := range f.s.Pads {
		if f.FunctionOf(pad) == function {
			return pad, true
		}
	}
	return 0, false
}

// FunctionOf returns the function that a pad leads to.
func (f *FPIOA) FunctionOf(pad int) (function int) { return int(f.s.Pads[pad] & padFunction) }

// Level returns the level at a pad.
func (f *FPIOA) Level(pad int) bool { return f.s.Pads[pad]&padLevel != 0 }

// SetPad is what the board does to a pad from now on.
func (f *FPIOA) SetPad(pad int, d Drive) {
	f.s.Outside[pad] = d
	f.settle(pad)
}

// Update is to be called when a function may put out something else.
func (f *FPIOA) Update() {
	for pad := range f.s.Pads {
		f.settle(pad)
	}
	for function := range fpioaFunctions {
		f.feed(function)
	}
}

// UpdateFunction is Update for one function.
func (f *FPIOA) UpdateFunction(function int) {
	for pad := range f.s.Pads {
		if f.FunctionOf(pad) == function {
			f.settle(pad)
		}
	}
}

// driven returns what the chip puts out at a pad, if it does.
func (f *FPIOA) driven(pad int) (level, ok bool) {
	register := f.s.Pads[pad]
	data, enabled := false, false
	if function := f.FunctionOf(pad); function == FunctionConstant {
		enabled = true
	} else if f.Output != nil {
		data, enabled = f.Output(function)
	}
	if register&padSelectEnable != 0 {
		data = enabled
	}
	level = data != (register&padInvert != 0)
	enabled = enabled != (register&padOutputInvert != 0)
	return level, enabled && register&padOutputEnable != 0
}

// settle gives a pad the level that it has now, and its function the input.
func (f *FPIOA) settle(pad int) {
	level, driven := f.driven(pad)
	switch {
	case driven:
	case f.s.Outside[pad] != Undriven:
		level = f.s.Outside[pad] == High
	default:
		level = f.s.Pads[pad]&padPullUp != 0
	}
	if level != f.Level(pad) {
		f.s.Pads[pad] ^= padLevel
		if f.Pad != nil {
			f.Pad(pad, level)
		}
	}
	f.feed(f.FunctionOf(pad))
}

// feed tells a function its input, if that has changed: what it is tied to, or
// else the level at its pad. Without either it is low.
func (f *FPIOA) feed(function int) {
	word, bit := function/32, uint32(1)<<(function%32)
	level := false
	if f.s.TieEnable[word]&bit != 0 {
		level = f.s.TieValue[word]&bit != 0
	} else if pad, ok := f.PadOf(function); ok && f.s.Pads[pad]&padInputEnable != 0 {
		level = f.Level(pad) != (f.s.Pads[pad]&padInputInvert != 0)
	}
	if level == (f.s.Inputs[word]&bit != 0) {
		return
	}
	f.s.Inputs[word] ^= bit
	if f.Input != nil {
		f.Input(function, level)
	}
}

// Load implements Device.
func (f *FPIOA) Load(offset uint64, size int) (value uint64, ok bool) {
	if !isWord(offset, size) {
		return 0, false
	}
	var word uint32
	switch {
	case offset < fpioaTieEnable:
		word = f.s.Pads[offset/4]
	case offset < fpioaTieValue:
		word = f.s.TieEnable[(offset-fpioaTieEnable)/4]
	case offset < fpioaEnd:
		word = f.s.TieValue[(offset-fpioaTieValue)/4]
	}
	return uint64(word), true
}

// Store implements Device.
func (f *FPIOA) Store(offset uint64, size int, value uint64) (ok bool) {
	if !isWord(offset, size) {
		return false
	}
	word := uint32(value)
	switch {
	case offset < fpioaTieEnable:
		pad := int(offset / 4)
		before := f.FunctionOf(pad)
		f.s.Pads[pad] = word&padWritable | f.s.Pads[pad]&padLevel
		f.settle(pad)
		f.feed(before)
	case offset < fpioaTieValue:
		f.s.TieEnable[(offset-fpioaTieEnable)/4] = word
		f.feedWord(offset - fpioaTieEnable)
	case offset < fpioaEnd:
		f.s.TieValue[(offset-fpioaTieValue)/4] = word
		f.feedWord(offset - fpioaTieValue)
	}
	return true
}

// feedWord feeds all functions of a word of tie_en or tie_val.
func (f *FPIOA) feedWord(offset uint64) {
	for bit := range 32 {
		f.feed(int(offset)*8 + bit)
	}
}
