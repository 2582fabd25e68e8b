// SPDX-License-Identifier: MIT

package isp

// An Op is what a request asks for (k210-facts.md §12.3).
type Op byte

// The ROM's requests are C, those of the stub D (k210-facts.md §12.3).
const (
	OpEcho        Op = 0xc1 // the ROM has no code for it
	OpGreet       Op = 0xc2
	OpMemoryWrite Op = 0xc3
	OpMemoryRead  Op = 0xc4 // the ROM has no code for it
	OpMemoryBoot  Op = 0xc5
	OpBaud        Op = 0xc6
	OpDebug       Op = 0xd1 // only in replies: a text for people
	OpStubGreet   Op = 0xd2
	OpFlashErase  Op = 0xd3
	OpFlashWrite  Op = 0xd4
	OpReboot      Op = 0xd5
	OpStubBaud    Op = 0xd6
	OpFlashInit   Op = 0xd7
)

// A Chip is a flash chip's place, what OpFlashInit has for an address
// (k210-facts.md §12.3, D7).
type Chip uint32

// The two places, as kflash.py names them.
const (
	ChipInPackage Chip = 0
	ChipOnBoard   Chip = 1
)

func (o Op) name() string {
	switch o {
	case OpEcho:
		return "echo"
	case OpGreet:
		return "greeting"
	case OpMemoryWrite:
		return "memory write"
	case OpMemoryRead:
		return "memory read"
	case OpMemoryBoot:
		return "boot"
	case OpBaud:
		return "baud rate"
	case OpDebug:
		return "debug text"
	case OpStubGreet:
		return "stub greeting"
	case OpFlashErase:
		return "flash erase"
	case OpFlashWrite:
		return "flash write"
	case OpReboot:
		return "reboot"
	case OpStubBaud:
		return "stub baud rate"
	case OpFlashInit:
		return "flash init"
	}
	return ""
}

// String returns name and number, such as "flash write (D4)".
func (o Op) String() string {
	if name := o.name(); name != "" {
		return name + " (" + hexByte(byte(o)) + ")"
	}
	return "command " + hexByte(byte(o))
}

// Greets says whether the request is a bare greeting, without CRC.
func (o Op) Greets() bool { return o == OpGreet || o == OpStubGreet }

// Stub says whether the stub answers the request, and not the ROM.
func (o Op) Stub() bool { return o >= OpStubGreet && o <= OpFlashInit }

// carries says whether length counts data that follows.
func (o Op) carries() bool {
	return o == OpMemoryWrite || o == OpBaud || o == OpFlashWrite || o == OpStubBaud
}

// A Reason is the board's answer (k210-facts.md §12.3).
type Reason byte

// The reasons (k210-facts.md §12.3). Default is what kflash.py takes for OK from the ROM.
const (
	Default     Reason = 0x00
	OK          Reason = 0xe0
	BadLength   Reason = 0xe1 // the stub: also of addresses and rates
	BadChecksum Reason = 0xe2
	BadCommand  Reason = 0xe3
	BadInit     Reason = 0xe4 // the stub: of all that the flash chip does not do
)

// String returns name and number, such as "bad length (E1)".
func (r Reason) String() string {
	switch r {
	case Default:
		return "default (00)"
	case OK:
		return "OK (E0)"
	case BadLength:
		return "bad length (E1)"
	case BadChecksum:
		return "bad checksum (E2)"
	case BadCommand:
		return "invalid command (E3)"
	case BadInit:
		return "bad initialisation (E4)"
	}
	return "reason " + hexByte(byte(r))
}

func hexByte(b byte) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[b>>4], digits[b&15]})
}
