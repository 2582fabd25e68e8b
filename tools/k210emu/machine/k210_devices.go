// SPDX-License-Identifier: MIT

package machine

import (
	"fmt"

	"bugo/platforms/k210"
	"bugo/tools/k210emu/device"
	"bugo/tools/k210emu/isprom"
)

// bus has the devices, those that are used most first (k210-facts.md §1).
func (m *K210) bus() bus {
	b := bus{
		{k210.UARTHSBase, device.UARTHSSize, &m.uarths},
		{k210.CLINTBase, 0xc000, &m.clint},
		{k210.GPIOHSBase, device.GPIOHSSize, &m.gpiohs},
		{k210.UncachedBase, k210.SRAMSize, uncached{m}},
		{k210.SYSCTLBase, device.SYSCTLSize, &m.sysctl},
		{k210.PLICBase, device.PLICSize, &m.plic},
		{k210.SPI3Base, device.XIPSize, m.gate("SPI3", device.PeripheralSPI3, &m.spi3)},
		{k210.SPI0Base, device.SSISize, m.gate("SPI0", device.PeripheralSPI0, &m.spi0)},
		{k210.SPI1Base, device.SSISize, m.gate("SPI1", device.PeripheralSPI1, &m.spi1)},
		{k210.FPIOABase, device.FPIOASize, m.gate("FPIOA", device.PeripheralFPIOA, &m.fpioa)},
		{k210.GPIOBase, device.DWGPIOSize, m.gate("GPIO", device.PeripheralGPIO, &m.gpio)},
	}
	for n, base := range []uint64{k210.UART1Base, k210.UART2Base, k210.UART3Base} {
		b = append(b, region{base, device.DWUARTSize,
			m.gate(fmt.Sprint("UART", n+1), device.PeripheralUART1+device.Peripheral(n), &m.uarts[n])})
	}
	for n, base := range []uint64{k210.TIMER0Base, k210.TIMER1Base, k210.TIMER2Base} {
		b = append(b, region{base, device.DWTimerSize,
			m.gate(fmt.Sprint("TIMER", n), device.PeripheralTimer0+device.Peripheral(n), &m.timers[n])})
	}
	for n, base := range []uint64{k210.WDT0Base, k210.WDT1Base} {
		b = append(b, region{base, device.DWWatchdogSize,
			m.gate(fmt.Sprint("WDT", n), device.PeripheralWDT0+device.Peripheral(n), &m.wdts[n])})
	}
	return append(b, m.unmodelledRegions()...)
}

// unmodelledRegions are the devices that the chip has, and this machine has not: a
// program that uses one is told so.
func (m *K210) unmodelledRegions() (b bus) {
	const page = 0x1000
	for _, d := range []struct {
		name       string
		base, size uint64
	}{
		{"KPU", k210.KPUBase, 12 << 20}, // k210-facts.md §1
		{"FFT", k210.FFTBase, 4 << 20},  // k210-facts.md §1
		{"DMAC", k210.DMACBase, page},
		{"SPI slave", k210.SPISlaveBase, page},
		{"I2S0", k210.I2S0Base, page}, {"I2S1", k210.I2S1Base, page}, {"I2S2", k210.I2S2Base, page},
		{"I2C0", k210.I2C0Base, page}, {"I2C1", k210.I2C1Base, page}, {"I2C2", k210.I2C2Base, page},
		{"SHA256", k210.SHA256Base, page},
		{"OTP", k210.OTPBase, page},
		{"DVP", k210.DVPBase, page},
		{"AES", k210.AESBase, page},
		{"RTC", k210.RTCBase, page},
	} {
		u := &device.Unmodelled{Name: d.name, Used: func(name string, _ uint64, _ bool) {
			m.remark(name + " is used, which this emulator does not model: it loads 0 and forgets what is stored")
		}}
		m.unmodelled = append(m.unmodelled, u)
		b = append(b, region{d.base, d.size, u})
	}
	return b
}

// gate stands before a device whose clock can be off.
func (m *K210) gate(name string, p device.Peripheral, d device.Device) *device.Gate {
	return &device.Gate{
		Device:  d,
		Enabled: func() bool { return m.sysctl.Enabled(p) },
		Closed: func(uint64, bool) {
			m.remark(name + " is used while its clock is off, or while it is held in reset")
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
	m.sysctl.PeripheralReset = m.peripheralReset
	m.fpioa.Output = m.functionOutput
	m.fpioa.Input = m.functionInput
	m.fpioa.Pad = m.padChanged
	m.gpiohs.Changed = func(line int) { m.fpioa.UpdateFunction(device.FunctionGPIOHS0 + line) }
	m.gpiohs.IRQ = func(line int, raised bool) { m.plic.SetSource(device.SourceGPIOHS0+line, raised) }
	m.gpio.Changed = func(line int) { m.fpioa.UpdateFunction(device.FunctionGPIO0 + line) }
	m.gpio.IRQ = m.source(device.SourceGPIO)
	m.connectSerial()
	m.connectSPI()
	m.connectTimers()
	m.isp = isprom.ROM{Memory: romMemory{m}, SetBaud: m.setROMBaud}
	m.isp.Reset()
}

// source returns what raises and lowers a source of the PLIC.
func (m *K210) source(n int) func(raised bool) {
	return func(raised bool) { m.plic.SetSource(n, raised) }
}

// connectSerial leads the serial ports to the board's line.
func (m *K210) connectSerial() {
	garbled := func(name string) func(baud uint64) {
		return func(baud uint64) {
			m.remark(fmt.Sprintf("%s is at %d baud, and the line at %d", name, baud, m.baud()))
		}
	}
	m.uarths = device.UARTHS{
		Line:    pads{m, device.FunctionUARTHSRX, device.FunctionUARTHSTX},
		CPUHz:   m.sysctl.CPUHz,
		IRQ:     m.source(device.SourceUARTHS),
		Garbled: garbled("UARTHS"),
	}
	m.receivers = append(m.receivers, &receiver{m: m, port: &m.uarths, source: device.SourceUARTHS})
	for n := range m.uarts {
		m.uarts[n] = device.DWUART{
			Line:    pads{m, device.FunctionUART1RX + 2*n, device.FunctionUART1TX + 2*n},
			ClockHz: m.sysctl.APB0Hz,
			IRQ:     m.source(device.SourceUART1 + n),
			Garbled: garbled(fmt.Sprint("UART", n+1)),
		}
		m.receivers = append(m.receivers, &receiver{m: m, port: &m.uarts[n], source: device.SourceUART1 + n})
	}
	for _, r := range m.receivers {
		m.timed = append(m.timed, r)
	}
}

// connectTimers gives timers and watchdogs their clocks.
func (m *K210) connectTimers() {
	for n := range m.timers {
		first := device.SourceTimer0A + 2*n
		m.timers[n] = device.DWTimer{
			Now: m.Cycles, CPUHz: m.sysctl.CPUHz,
			ClockHz: func() uint64 { return m.sysctl.TimerHz(n) },
			IRQ:     func(line int, raised bool) { m.plic.SetSource(first+line, raised) },
		}
		m.timed = append(m.timed, &m.timers[n])
	}
	for n, cause := range []device.ResetCause{device.ResetByWDT0, device.ResetByWDT1} {
		m.wdts[n] = device.DWWatchdog{
			Now: m.Cycles, CPUHz: m.sysctl.CPUHz,
			ClockHz:  func() uint64 { return m.sysctl.WDTHz(n) },
			IRQ:      m.source(device.SourceWDT0 + n),
			TimedOut: func() { m.watchdog.ResetBy = cause },
		}
		m.timed = append(m.timed, &m.wdts[n])
	}
}

// watchdogState is the reset that a watchdog has asked for, and that the machine
// has not done yet.
type watchdogState struct{ ResetBy device.ResetCause }

// State returns what changes, for snapshots: the receiver.
func (s *watchdogState) State() any { return s }

// peripheralReset resets a device that is to be held in reset.
func (m *K210) peripheralReset(p device.Peripheral) {
	switch n := int(p); {
	case p == device.PeripheralGPIO:
		m.gpio.Reset()
	case p == device.PeripheralSPI0:
		m.spi0.Reset()
	case p == device.PeripheralSPI1:
		m.spi1.Reset()
	case p == device.PeripheralSPI3:
		m.spi3.Reset()
	case p == device.PeripheralFPIOA:
		m.fpioa.Reset()
	case p >= device.PeripheralUART1 && p <= device.PeripheralUART3:
		m.uarts[n-int(device.PeripheralUART1)].Reset()
	case p >= device.PeripheralTimer0 && p <= device.PeripheralTimer2:
		m.timers[n-int(device.PeripheralTimer0)].Reset()
	case p == device.PeripheralWDT0 || p == device.PeripheralWDT1:
		m.wdts[n-int(device.PeripheralWDT0)].Reset()
	}
}
