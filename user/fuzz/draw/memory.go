// SPDX-License-Identifier: MIT

package draw

import "bugo/user/abi"

// Memory that is no app's (k210-facts.md §1, §12.4).
const (
	firmware  = 0x8000_0000
	kernel    = 0x8002_0000
	stacks    = 0xc000_0000
	memoryEnd = 0x8080_0000
)

// anything is an argument that nobody looks at, or at most compares.
func (g *Generator) anything() uintptr {
	switch g.below(4) {
	case 0:
		return uintptr(int(g.below(64)) - 4)
	case 1:
		return uintptr(1) << g.below(64)
	case 2:
		return uintptr(firmware + g.below(memoryEnd-firmware))
	}
	return uintptr(g.random())
}

// foreign draws the address of size bytes, at most 200, that are not all the
// caller's, or with out not all its to write.
func (g *Generator) foreign(size uintptr, out bool) uintptr {
	p := &g.place
	inside := uintptr(g.below(uint64(size))) // this many of them are the caller's
	kinds := uint64(14)
	if out {
		kinds = 18
	}
	switch g.below(kinds) {
	case 0:
		return uintptr(g.below(4096))
	case 1:
		return p.Text - size + inside
	case 2:
		return p.StartEnd - inside
	case 3:
		return p.DataEnd - inside // into the guard below the stack
	case 4:
		return p.Stack - size + inside // out of it
	case 5:
		return p.StackEnd - inside
	case 6:
		return p.HeapEnd - inside
	case 7:
		return p.HeapEnd + uintptr(g.below(1<<20)) | 1<<16 // what another app may have
	case 8:
		return kernel + uintptr(g.below(memoryEnd-kernel-256))
	case 9:
		return firmware + uintptr(g.below(kernel-firmware))
	case 10:
		return stacks + uintptr(g.below(1<<20))
	case 11:
		return memoryEnd + uintptr(g.below(1<<30))
	case 12:
		return -size + inside
	case 13:
		return uintptr(g.random()) | 1<<48
	case 14:
		return p.Text + uintptr(g.below(uint64(p.ROData-p.Text)))
	case 15:
		return p.ROData + uintptr(g.below(uint64(p.Data-p.ROData-size)))
	case 16:
		return p.Data - size + inside // constants, and then data
	}
	return p.Start + uintptr(g.below(64))
}

// structure draws argument i, the address of a structure for the kernel to
// write. It reports whether the address is good, and the answer follows.
func (g *Generator) structure(c *Call, i int, size, align uintptr, nullable bool) (good bool) {
	switch g.below(4) {
	case 0:
		c.Arguments[i], c.Answer = g.foreign(size, true), Fault
		if nullable && c.Arguments[i] == 0 {
			c.Arguments[i] = 8
		}
		return false
	case 1:
		offset := 1 + uintptr(g.below(uint64(align-1))) // misaligned
		c.Arguments[i], c.Answer = g.place.Scratch+offset, Fault
		return false
	case 2:
		if nullable {
			c.Arguments[i] = 0
			return true
		}
	}
	c.Arguments[i] = g.place.Scratch + align*uintptr(g.below(uint64((ScratchSize-size)/align)))
	return true
}

// badBytes draws arguments 1 and 2: address and length of bytes that are not
// all the caller's, or with out not all its to write.
func (g *Generator) badBytes(c *Call, out bool) {
	c.Answer = Fault
	if g.below(2) == 0 { // an address of one's own
		c.Arguments[1] = g.place.Scratch
		length := [...]uint64{1 << 63, ^uint64(0), -uint64(g.place.Scratch), g.random() | 1<<40}[g.below(4)]
		c.Arguments[2] = uintptr(length)
		return
	}
	size := 1 + uintptr(g.below(200))
	c.Arguments[1], c.Arguments[2] = g.foreign(size, out), size
}

// badDescriptor is neither of the standard files.
func (g *Generator) badDescriptor() uintptr { return uintptr(3 + g.below(1<<31-3)) }

func (g *Generator) read(c *Call) {
	switch g.below(4) {
	case 0:
		c.Arguments[0] = 0
		if g.place.Reads > 0 && g.below(1024) == 0 {
			g.place.Reads--
			c.Arguments[1], c.Arguments[2] = g.place.Scratch, 1+uintptr(g.below(ScratchSize))
			return
		}
		g.badBytes(c, true)
	case 1:
		c.Arguments[0], c.Arguments[1], c.Arguments[2] = g.badDescriptor(), g.place.Scratch, uintptr(g.below(ScratchSize))
		c.Answer, c.Exactly = Value, abi.EBADF.Result()
	default:
		g.badBytes(c, true)
	}
}

func (g *Generator) write(c *Call) {
	switch g.below(4) {
	case 0:
		c.Arguments[0] = 1 + uintptr(g.below(2))
		if g.below(64) == 0 {
			size := uintptr(g.below(QuietSize + 1))
			c.Arguments[1], c.Arguments[2] = g.place.Quiet+QuietSize-size, size // its end is a newline
			c.Answer, c.Exactly = Value, size
			return
		}
		g.badBytes(c, false)
	case 1:
		c.Arguments[0], c.Arguments[1], c.Arguments[2] = g.badDescriptor(), g.place.Scratch, uintptr(g.below(ScratchSize))
		c.Answer, c.Exactly = Value, abi.EBADF.Result()
	default:
		g.badBytes(c, false)
	}
}

// nanosleep draws a sleep of at most a millisecond, now and then, or one that
// the kernel refuses.
func (g *Generator) nanosleep(c *Call) {
	c.Arguments[0], c.Arguments[1] = g.place.Request, 0
	c.Sleep = abi.Timespec{Nsec: 1_000_000_000 + int64(g.below(1<<40))}
	c.Answer, c.Exactly = Value, abi.EINVAL.Result()
	switch g.below(8) {
	case 0:
		c.Sleep = abi.Timespec{Nsec: -1 - int64(g.below(1<<40))}
	case 1:
		c.Sleep = abi.Timespec{Sec: -1 - int64(g.below(1<<40))}
	case 2:
		if g.below(16) == 0 {
			c.Sleep = abi.Timespec{Nsec: int64(g.below(1_000_001))}
			c.Answer, c.Exactly = Value, 0
		}
		if g.structure(c, 1, 16, 8, true) {
			return
		}
		c.Answer = Fault
	case 3, 4:
		c.Arguments[0], c.Answer = g.foreign(16, false), Fault
	case 5:
		c.Arguments[0] += 1 + uintptr(g.below(7))
		c.Answer = Fault
	}
}
