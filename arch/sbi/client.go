// SPDX-License-Identifier: MIT

package sbi

import "unsafe"

// Firmware is whatever answers calls: M-mode behind an ECALL, or a test's fake.
type Firmware interface {
	// Call calls a function of an extension. Arguments that the function does
	// not have are 0.
	Call(extension, function, a0, a1, a2 uintptr) (Error, uintptr)
	// Legacy calls a legacy extension, and returns a0.
	Legacy(extension, a0 uintptr) uintptr
}

// Client asks firmware for what a kernel needs. It prefers the extensions of
// SBI v2.0, and falls back to legacy ones where they are older than it.
type Client struct {
	Firmware Firmware

	// noDebugConsole is set once the firmware turned out not to have one, so
	// that it is not asked for each line.
	noDebugConsole bool
}

// noByte is what getchar answers when no byte waits: -1 (SBI v2.0 §5.3).
const noByte = ^uintptr(0)

// ConsoleWrite writes n bytes at p. It returns when the console has taken all
// of them. The debug console takes physical addresses: where p is not one, the
// bytes go one at a time.
func (c *Client) ConsoleWrite(p unsafe.Pointer, n int) {
	for n > 0 && !c.noDebugConsole {
		err, written := c.Firmware.Call(ExtensionDebugConsole, DebugConsoleWrite, uintptr(n), uintptr(p), 0)
		if err == ErrNotSupported {
			c.noDebugConsole = true
		}
		if err != Success {
			break
		}
		// The console may take less than all (SBI v2.0 §12.1).
		written = min(written, uintptr(n))
		p, n = unsafe.Add(p, written), n-int(written)
	}
	for ; n > 0; p, n = unsafe.Add(p, 1), n-1 {
		c.Firmware.Legacy(LegacyConsolePutchar, uintptr(*(*byte)(p)))
	}
}

// ConsoleRead returns the next byte typed at the console, if one waits.
func (c *Client) ConsoleRead() (value byte, ok bool) {
	answer := c.Firmware.Legacy(LegacyConsoleGetchar, 0)
	return byte(answer), answer != noByte
}

// SetTimer makes the supervisor timer interrupt pending when the timer reaches
// deadline, and takes a pending one back. The largest value means never.
func (c *Client) SetTimer(deadline uint64) Error {
	err, _ := c.Firmware.Call(ExtensionTimer, TimerSet, uintptr(deadline), 0, 0)
	if err == ErrNotSupported {
		c.Firmware.Legacy(LegacySetTimer, uintptr(deadline))
		err = Success
	}
	return err
}

// SendIPI makes the supervisor software interrupt pending on the harts of a
// mask: bit n stands for hart base+n (SBI v2.0 §7.1).
func (c *Client) SendIPI(mask, base uintptr) Error {
	err, _ := c.Firmware.Call(ExtensionIPI, IPISend, mask, base, 0)
	return err
}

// StartHart makes a stopped hart enter S-mode at the physical address start,
// with a0 = its number and a1 = opaque, translation and interrupts off
// (SBI v2.0 §9.1). It does not wait until the hart is there.
func (c *Client) StartHart(hart, start, opaque uintptr) Error {
	err, _ := c.Firmware.Call(ExtensionHart, HartStart, hart, start, opaque)
	return err
}

// StopHart stops the calling hart. It returns only if that failed.
func (c *Client) StopHart() Error {
	err, _ := c.Firmware.Call(ExtensionHart, HartStop, 0, 0, 0)
	return err
}

// HartStatus returns where a hart stands.
func (c *Client) HartStatus(hart uintptr) (HartState, Error) {
	err, state := c.Firmware.Call(ExtensionHart, HartGetStatus, hart, 0, 0)
	return HartState(state), err
}

// Reset shuts the machine down or starts it anew. It returns only if the
// firmware can do neither.
func (c *Client) Reset(kind ResetType, reason ResetReason) Error {
	err, _ := c.Firmware.Call(ExtensionReset, ResetSystem, uintptr(kind), uintptr(reason), 0)
	if err == ErrNotSupported && kind == ResetShutdown {
		c.Firmware.Legacy(LegacyShutdown, 0)
	}
	return err
}

// Mvendorid returns who made the hart: its CSR of that name (SBI v2.0 §4.5), or
// 0 where the firmware does not say.
func (c *Client) Mvendorid() uintptr {
	err, value := c.Firmware.Call(ExtensionBase, BaseGetMvendorid, 0, 0, 0)
	if err != Success {
		return 0
	}
	return value
}

// Probe reports whether the firmware has an extension.
func (c *Client) Probe(extension uintptr) bool {
	err, available := c.Firmware.Call(ExtensionBase, BaseProbeExtension, extension, 0, 0)
	return err == Success && available != 0
}

// EnableAISRAM makes the K210's AI SRAM memory, and returns where it is and how
// many bytes it has. ErrNotSupported: the machine is no K210, or its firmware not
// Bugo's.
func (c *Client) EnableAISRAM() (base, size uintptr, err Error) {
	err, base = c.Firmware.Call(ExtensionK210, K210EnableAISRAM, 0, 0, 0)
	if err != Success {
		return 0, 0, err
	}
	err, size = c.Firmware.Call(ExtensionK210, K210AISRAMSize, 0, 0, 0)
	return base, size, err
}

// SetPageFaults says whether a K210's faults of address translation are page
// faults, on all harts: see K210SetPageFaults. On machines that have page faults it
// is ErrNotSupported.
func (c *Client) SetPageFaults(on bool) Error {
	argument := uintptr(0)
	if on {
		argument = 1
	}
	err, _ := c.Firmware.Call(ExtensionK210, K210SetPageFaults, argument, 0, 0)
	return err
}
