// SPDX-License-Identifier: MIT

package device

// DWWatchdog is one of the K210's WDT0 and WDT1, which are Synopsys DesignWare's
// (k210-facts.md §11; DW_apb_wdt databook). It counts down from 2^(16+torr); at
// the end it asks for a reset, or, if it is told to, for an interrupt first, and
// for a reset when that is still there at the next end. Once it has been enabled,
// only a reset stops it: the chip's, or its own in SYSCTL (kendryte-standalone-sdk
// issue 106).
type DWWatchdog struct {
	// Now returns CPU cycles since power-on.
	Now func() uint64
	// CPUHz and ClockHz are the CPU's clock and the one that is counted, in Hz
	// (SYSCTL.WDTHz). Update must be called when one has changed.
	CPUHz, ClockHz func() uint64
	// IRQ, if there, is told when the interrupt line changes.
	IRQ func(raised bool)
	// TimedOut, if there, is told when the chip is to be reset.
	TimedOut func()

	s DWWatchdogState
}

// DWWatchdogState is all of a DWWatchdog that changes.
type DWWatchdogState struct {
	Control, Range uint32
	Current        uint64
	Pending        bool
	Raised         bool
	Expired        bool // the reset has been asked for
	Ticker         ticker
}

// Registers, as offsets (k210-facts.md §11).
const (
	wdtControl = 0x00
	wdtRange   = 0x04 // torr
	wdtCurrent = 0x08
	wdtRestart = 0x0c
	wdtStatus  = 0x10
	wdtEOI     = 0x14
	wdtType    = 0xfc

	// DWWatchdogSize is how many addresses the registers take.
	DWWatchdogSize = 0x1000
)

// Fields and values (k210-facts.md §11).
const (
	wdtEnable         = 1 << 0
	wdtInterruptFirst = 1 << 1
	wdtControlBits    = 0x1f // with the length of the reset pulse
	wdtKick           = 0x76
	wdtRangeBits      = 0xff // a second field, of the first period, has no effect
	wdtTypeNumber     = 0x4457_0120
)

// Reset stops the watchdog.
func (d *DWWatchdog) Reset() {
	raise(&d.s.Raised, false, d.IRQ)
	d.s = DWWatchdogState{}
	d.s.Current = d.period()
	d.tick()
}

// State returns what changes, for snapshots: a *DWWatchdogState.
func (d *DWWatchdog) State() any { return &d.s }

// period is how many ticks there are from one end to the next.
func (d *DWWatchdog) period() uint64 { return 1 << (16 + d.s.Range&0xf) }

func (d *DWWatchdog) runs() bool { return d.s.Control&wdtEnable != 0 && !d.s.Expired }

// tick returns how many ticks have come since it was called last.
func (d *DWWatchdog) tick() uint64 { return d.s.Ticker.advance(d.Now(), d.ClockHz(), d.CPUHz()) }

// Update counts until now. Ticks are not looked at while nothing counts.
func (d *DWWatchdog) Update() {
	ticks := uint64(0)
	if d.runs() {
		ticks = d.tick()
	}
	for d.runs() && ticks >= d.s.Current {
		ticks -= d.s.Current
		d.s.Current = d.period()
		if d.s.Control&wdtInterruptFirst != 0 && !d.s.Pending {
			d.s.Pending = true
			continue
		}
		d.s.Expired = true
		if d.TimedOut != nil {
			d.TimedOut()
		}
	}
	if d.runs() {
		d.s.Current -= ticks
	}
	raise(&d.s.Raised, d.s.Pending, d.IRQ)
}

// Next returns in how many cycles the end comes.
func (d *DWWatchdog) Next() (cycles uint64) {
	if !d.runs() {
		return Never
	}
	return cyclesTo(after(d.s.Ticker.Cycle, d.s.Ticker.until(d.s.Current)), d.Now())
}

// Load implements Device. A load of eoi clears the interrupt.
func (d *DWWatchdog) Load(offset uint64, size int) (value uint64, ok bool) {
	if !isWord(offset, size) {
		return 0, false
	}
	d.Update()
	switch offset {
	case wdtControl:
		value = uint64(d.s.Control)
	case wdtRange:
		value = uint64(d.s.Range)
	case wdtCurrent:
		value = d.s.Current & (1<<32 - 1)
	case wdtStatus:
		if d.s.Pending {
			value = 1
		}
	case wdtEOI:
		d.s.Pending = false
		d.Update()
	case wdtType:
		value = wdtTypeNumber
	}
	return value, true
}

// Store implements Device. A new range counts from the next start on.
func (d *DWWatchdog) Store(offset uint64, size int, value uint64) (ok bool) {
	if !isWord(offset, size) {
		return false
	}
	d.Update()
	switch offset {
	case wdtControl:
		started := d.s.Control&wdtEnable == 0 && value&wdtEnable != 0
		d.s.Control = uint32(value)&wdtControlBits | d.s.Control&wdtEnable
		if started {
			d.tick() // those that nobody has counted
			d.s.Current = d.period()
		}
	case wdtRange:
		d.s.Range = uint32(value) & wdtRangeBits
	case wdtRestart:
		if value&0xff == wdtKick {
			d.s.Current, d.s.Pending = d.period(), false
		}
	}
	d.Update()
	return true
}
