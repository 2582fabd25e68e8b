// SPDX-License-Identifier: MIT

package device

// NOR is a serial flash of 16 MiB like the board's, a GD25LQ128 or W25Q128
// (k210-facts.md §10). It is a slave with up to four wires. Erasing sets bits,
// programming clears them; both take time, in which the flash only answers
// whether it is ready.
//
// Block protection, security registers, SFDP, and suspending are not there: a
// command that the flash does not have gets no answer. The protection bits of
// the status registers are kept.
type NOR struct {
	// Bytes is what the flash holds: 16 MiB. They are the machine's to load, to
	// keep and to save.
	Bytes []byte
	// Now returns CPU cycles since power-on.
	Now func() uint64
	// Written, if there, is told what has changed in Bytes.
	Written func(offset, length int)

	s NORState
}

// NORState is all of a NOR that changes, but for its bytes.
type NORState struct {
	Selected bool
	Phase    norPhase
	Command  byte
	Address  uint32
	Count    uint32    // bytes of this phase until now
	Clocks   int       // until data begins
	Page     [256]byte // to be programmed
	Filled   [256]bool

	Status       [norStatusRegisters]byte // but for busy and write enable
	Stored       [norStatusRegisters]byte // by a command that goes on
	WriteEnabled bool
	ResetEnabled bool
	PoweredDown  bool
	BusyUntil    uint64 // in CPU cycles
}

// norPhase is what the next byte is.
type norPhase uint8

const (
	norCommand norPhase = iota
	norAddress
	norDummy
	norRead
	norData
	norIgnored // until the flash is let go
)

const (
	// NORSize is how many bytes there are (k210-facts.md §10).
	NORSize = 16 << 20

	norPageSize        = 256
	norSectorSize      = 4 << 10
	norHalfBlockSize   = 32 << 10
	norBlockSize       = 64 << 10
	norStatusRegisters = 3
)

// Identification: GigaDevice's GD25LQ128 (its datasheet, "Table of ID
// Definitions").
const (
	norManufacturer = 0xc8
	norType         = 0x60
	norCapacity     = 0x18 // 2^24 bytes
	norDeviceID     = 0x17
)

// Bits of the status registers 1 and 2 (W25Q128 datasheet, "Status Registers").
const (
	norBusy        = 1 << 0
	norWriteEnable = 1 << 1
	norQuadEnable  = 1 << 1 // of register 2
	norOwnStatus   = norBusy | norWriteEnable
)

// Typical times (W25Q128 datasheet, "AC Electrical Characteristics"), in cycles
// of a CPU at 390 MHz, whatever its clock.
const (
	norMillisecond     = 390_000
	norStatusCycles    = 10 * norMillisecond
	norProgramCycles   = 7 * norMillisecond / 10
	norSectorCycles    = 45 * norMillisecond
	norHalfBlockCycles = 120 * norMillisecond
	norBlockCycles     = 150 * norMillisecond
	norChipCycles      = 40_000 * norMillisecond
	norResetCycles     = 3 * norMillisecond / 100
)

// Commands (W25Q128 datasheet, "Instruction Set").
const (
	norWriteStatus1  = 0x01
	norPageProgram   = 0x02
	norReadData      = 0x03
	norWriteDisable  = 0x04
	norReadStatus1   = 0x05
	norWriteEnabling = 0x06
	norFastRead      = 0x0b
	norWriteStatus3  = 0x11
	norReadStatus3   = 0x15
	norEraseSector   = 0x20
	norWriteStatus2  = 0x31
	norQuadProgram   = 0x32
	norReadStatus2   = 0x35
	norDualOutput    = 0x3b
	norEraseHalf     = 0x52
	norEraseChip2    = 0x60
	norEnableReset   = 0x66
	norQuadOutput    = 0x6b
	norManufacturer2 = 0x90
	norReset         = 0x99
	norJEDECID       = 0x9f
	norReleaseDown   = 0xab
	norPowerDown     = 0xb9
	norDualIO        = 0xbb
	norEraseChip     = 0xc7
	norEraseBlock    = 0xd8
	norQuadIO        = 0xeb
)

// Reset is the flash after power-on. What it holds stays, and so do its status
// registers, which are not volatile.
func (n *NOR) Reset() { n.s = NORState{Status: n.s.Status} }

// State returns what changes, for snapshots: a *NORState. Bytes are no part of
// it.
func (n *NOR) State() any { return &n.s }

// EnableQuad lets four wires be used, as the boot ROM does when it looks at the
// flash for the first time (laanwj/k210-sdk-stuff, rom/k210.rom.c).
func (n *NOR) EnableQuad() { n.s.Status[1] |= norQuadEnable }

func (n *NOR) busy() bool { return n.Now() < n.s.BusyUntil }

// Select implements SPISlave. A flash that is let go carries out what it was
// told.
func (n *NOR) Select(selected bool) {
	if selected == n.s.Selected {
		return
	}
	n.s.Selected = selected
	if !selected {
		n.execute()
	}
	n.s.Phase, n.s.Count, n.s.Address = norCommand, 0, 0
}

// Exchange implements SPISlave.
func (n *NOR) Exchange(out byte) (in byte) { return n.Transfer(out, 1) }

// Transfer implements WideSPISlave. A phase that is not on the wires that the
// command wants is not understood, and neither is what follows.
func (n *NOR) Transfer(out byte, wires int) (in byte) {
	if !n.s.Selected {
		return released
	}
	if n.s.Phase == norDummy {
		n.Wait(8 / max(wires, 1))
		return released
	}
	if wires != n.wires() {
		n.s.Phase = norIgnored
	}
	n.s.Count++
	in = released
	switch n.s.Phase {
	case norCommand:
		n.decode(out)
	case norAddress:
		n.s.Address = n.s.Address<<8 | uint32(out)
		if n.s.Count == 3 {
			n.enter(norDummy)
			n.Wait(0)
		}
	case norRead:
		in = n.read()
	case norData:
		n.take(out)
	}
	return in
}

// Wait implements WideSPISlave.
func (n *NOR) Wait(clocks int) {
	if n.s.Phase != norDummy {
		return
	}
	if n.s.Clocks -= clocks; n.s.Clocks > 0 {
		return
	}
	switch n.s.Command {
	case norPageProgram, norQuadProgram, norEraseSector, norEraseHalf, norEraseBlock:
		n.enter(norData)
	default:
		n.enter(norRead)
	}
}

// enter begins a phase.
func (n *NOR) enter(phase norPhase) { n.s.Phase, n.s.Count = phase, 0 }

// at is where in the flash the command has got to: at the end of the flash, it
// goes on at the beginning.
func (n *NOR) at() int { return int((n.s.Address + n.s.Count - 1) % NORSize) }

// stored returns the byte at an offset, which is erased where the machine has
// given fewer than there should be.
func (n *NOR) stored(offset int) byte {
	if offset >= len(n.Bytes) {
		return 0xff
	}
	return n.Bytes[offset]
}
