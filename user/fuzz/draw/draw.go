// SPDX-License-Identifier: MIT

// Package draw draws random system calls, and knows what the kernel must answer.
//
// Everything follows from a seed. Numbers are those of the table or any others;
// arguments are small integers, the caller's own memory, the edges of its parts, on
// either side of them and across, what it may only read, guards, the kernel's and the
// firmware's memory, lengths that wrap around, and random bits. What would harm the caller or its neighbours is never drawn:
//
//   - exit, and a deadly signal to oneself, unless Place.Mortal
//   - a signal to anybody else but the harmless 0
//   - a sleep of more than a millisecond
//   - a break between the caller's image and its limit
//   - memory for the kernel to write that is not Place.Scratch, and text to
//     write to the console that is not Place.Quiet
//   - a read that waits for the console, more often than Place.Reads
package draw

import (
	"bugo/user/abi"
	"bugo/user/layout"
)

// Place says who calls.
type Place struct {
	layout.Layout         // the caller's memory
	Break         uintptr // what brk answers
	Scratch       uintptr // ScratchSize bytes that the kernel may overwrite
	Quiet         uintptr // QuietSize bytes that may appear on the console
	Request       uintptr // a Timespec, into which Call.Sleep is put before a call
	Pid           int
	Mortal        bool // the caller may end itself
	Reads         int  // lines that somebody will type
}

// Sizes of the caller's memory, which lies at multiples of 8.
const (
	ScratchSize = 256
	QuietSize   = 16
)

// Call is a system call, and what is known about its answer.
type Call struct {
	Number    uintptr
	Arguments [6]uintptr
	Sleep     abi.Timespec // goes into Place.Request
	Answer    Answer
	Exactly   uintptr // a0, where Answer is Value
}

// Answer is what a0 must be.
type Answer uint8

const (
	Sensible Answer = iota // 0 or above, or a known error but neither of the next two
	Fault                  // EFAULT
	Unknown                // ENOSYS
	Value                  // Call.Exactly
)

// Good reports whether a0 is a good answer to the call.
func (c *Call) Good(a0 uintptr) bool {
	value, err := abi.Split(a0)
	switch c.Answer {
	case Fault:
		return err == abi.EFAULT
	case Unknown:
		return err == abi.ENOSYS
	case Value:
		return a0 == c.Exactly
	}
	if err != 0 {
		return err != abi.EFAULT && err != abi.ENOSYS && err.Error() != abi.Errno(4095).Error()
	}
	return int(value) >= 0
}

// Generator draws calls.
type Generator struct {
	place Place
	state uint64
}

// New returns a generator for a seed, and for the run of an app that is started
// anew each time that it has ended itself.
func New(place Place, seed, run uint64) *Generator {
	return &Generator{place: place, state: (seed+1)*0x9e3779b97f4a7c15 ^ (run+1)*0xd1342543de82ef95}
}

// random is splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom
// number generators", 2014).
func (g *Generator) random() uint64 {
	g.state += 0x9e3779b97f4a7c15
	z := g.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a random number below n.
func (g *Generator) below(n uint64) uint64 { return g.random() >> 32 * n >> 32 }

// known are the calls of the table.
var known = [...]uintptr{
	abi.SysRead, abi.SysWrite, abi.SysExit, abi.SysNanosleep, abi.SysClockGettime, abi.SysSchedYield,
	abi.SysKill, abi.SysSetpriority, abi.SysGettimeofday, abi.SysGetpid, abi.SysSysinfo, abi.SysBrk,
}

// Next draws a call into c.
func (g *Generator) Next(c *Call) {
	*c = Call{}
	for i := range c.Arguments {
		c.Arguments[i] = g.anything()
	}
	if g.below(5) == 0 {
		g.unknown(c)
		return
	}
	c.Number = known[g.below(uint64(len(known)))]
	switch c.Number {
	case abi.SysRead:
		g.read(c)
	case abi.SysWrite:
		g.write(c)
	case abi.SysExit:
		if !g.place.Mortal || g.below(16) != 0 {
			g.getpid(c)
		}
	case abi.SysNanosleep:
		g.nanosleep(c)
	case abi.SysClockGettime:
		if g.below(2) == 0 {
			c.Arguments[0] = uintptr(g.below(3))
		}
		g.structure(c, 1, 16, 8, false)
	case abi.SysSchedYield:
		c.Answer = Value
	case abi.SysKill:
		g.kill(c)
	case abi.SysSetpriority:
		g.setpriority(c)
	case abi.SysGettimeofday:
		first := g.structure(c, 0, 16, 8, true)
		second := g.structure(c, 1, 8, 4, true)
		c.Answer = Value
		if !first || !second {
			c.Answer = Fault
		}
	case abi.SysGetpid:
		g.getpid(c)
	case abi.SysSysinfo:
		g.structure(c, 0, 112, 8, false)
	case abi.SysBrk:
		c.Arguments[0] = [...]uintptr{
			0, g.place.Break, g.place.Heap - 1 - uintptr(g.below(1<<20)), g.place.HeapEnd + 1 + uintptr(g.below(1<<20)), uintptr(g.random()) | 1<<40,
		}[g.below(5)]
		c.Answer, c.Exactly = Value, g.place.Break
	}
}

func (g *Generator) getpid(c *Call) {
	c.Number, c.Answer, c.Exactly = abi.SysGetpid, Value, uintptr(g.place.Pid)
}

// unknown draws a number that is not in the table.
func (g *Generator) unknown(c *Call) {
	c.Answer = Unknown
	for {
		switch g.below(3) {
		case 0:
			c.Number = uintptr(g.below(abi.MaxNumber + 64))
		case 1:
			c.Number = 1<<(9+g.below(55)) + known[g.below(uint64(len(known)))]
		default:
			c.Number = uintptr(g.random())
		}
		if abi.Name(c.Number) == "" {
			return
		}
	}
}

func (g *Generator) kill(c *Call) {
	self := uintptr(g.place.Pid)
	switch g.below(4) {
	case 0: // is there somebody?
		c.Arguments[0], c.Arguments[1] = uintptr(g.below(40)), abi.SignalProbe
	case 1: // nobody has this number
		c.Arguments[0] = uintptr(1000 + g.below(1<<30))
	case 2: // no such signal
		c.Arguments[0], c.Arguments[1] = self, uintptr(65+g.below(1<<30))
	default:
		c.Arguments[0], c.Arguments[1] = self, abi.SignalProbe
		if g.place.Mortal && g.below(16) == 0 {
			c.Arguments[1] = [...]uintptr{abi.SIGKILL, abi.SIGTERM}[g.below(2)]
		}
	}
}

func (g *Generator) setpriority(c *Call) {
	if g.below(4) > 0 {
		c.Arguments[0] = abi.PrioProcess
	}
	c.Arguments[1] = [...]uintptr{0, uintptr(g.place.Pid), uintptr(1000 + g.below(1<<30))}[g.below(3)]
	if g.below(2) == 0 {
		c.Arguments[2] = uintptr(int(g.below(48)) - 24)
	}
}
