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
	gpio   device.DWGPIO
	uarts  [3]device.DWUART // UART1 to 3
	spi0   device.SSI
	spi1   device.SSI
	spi3   device.SSI
	nor    device.NOR
	timers [3]device.DWTimer
	wdts   [2]device.DWWatchdog
	isp    isprom.ROM // what the board has where there is a BootKey

	receivers  []*receiver // of the four serial ports
	watchdog   watchdogState
	unmodelled []*device.Unmodelled
	devices    bus

	flash    []byte // what the flash chip holds
	rom      bootROM
	leds     LEDs
	remarked map[string]bool
}

const k210Harts = 2 // k210-facts.md §1

// NewK210 returns a machine after power-on, before the first instruction of what
// its flash holds. It is an error if the boot ROM finds nothing there to start.
func NewK210(board Board, options ...Option) (*K210, error) {
	m := &K210{
		Machine: Machine{
			ram:           make([]byte, k210.SRAMSize),
			ramBase:       k210.SRAMBase,
			aliasBase:     k210.UncachedBase,
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
	m.apply(options)
	m.devices = m.bus()
	m.addHarts(k210Harts, hart.Privileged1_9_1, k210.AISRAMBase-k210.SRAMBase, m.devices, k210.FirmwareBase)
	m.connect()
	m.start(device.ResetByPin)
	if m.rom.err != nil {
		return nil, m.rom.err
	}
	return m, nil
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
	for n := range m.timers {
		m.timers[n].Update()
	}
	for n := range m.wdts {
		m.wdts[n].Update()
	}
}

// LEDs returns which are on.
func (m *K210) LEDs() LEDs { return m.leds }

// Flash returns what the flash chip holds now.
func (m *K210) Flash() []byte { return m.flash }

// Memory returns the RAM from an address on, cached or not, or nothing where there
// is none.
func (m *K210) Memory(address uint64) []byte {
	if offset := address - k210.UncachedBase; offset < k210.SRAMSize {
		address = k210.SRAMBase + offset
	}
	return m.Machine.Memory(address)
}

// reset implements kind.
func (m *K210) reset() {
	cause := device.ResetBySoft
	if m.watchdog.ResetBy != 0 {
		cause = m.watchdog.ResetBy
	}
	m.watchdog = watchdogState{}
	m.start(cause)
}

// start is a reset, and what the boot ROM does then. Memory keeps what it has.
func (m *K210) start(cause device.ResetCause) {
	m.sysctl.Reset(cause)
	for _, d := range m.resettable() {
		d.Reset()
	}
	if m.inISP() {
		m.fpioa.SetPad(k210.PinBoot, device.Low)
		return // until the ROM is told to start something
	}
	m.fpioa.SetPad(k210.PinBoot, device.High) // by a resistor (k210-facts.md §8)
	m.boot()
}

// resettable are the devices that a reset of the chip resets, but for the SYSCTL:
// FPIOA last, when all functions put out what they do then.
func (m *K210) resettable() []interface{ Reset() } {
	all := []interface{ Reset() }{&m.plic, &m.gpiohs, &m.gpio, &m.uarths, &m.spi0, &m.spi1, &m.spi3, &m.nor, &m.clint}
	for n := range m.uarts {
		all = append(all, &m.uarts[n])
	}
	for n := range m.timers {
		all = append(all, &m.timers[n])
	}
	for n := range m.wdts {
		all = append(all, &m.wdts[n])
	}
	return append(all, &m.fpioa)
}

func (m *K210) resetRequested() bool { return m.sysctl.ResetRequested() || m.watchdog.ResetBy != 0 }

// finished implements kind: what the boot ROM cannot start has ended.
func (m *K210) finished() (status int, ok bool) { return 1, m.rom.s.Stopped }

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
