// SPDX-License-Identifier: MIT

package device

import (
	"fmt"
	"math"
)

// Interruptible is a hart, as the CLINT sees it.
type Interruptible interface {
	// SetLine raises or lowers interrupts, bits of mip.
	SetLine(bits uint64, raised bool)
}

// CLINT is the core-local interruptor: mtime, and for each hart mtimecmp and
// msip (k210-facts.md §3). Time is what the machine says; Update must be called
// when it has passed.
type CLINT struct {
	// Time returns how many ticks have passed since power-on.
	Time  func() uint64
	Harts []Interruptible
	// FirstDeadline is what mtimecmp holds after Reset.
	FirstDeadline uint64

	s CLINTState
}

// CLINTState is all of a CLINT that changes.
type CLINTState struct {
	Offset   uint64 // of mtime from Time: mtime can be written
	Deadline []uint64
	Software []bool
}

// State returns what changes, for snapshots: a *CLINTState.
func (c *CLINT) State() any { return &c.s }

// CheckState tells what makes a *CLINTState impossible.
func (c *CLINT) CheckState(state any) error {
	s := state.(*CLINTState)
	if len(s.Deadline) != len(c.Harts) || len(s.Software) != len(c.Harts) {
		return fmt.Errorf("there are alarms for %d harts and software interrupts for %d, not for %d", len(s.Deadline), len(s.Software), len(c.Harts))
	}
	return nil
}

// Registers, as offsets (k210-facts.md §3).
const (
	clintMsip     = 0x0000
	clintMtimecmp = 0x4000
	clintMtime    = 0xbff8

	// CLINTSize is how many addresses the registers take.
	CLINTSize = 0x10000
)

// Never is a deadline that does not come.
const Never = math.MaxUint64

// Bits of mip (RISC-V priv. 1.12 §3.1.9).
const (
	softwareInterrupt = 1 << 3
	timerInterrupt    = 1 << 7
)

// Reset sets all alarms to the first deadline, and the time to 0.
func (c *CLINT) Reset() {
	c.s.Offset = -c.Time()
	c.s.Deadline = make([]uint64, len(c.Harts))
	for hart := range c.s.Deadline {
		c.s.Deadline[hart] = c.FirstDeadline
	}
	c.s.Software = make([]bool, len(c.Harts))
	c.Update()
}

// Ticks is mtime.
func (c *CLINT) Ticks() uint64 { return c.Time() + c.s.Offset }

// Deadline returns in how many ticks a hart's timer interrupt is due: 0 when it
// is pending, Never when it was never asked for.
func (c *CLINT) Deadline(hart int) (ticks uint64) {
	now, at := c.Ticks(), c.s.Deadline[hart]
	switch {
	case at == Never:
		return Never
	case at <= now:
		return 0
	default:
		return at - now
	}
}

// Update raises and lowers all interrupts as time wants them.
func (c *CLINT) Update() {
	now := c.Ticks()
	for n, hart := range c.Harts {
		hart.SetLine(timerInterrupt, now >= c.s.Deadline[n])
		hart.SetLine(softwareInterrupt, c.s.Software[n])
	}
}

// Load implements Device.
func (c *CLINT) Load(offset uint64, size int) (value uint64, ok bool) {
	if size == 4 && offset < clintMtimecmp {
		hart := offset / 4
		if hart < uint64(len(c.s.Software)) && c.s.Software[hart] {
			return 1, true
		}
		return 0, true // msip of harts that are not there reads 0
	}
	if size < 4 || offset < clintMtimecmp {
		return 0, false
	}
	register := c.register(offset)
	if offset&^7 == clintMtime {
		now := c.Ticks()
		register = &now
	}
	if register == nil {
		return 0, true
	}
	value = *register >> (8 * (offset & 7))
	if size == 4 {
		value &= math.MaxUint32
	}
	return value, true
}

// register returns the deadline at an offset, if there is one.
func (c *CLINT) register(offset uint64) *uint64 {
	hart := (offset - clintMtimecmp) / 8
	if offset < clintMtimecmp || hart >= uint64(len(c.s.Deadline)) {
		return nil
	}
	return &c.s.Deadline[hart]
}

// Store implements Device.
func (c *CLINT) Store(offset uint64, size int, value uint64) (ok bool) {
	if size == 4 && offset < clintMtimecmp {
		if hart := offset / 4; hart < uint64(len(c.s.Software)) {
			c.s.Software[hart] = value&1 != 0
		}
		c.Update()
		return true
	}
	if size < 4 || offset < clintMtimecmp {
		return false
	}
	if offset&^7 == clintMtime {
		now := c.Ticks()
		put(&now, offset, size, value)
		c.s.Offset = now - c.Time()
	} else if register := c.register(offset); register != nil {
		put(register, offset, size, value)
	}
	c.Update()
	return true
}

// put stores all or half of a register.
func put(register *uint64, offset uint64, size int, value uint64) {
	if size == 8 {
		*register = value
		return
	}
	shift := 8 * (offset & 7)
	*register = *register&^(math.MaxUint32<<shift) | value&math.MaxUint32<<shift
}
