// SPDX-License-Identifier: MIT

package device

// DWTimer is one of the K210's TIMER0 to 2, which are Synopsys DesignWare's: four
// channels that count down (k210-facts.md §11; DW_apb_timers databook). A channel
// takes load+1 ticks from one end to the next; each end toggles its output. With
// PWM on, its output is low for load+1 ticks and high for load2+1.
//
// Pausing timers through SYSCTL has no effect.
type DWTimer struct {
	// Now returns CPU cycles since power-on.
	Now func() uint64
	// CPUHz and ClockHz are the CPU's clock and the one that is counted, in Hz
	// (SYSCTL.TimerHz). Update must be called when one has changed.
	CPUHz, ClockHz func() uint64
	// IRQ, if there, is told when one of the two interrupt lines changes: 0 is
	// channels 0 and 1, and 1 is channels 2 and 3.
	IRQ func(line int, raised bool)
	// Toggle, if there, is told when a channel's output changes.
	Toggle func(channel int, level bool)

	s DWTimerState
}

// DWTimerState is all of a DWTimer that changes.
type DWTimerState struct {
	Channels [timerChannels]timerChannel
	Ticker   ticker
	Raised   [timerChannels / 2]bool
}

// timerChannel is a channel's state. Its fields are exported for snapshots only.
type timerChannel struct {
	Load, Load2, Current uint32
	Control              uint32
	Pending, Output      bool
}

const timerChannels = 4

// Registers, as offsets (k210-facts.md §11). A channel's are timerStride apart.
const (
	timerLoad      = 0x00
	timerCurrent   = 0x04
	timerControl   = 0x08
	timerEOI       = 0x0c
	timerStatus    = 0x10
	timerStride    = 0x14
	timerAllStatus = 0xa0
	timerAllEOI    = 0xa4
	timerAllRaw    = 0xa8
	timerVersion   = 0xac
	timerLoad2     = 0xb0

	// DWTimerSize is how many addresses the registers take.
	DWTimerSize = 0x1000
)

// Bits of a channel's control (k210-facts.md §11).
const (
	timerEnable = 1 << 0
	timerUser   = 1 << 1 // counts from load, not from the highest number
	timerMask   = 1 << 2 // of its interrupt
	timerPWM    = 1 << 3
	timerBits   = 1<<4 - 1
)

// Reset stops all channels.
func (d *DWTimer) Reset() {
	was := d.s
	d.s = DWTimerState{Raised: was.Raised}
	d.tick()
	for n := range d.s.Channels {
		d.tell(n, was.Channels[n].Output)
	}
	d.interrupt()
}

// State returns what changes, for snapshots: a *DWTimerState.
func (d *DWTimer) State() any { return &d.s }

// reload is what a channel counts from when it has come to its end.
func (c *timerChannel) reload() uint32 {
	switch {
	case c.Control&timerUser == 0:
		return 1<<32 - 1
	case c.Control&timerPWM != 0 && c.Output:
		return c.Load2
	default:
		return c.Load
	}
}

// count lets ticks pass.
func (c *timerChannel) count(ticks uint64) {
	if c.Control&timerEnable == 0 || ticks == 0 {
		return
	}
	if ticks <= uint64(c.Current) {
		c.Current -= uint32(ticks)
		return
	}
	ticks -= uint64(c.Current) + 1
	c.end()
	// A pair of ends is as it was before, and there may be many of them.
	first := uint64(c.Current) + 1
	c.Output = !c.Output
	second := uint64(c.reload()) + 1
	c.Output = !c.Output
	ticks %= first + second
	if ticks >= first {
		ticks -= first
		c.end()
	}
	c.Current -= uint32(ticks)
}

// end is a tick at 0.
func (c *timerChannel) end() {
	c.Pending = true
	c.Output = !c.Output
	c.Current = c.reload()
}

// asks tells whether a channel's interrupt is raised.
func (c *timerChannel) asks() bool { return c.Pending && c.Control&timerMask == 0 }

// runs tells whether any channel does.
func (d *DWTimer) runs() bool {
	enabled := uint32(0)
	for n := range d.s.Channels {
		enabled |= d.s.Channels[n].Control
	}
	return enabled&timerEnable != 0
}

// tick returns how many ticks have come since it was called last.
func (d *DWTimer) tick() uint64 { return d.s.Ticker.advance(d.Now(), d.ClockHz(), d.CPUHz()) }

// Update counts until now. It is often called, and nothing has to be done while
// no channel counts: then ticks are not looked at.
func (d *DWTimer) Update() {
	if !d.runs() {
		return
	}
	ticks := d.tick()
	if ticks == 0 {
		return
	}
	for n := range d.s.Channels {
		c := &d.s.Channels[n]
		was := c.Output
		c.count(ticks)
		d.tell(n, was)
	}
	d.interrupt()
}

// Next returns in how many cycles a channel comes to its end, of those that
// anybody listens to.
func (d *DWTimer) Next() (cycles uint64) {
	cycles = Never
	for n := range d.s.Channels {
		c := &d.s.Channels[n]
		interrupts := d.IRQ != nil && c.Control&timerMask == 0 && !c.Pending
		if c.Control&timerEnable != 0 && (interrupts || d.Toggle != nil) {
			cycles = min(cycles, d.s.Ticker.until(uint64(c.Current)+1))
		}
	}
	return cyclesTo(after(d.s.Ticker.Cycle, cycles), d.Now())
}

func (d *DWTimer) tell(channel int, was bool) {
	if now := d.s.Channels[channel].Output; now != was && d.Toggle != nil {
		d.Toggle(channel, now)
	}
}

func (d *DWTimer) interrupt() {
	for line := range d.s.Raised {
		raised := d.s.Channels[2*line].asks() || d.s.Channels[2*line+1].asks()
		if raised != d.s.Raised[line] {
			d.s.Raised[line] = raised
			if d.IRQ != nil {
				d.IRQ(line, raised)
			}
		}
	}
}

// all returns a bit for each channel.
func (d *DWTimer) all(of func(c *timerChannel) bool) (bits uint32) {
	for n := range d.s.Channels {
		if of(&d.s.Channels[n]) {
			bits |= 1 << n
		}
	}
	return bits
}

// Load implements Device. A load of an eoi register clears.
func (d *DWTimer) Load(offset uint64, size int) (value uint64, ok bool) {
	if !isWord(offset, size) {
		return 0, false
	}
	d.Update()
	var word uint32
	switch {
	case offset < timerChannels*timerStride:
		word = d.loadChannel(&d.s.Channels[offset/timerStride], offset%timerStride)
	case offset == timerAllStatus:
		word = d.all((*timerChannel).asks)
	case offset == timerAllEOI:
		for n := range d.s.Channels {
			d.s.Channels[n].Pending = false
		}
		d.interrupt()
	case offset == timerAllRaw:
		word = d.all(func(c *timerChannel) bool { return c.Pending })
	case offset >= timerLoad2 && offset < timerLoad2+4*timerChannels:
		word = d.s.Channels[(offset-timerLoad2)/4].Load2
	}
	return uint64(word), true
}

func (d *DWTimer) loadChannel(c *timerChannel, register uint64) uint32 {
	switch register {
	case timerLoad:
		return c.Load
	case timerCurrent:
		return c.Current
	case timerControl:
		return c.Control
	case timerEOI:
		c.Pending = false
		d.interrupt()
	case timerStatus:
		if c.asks() {
			return 1
		}
	}
	return 0
}

// Store implements Device. What is loaded counts from a channel's next end on,
// or from when it is enabled.
func (d *DWTimer) Store(offset uint64, size int, value uint64) (ok bool) {
	if !isWord(offset, size) {
		return false
	}
	d.Update()
	word := uint32(value)
	switch {
	case offset < timerChannels*timerStride:
		n := int(offset / timerStride)
		switch offset % timerStride {
		case timerLoad:
			d.s.Channels[n].Load = word
		case timerControl:
			d.control(n, word&timerBits)
		}
	case offset >= timerLoad2 && offset < timerLoad2+4*timerChannels:
		d.s.Channels[(offset-timerLoad2)/4].Load2 = word
	}
	return true
}

// control stores a channel's control. One that is enabled begins at load,
// whatever its mode; one that is not has no interrupt, and its output is low.
func (d *DWTimer) control(n int, word uint32) {
	c := &d.s.Channels[n]
	started := word&timerEnable != 0 && c.Control&timerEnable == 0
	if started && !d.runs() {
		d.tick() // those that nobody has counted
	}
	was := c.Output
	c.Control = word
	if started {
		c.Current = c.Load
	}
	if word&timerEnable == 0 {
		c.Pending, c.Output = false, false
	}
	d.tell(n, was)
	d.interrupt()
}
