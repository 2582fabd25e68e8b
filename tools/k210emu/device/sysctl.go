// SPDX-License-Identifier: MIT

package device

// SYSCTL is the K210's system controller: clocks, resets, and what else there
// is one of (k210-facts.md §9). Clocks are what sysctl_clock.go makes of it.
//
// A PLL locks as soon as it has power and is not held in reset. Registers that
// set what nobody models (DMA requests, pad voltages, I2S and I2C clocks) keep
// what is stored.
type SYSCTL struct {
	// Changed, if there, is told when a store may have changed a clock, a gate
	// or a peripheral's reset. What counts time has to be updated then.
	Changed func()
	// PeripheralReset, if there, is told when a peripheral enters reset: it is to
	// be reset, and Enabled says that nobody answers.
	PeripheralReset func(p Peripheral)

	s SYSCTLState
}

// SYSCTLState is all of a SYSCTL that changes.
type SYSCTLState struct {
	Registers      [sysctlRegisters]uint32
	ResetRequested bool
}

// Registers, as offsets (k210-facts.md §9).
const (
	sysctlGitID       = 0x00
	sysctlClkFreq     = 0x04
	sysctlPLL0        = 0x08
	sysctlPLL1        = 0x0c
	sysctlPLL2        = 0x10
	sysctlPLLLock     = 0x18
	sysctlROMError    = 0x1c
	sysctlClkSel0     = 0x20
	sysctlClkSel1     = 0x24
	sysctlClkEnCent   = 0x28
	sysctlClkEnPeri   = 0x2c
	sysctlSoftReset   = 0x30
	sysctlPeriReset   = 0x34
	sysctlClkTh0      = 0x38
	sysctlClkTh1      = 0x3c
	sysctlClkTh2      = 0x40
	sysctlClkTh6      = 0x50
	sysctlPeri        = 0x58
	sysctlResetStatus = 0x60
	sysctlPowerSel    = 0x6c

	sysctlRegisters = sysctlPowerSel/4 + 1

	// SYSCTLSize is how many addresses the registers take (k210-facts.md §1).
	SYSCTLSize = 0x1000
)

// sysctlWritable is which bits of a register a store changes (k210-facts.md
// §9). What has other effects is in Store.
var sysctlWritable = [sysctlRegisters]uint32{
	sysctlPLL0 / 4:      1<<26 - 1,
	sysctlPLL1 / 4:      1<<26 - 1,
	sysctlPLL2 / 4:      1<<28 - 1,
	sysctlROMError / 4:  1<<32 - 1,
	sysctlClkSel0 / 4:   1<<16 - 1,
	sysctlClkSel1 / 4:   1,
	sysctlClkEnCent / 4: 1<<6 - 1,
	sysctlClkEnPeri / 4: (1<<30 - 1) &^ (1 << 28),
	sysctlPeriReset / 4: (1<<30 - 1) &^ (1<<28 | 1<<PeripheralOTP),
	sysctlClkTh0 / 4:    1<<20 - 1,
	sysctlClkTh1 / 4:    1<<32 - 1,
	sysctlClkTh2 / 4:    1<<24 - 1,
	0x44 / 4:            1<<32 - 1,
	0x48 / 4:            1<<32 - 1,
	0x4c / 4:            1<<32 - 1,
	sysctlClkTh6 / 4:    1<<16 - 1,
	0x54 / 4:            1<<11 - 1,
	sysctlPeri / 4:      1<<25 - 1,
	0x5c / 4:            1<<32 - 1,
	0x64 / 4:            1<<30 - 1,
	0x68 / 4:            1<<6 - 1,
	sysctlPowerSel / 4:  1<<8 - 1,
}

// Peripheral is a peripheral's bit in clk_en_peri and peri_reset (k210-facts.md
// §9).
type Peripheral uint8

// The peripherals.
const (
	PeripheralROM Peripheral = iota
	PeripheralDMA
	PeripheralAI
	PeripheralDVP
	PeripheralFFT
	PeripheralGPIO
	PeripheralSPI0
	PeripheralSPI1
	PeripheralSPI2
	PeripheralSPI3
	PeripheralI2S0
	PeripheralI2S1
	PeripheralI2S2
	PeripheralI2C0
	PeripheralI2C1
	PeripheralI2C2
	PeripheralUART1
	PeripheralUART2
	PeripheralUART3
	PeripheralAES
	PeripheralFPIOA
	PeripheralTimer0
	PeripheralTimer1
	PeripheralTimer2
	PeripheralWDT0
	PeripheralWDT1
	PeripheralSHA
	PeripheralOTP
	_
	PeripheralRTC
)

// ResetCause is a bit of reset_status: why the chip was reset last
// (k210-facts.md §9).
type ResetCause uint32

// The causes (k210-facts.md §9).
const (
	ResetByPin  ResetCause = 1 << 1 // power-on too
	ResetByWDT0 ResetCause = 1 << 2
	ResetByWDT1 ResetCause = 1 << 3
	ResetBySoft ResetCause = 1 << 4

	resetStatusClear = 1 << 0
)

// State left by reset and the boot ROM. The ROM lets PLL0 run and SPI3 count it,
// and has switched on SPI3, SHA and OTP with their buses (laanwj/k210-sdk-stuff,
// rom/k210.rom.c). What the chip switches on by itself is documented nowhere; all
// drivers switch on what they use, and so nothing else is on here. PLL1 and PLL2
// are off, as RustSBI finds them (k210-facts.md §13), with PLL1's factors for its
// 299 MHz.
const (
	sysctlPLL0Default = 59<<pllClkf | 1<<pllClkod | 59<<pllBwadj | pllPower | pllOutputEnable
	sysctlPLL1Default = 22<<pllClkf | 1<<pllClkod | 22<<pllBwadj | pllReset
	sysctlPLL2Default = pllReset
	sysctlSel0Default = 1<<selACLK | 1<<selAPB0 | 1<<selAPB1 | 1<<selAPB2 | 1<<selSPI3
	sysctlCentDefault = 1<<0 | 1<<1 | 1<<2 | gateAPB0 | gateAPB1 // with CPU and SRAM
	sysctlPeriDefault = 1<<PeripheralROM | 1<<PeripheralSPI3 | 1<<PeripheralSHA | 1<<PeripheralOTP
	sysctlTh1Default  = 3 << 24 // SPI3
)

// Gates of buses, in clk_en_cent (k210-facts.md §9).
const (
	gateAPB0 = 1 << 3
	gateAPB1 = 1 << 4
	gateAPB2 = 1 << 5
)

// Reset is the controller after a reset, as the boot ROM leaves it.
func (c *SYSCTL) Reset(cause ResetCause) {
	c.s = SYSCTLState{}
	for offset, value := range map[uint64]uint32{
		sysctlClkFreq: oscillatorHz, sysctlResetStatus: uint32(cause),
		sysctlPLL0: sysctlPLL0Default, sysctlPLL1: sysctlPLL1Default, sysctlPLL2: sysctlPLL2Default,
		sysctlClkSel0: sysctlSel0Default, sysctlClkEnCent: sysctlCentDefault, sysctlClkEnPeri: sysctlPeriDefault,
		sysctlClkTh1: sysctlTh1Default,
	} {
		*c.register(offset) = value
	}
	c.changed()
}

// ResetRequested tells whether the guest wants the chip to be reset, since Reset.
func (c *SYSCTL) ResetRequested() bool { return c.s.ResetRequested }

// State returns what changes, for snapshots: a *SYSCTLState.
func (c *SYSCTL) State() any { return &c.s }

func (c *SYSCTL) register(offset uint64) *uint32 { return &c.s.Registers[offset/4] }

func (c *SYSCTL) changed() {
	if c.Changed != nil {
		c.Changed()
	}
}

// Load implements Device.
func (c *SYSCTL) Load(offset uint64, size int) (value uint64, ok bool) {
	if !isWord(offset, size) {
		return 0, false
	}
	switch {
	case offset == sysctlPLLLock:
		return uint64(c.locks()), true
	case offset < 4*sysctlRegisters:
		return uint64(*c.register(offset)), true
	}
	return 0, true
}

// Store implements Device.
func (c *SYSCTL) Store(offset uint64, size int, value uint64) (ok bool) {
	if !isWord(offset, size) {
		return false
	}
	if offset >= 4*sysctlRegisters {
		return true
	}
	word := uint32(value)
	switch offset {
	case sysctlSoftReset:
		if word&1 != 0 {
			c.s.ResetRequested = true
		}
	case sysctlResetStatus:
		if word&resetStatusClear != 0 {
			*c.register(sysctlResetStatus) = 0
		}
	default:
		register, writable := c.register(offset), sysctlWritable[offset/4]
		was := *register
		*register = was&^writable | word&writable
		if offset == sysctlPeriReset {
			c.tellResets(*register &^ was)
		}
		if *register != was {
			c.changed()
		}
	}
	return true
}

func (c *SYSCTL) tellResets(entered uint32) {
	for p := Peripheral(0); entered != 0; p, entered = p+1, entered>>1 {
		if entered&1 != 0 && c.PeripheralReset != nil {
			c.PeripheralReset(p)
		}
	}
}

// Enabled tells whether a peripheral answers: its clock is on, on the bus too,
// and it is not held in reset.
func (c *SYSCTL) Enabled(p Peripheral) bool {
	bit := uint32(1) << (p % 32)
	return *c.register(sysctlClkEnPeri)&bit != 0 && *c.register(sysctlPeriReset)&bit == 0 &&
		*c.register(sysctlClkEnCent)&busGate(p) == busGate(p)
}

// busGate returns the bit of clk_en_cent that a peripheral needs. Those that
// are not on an APB bus have none (k210-facts.md §1, by address).
func busGate(p Peripheral) uint32 {
	switch p {
	case PeripheralROM, PeripheralDMA, PeripheralAI, PeripheralFFT, PeripheralSPI3:
		return 0
	case PeripheralDVP, PeripheralAES, PeripheralWDT0, PeripheralWDT1, PeripheralOTP, PeripheralRTC:
		return gateAPB1
	case PeripheralSPI0, PeripheralSPI1:
		return gateAPB2
	default:
		return gateAPB0
	}
}
