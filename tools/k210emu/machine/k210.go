// SPDX-License-Identifier: MIT

package machine

import (
	"fmt"

	"bugo/platforms/k210"
	"bugo/tools/k210emu/device"
	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/isprom"
)

// Board is what is around a K210: see NewK210.
type Board struct {
	// Line is the serial line at the pads IO4 and IO5.
	Line device.Line
	// Flash is what the flash chip holds, from its start; the rest of the chip is
	// erased.
	Flash []byte
	// Card is in the slot for SD cards, unless it is nil. Its Now is the machine's.
	Card *device.SDCard
	// LineBaud, if there, is the rate of the line's other end, in bits a second.
	// Without it that is k210.ConsoleBaud.
	LineBaud func() uint64
	// BootKey tells whether the BOOT key is held down at power-on, so that the boot
	// ROM waits for orders on the serial line (k210-facts.md §12.1). It is let go
	// when a program was started: a reset boots what is in flash then.
	BootKey bool
	// LEDs, if there, is told when they change.
	LEDs func(LEDs)
	// Remark, if there, is told what a guest does that a K210 would not answer as
	// it may expect. Each is told once.
	Remark func(text string)
}

// LEDs are those on the board that are on.
type LEDs struct{ Red, Green, Blue bool }

// K210 is the Kendryte K210 on a board like the Maix Bit: two harts, memory, and
// the devices around them. What its boot ROM does is done at once, at reset.
type K210 struct {
	Machine
	board Board

	sysctl device.SYSCTL
	fpioa  device.FPIOA
	gpiohs device.GPIOHS
	plic   device.PLIC
	uarths device.UARTHS
	spi0   device.SSI
	spi1   device.SSI
	spi3   device.SSI
	nor    device.NOR
	isp    isprom.ROM // what the board has where there is a BootKey

	receiver *receiver

	flash     []byte // what the flash chip holds
	bootError error  // why there was nothing to start
	leds      LEDs
	remarked  map[string]bool
}

const k210Harts = 2 // k210-facts.md §1

// NewK210 returns a machine after power-on, before the first instruction of what
// its flash holds. It is an error if the boot ROM finds nothing there to start.
func NewK210(board Board) (*K210, error) {
	m := &K210{
		Machine: Machine{
			ram:           make([]byte, k210.SRAMSize),
			ramBase:       k210.SRAMBase,
			cyclesPerTick: k210.CyclesPerTick,
			clint:         device.CLINT{FirstDeadline: 0}, // mtimecmp has no reset value: §2.7
		},
		board:    board,
		remarked: map[string]bool{},
	}
	m.kind = m
	if len(board.Flash) > device.NORSize {
		return nil, fmt.Errorf("%d bytes are more than the flash chip's %d", len(board.Flash), device.NORSize)
	}
	m.flash = make([]byte, device.NORSize)
	m.fillFlash(m.flash)
	poison(m.ram)
	for _, pad := range []int{k210.PinLEDRed, k210.PinLEDGreen, k210.PinLEDBlue, k210.PinSDCS} {
		m.fpioa.SetPad(pad, device.High) // by a resistor: k210-facts.md §8
	}
	m.addHarts(k210Harts, hart.Privileged1_9_1, k210.AISRAMBase-k210.SRAMBase, m.bus(), k210.FirmwareBase)
	m.connect()
	m.start(device.ResetByPin)
	if m.bootError != nil {
		return nil, m.bootError
	}
	return m, nil
}

// bus has the devices, those that are used most first.
func (m *K210) bus() bus {
	return bus{
		{k210.UARTHSBase, device.UARTHSSize, &m.uarths},
		{k210.CLINTBase, 0xc000, &m.clint}, // k210-facts.md §1
		{k210.GPIOHSBase, device.GPIOHSSize, &m.gpiohs},
		{k210.UncachedBase, k210.SRAMSize, uncached{m}},
		{k210.SYSCTLBase, device.SYSCTLSize, &m.sysctl},
		{k210.PLICBase, device.PLICSize, &m.plic},
		{k210.SPI3Base, device.XIPSize, m.gate("SPI3", device.PeripheralSPI3, &m.spi3)},
		{k210.SPI0Base, device.SSISize, m.gate("SPI0", device.PeripheralSPI0, &m.spi0)},
		{k210.SPI1Base, device.SSISize, m.gate("SPI1", device.PeripheralSPI1, &m.spi1)},
		{k210.FPIOABase, device.FPIOASize, m.gate("FPIOA", device.PeripheralFPIOA, &m.fpioa)},
	}
}

// gate stands before a device whose clock can be off.
func (m *K210) gate(name string, p device.Peripheral, d device.Device) *device.Gate {
	return &device.Gate{
		Device:  d,
		Enabled: func() bool { return m.sysctl.Enabled(p) },
		Closed: func(offset uint64, _ bool) {
			m.remark(fmt.Sprintf("%s is used while its clock is off, or while it is held in reset", name))
		},
	}
}

// remark tells a remark the first time.
func (m *K210) remark(text string) {
	if m.board.Remark != nil && !m.remarked[text] {
		m.remarked[text] = true
		m.board.Remark(fmt.Sprintf("%s (hart %d, pc 0x%x)", text, m.current.ID, m.current.PC()))
	}
}

// connect leads the devices' lines to each other, and to the board.
func (m *K210) connect() {
	for _, h := range m.harts {
		m.plic.Harts = append(m.plic.Harts, h)
	}
	m.sysctl.Changed = m.clocksChanged
	m.fpioa.Output = m.functionOutput
	m.fpioa.Input = m.functionInput
	m.fpioa.Pad = m.padChanged
	m.gpiohs.Changed = func(line int) { m.fpioa.UpdateFunction(device.FunctionGPIOHS0 + line) }
	m.gpiohs.IRQ = func(line int, raised bool) { m.plic.SetSource(device.SourceGPIOHS0+line, raised) }
	m.uarths.Line = pads{m, device.FunctionUARTHSRX, device.FunctionUARTHSTX}
	m.uarths.CPUHz = m.sysctl.CPUHz
	m.uarths.IRQ = func(raised bool) { m.plic.SetSource(device.SourceUARTHS, raised) }
	m.uarths.Garbled = func(baud uint64) {
		m.remark(fmt.Sprintf("UARTHS is at %d baud, and the line at %d", baud, m.uarths.LineBaud))
	}
	m.receiver = &receiver{m: m}
	m.timed = append(m.timed, m.receiver)
	m.isp = isprom.ROM{Memory: romMemory{m}, SetBaud: m.setROMBaud}
	m.isp.Reset()
	m.connectSPI()
}

// ramOn is how many bytes of memory are there: the AI SRAM, at the end, is only
// while its clocks run (k210-facts.md §1).
func (m *K210) ramOn() int {
	if m.sysctl.AISRAM() {
		return k210.SRAMSize
	}
	return k210.AISRAMBase - k210.SRAMBase
}

// clocksChanged looks at what hangs on clocks.
func (m *K210) clocksChanged() {
	for _, h := range m.harts {
		if size := m.ramOn(); size != len(h.RAM.Bytes) {
			h.SetRAM(size)
		}
	}
}

// functionOutput is what a function of the FPIOA puts out.
func (m *K210) functionOutput(function int) (level, enabled bool) {
	if line := function - device.FunctionGPIOHS0; line >= 0 && line < device.GPIOHSLines {
		return m.gpiohs.Output(line)
	}
	return true, function == device.FunctionUARTHSTX // a line that is idle is high
}

// functionInput is told what comes in to a function.
func (m *K210) functionInput(function int, level bool) {
	if line := function - device.FunctionGPIOHS0; line >= 0 && line < device.GPIOHSLines {
		m.gpiohs.SetInput(line, level)
	}
}

// padChanged is told the new level of a pad.
func (m *K210) padChanged(pad int, level bool) {
	if pad == k210.PinSDCS && m.board.Card != nil {
		m.board.Card.Select(!level)
	}
	// LEDs are on while their pad is low (k210-facts.md §8).
	now := LEDs{
		Red:   !m.fpioa.Level(k210.PinLEDRed),
		Green: !m.fpioa.Level(k210.PinLEDGreen),
		Blue:  !m.fpioa.Level(k210.PinLEDBlue),
	}
	if now != m.leds {
		m.leds = now
		if m.board.LEDs != nil {
			m.board.LEDs(now)
		}
	}
}

// LEDs returns which are on.
func (m *K210) LEDs() LEDs { return m.leds }

// Flash returns what the flash chip holds now.
func (m *K210) Flash() []byte { return m.flash }

// reset implements kind.
func (m *K210) reset() { m.start(device.ResetBySoft) }

// start is a reset, and what the boot ROM does then. Memory keeps what it has.
func (m *K210) start(cause device.ResetCause) {
	m.sysctl.Reset(cause)
	m.plic.Reset()
	m.gpiohs.Reset()
	m.uarths.Reset()
	m.spi0.Reset()
	m.spi1.Reset()
	m.spi3.Reset()
	m.nor.Reset()
	m.clint.Reset()
	m.fpioa.Reset()
	if m.inISP() {
		m.fpioa.SetPad(k210.PinBoot, device.Low)
		return // until the ROM is told to start something
	}
	m.fpioa.SetPad(k210.PinBoot, device.High) // by a resistor (k210-facts.md §8)
	m.boot()
}

func (m *K210) resetRequested() bool { return m.sysctl.ResetRequested }

// finished implements kind: what the boot ROM cannot start has ended.
func (m *K210) finished() (status int, ok bool) { return 1, m.bootError != nil }

// halted implements kind. A K210 has no switch for its power: a program ends by
// halting, and the red LED tells that it has failed.
func (m *K210) halted() (status int, ok bool) {
	for _, h := range m.harts {
		ok = ok || h.Halted()
	}
	if m.leds.Red {
		status = 1
	}
	return status, ok
}

func (m *K210) madeFrom() (kind string, inputs []byte) {
	inputs = append(inputs, m.board.Flash...)
	if m.board.BootKey {
		inputs = append(inputs, 1)
	}
	return "k210", inputs
}

func (m *K210) components() []component {
	all := []component{
		{"clint", &m.clint}, {"sysctl", &m.sysctl}, {"fpioa", &m.fpioa}, {"gpiohs", &m.gpiohs},
		{"plic", &m.plic}, {"uarths", &m.uarths}, {"receiver", m.receiver},
		{"spi0", &m.spi0}, {"spi1", &m.spi1}, {"spi3", &m.spi3}, {"nor", &m.nor},
	}
	if m.board.BootKey {
		all = append(all, component{"isp", &m.isp})
	}
	if card := m.board.Card; card != nil {
		all = append(all, component{"card", card})
	}
	return all
}

// memories implements kind. What an SD card holds is its image's.
func (m *K210) memories() []memory {
	return []memory{{"ram", m.ram, poison}, {"flash", m.flash, m.fillFlash}}
}

// fillFlash is what the flash chip holds at first: what it was given, and then
// nothing, which is ones.
func (m *K210) fillFlash(b []byte) {
	for n := copy(b, m.board.Flash); n < len(b); n++ {
		b[n] = 0xff
	}
}

// restored implements kind. LEDs and what the ROM has found are told by the rest.
func (m *K210) restored() {
	m.bootError = nil
	m.padChanged(0, false)
}
