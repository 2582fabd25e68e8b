// SPDX-License-Identifier: MIT

package device

// wires is how many the phase uses.
func (n *NOR) wires() int {
	switch n.s.Command {
	case norDualOutput:
		if n.s.Phase == norRead {
			return 2
		}
	case norDualIO:
		if n.s.Phase != norCommand {
			return 2
		}
	case norQuadOutput, norQuadProgram:
		if n.s.Phase == norRead || n.s.Phase == norData {
			return 4
		}
	case norQuadIO:
		if n.s.Phase != norCommand {
			return 4
		}
	}
	return 1
}

// decode looks at a command's first byte.
func (n *NOR) decode(command byte) {
	n.s.Command = command
	n.s.Clocks = 0
	switch {
	case n.busy() && command != norReadStatus1 && command != norReadStatus2 && command != norReadStatus3,
		n.s.PoweredDown && command != norReleaseDown:
		n.enter(norIgnored)
		return
	}
	switch command {
	case norReadStatus1, norReadStatus2, norReadStatus3, norJEDECID:
		n.enter(norRead)
	case norReleaseDown, norManufacturer2, norReadData,
		norPageProgram, norEraseSector, norEraseHalf, norEraseBlock:
		n.enter(norAddress)
	case norFastRead, norDualOutput:
		n.s.Clocks = 8
		n.enter(norAddress)
	case norDualIO:
		n.s.Clocks = 4 // mode bits
		n.enter(norAddress)
	case norQuadOutput:
		n.s.Clocks = 8
		n.enterQuad()
	case norQuadIO:
		n.s.Clocks = 6 // mode bits, and four
		n.enterQuad()
	case norQuadProgram:
		n.enterQuad()
	case norWriteStatus1, norWriteStatus2, norWriteStatus3:
		n.s.Stored = n.s.Status
		n.enter(norData)
	case norWriteEnabling, norWriteDisable, norEraseChip, norEraseChip2, norPowerDown, norEnableReset, norReset:
		n.enter(norData) // none: they count when the flash is let go at once
	default:
		n.enter(norIgnored)
	}
	clear(n.s.Filled[:])
}

// enterQuad begins an address if status register 2 lets four wires be used.
func (n *NOR) enterQuad() {
	if n.s.Status[1]&norQuadEnable == 0 {
		n.enter(norIgnored)
		return
	}
	n.enter(norAddress)
}

// read returns a command's next byte.
func (n *NOR) read() byte {
	switch n.s.Command {
	case norReadStatus1:
		status := n.s.Status[0] &^ norOwnStatus
		if n.busy() {
			status |= norBusy
		}
		if n.writeEnabled() {
			status |= norWriteEnable
		}
		return status
	case norReadStatus2:
		return n.s.Status[1]
	case norReadStatus3:
		return n.s.Status[2]
	case norJEDECID:
		return [...]byte{norManufacturer, norType, norCapacity}[(n.s.Count-1)%3]
	case norManufacturer2:
		return [...]byte{norManufacturer, norDeviceID}[(n.s.Address+n.s.Count-1)%2]
	case norReleaseDown:
		return norDeviceID
	default:
		return n.stored(n.at())
	}
}

// writeEnabled is the write enable latch as it reads: it falls when what it
// allowed is done.
func (n *NOR) writeEnabled() bool { return n.s.WriteEnabled || n.busy() }

// take is a byte of data of a command. A page that gets more than it has room
// for begins again at its start, and keeps the last ones.
func (n *NOR) take(b byte) {
	switch n.s.Command {
	case norPageProgram, norQuadProgram:
		at := (n.s.Address + n.s.Count - 1) % norPageSize
		n.s.Page[at], n.s.Filled[at] = b, true
	case norWriteStatus1:
		if i := n.s.Count - 1; i < 2 {
			n.s.Stored[i] = b
		}
	case norWriteStatus2:
		n.s.Stored[1] = b
	case norWriteStatus3:
		n.s.Stored[2] = b
	}
}

// execute is what a command does when the flash is let go. Those without data
// must have had none.
func (n *NOR) execute() {
	if n.s.Command == norReleaseDown && n.s.Phase != norCommand && n.s.Phase != norIgnored {
		n.s.PoweredDown = false
	}
	resetEnabled := n.s.ResetEnabled
	n.s.ResetEnabled = false
	if n.s.Phase != norData {
		return
	}
	if n.s.Count == 0 {
		n.executeBare(resetEnabled)
	}
	if !n.s.WriteEnabled {
		return
	}
	switch n.s.Command {
	case norPageProgram, norQuadProgram:
		if n.s.Count > 0 {
			n.program()
			n.work(norProgramCycles)
		}
	case norEraseSector:
		n.erase(norSectorSize, norSectorCycles)
	case norEraseHalf:
		n.erase(norHalfBlockSize, norHalfBlockCycles)
	case norEraseBlock:
		n.erase(norBlockSize, norBlockCycles)
	case norWriteStatus1, norWriteStatus2, norWriteStatus3:
		if n.s.Count > 0 {
			n.s.Status = n.s.Stored
			n.work(norStatusCycles)
		}
	}
}

// executeBare is execute for commands that are one byte.
func (n *NOR) executeBare(resetEnabled bool) {
	switch n.s.Command {
	case norWriteEnabling:
		n.s.WriteEnabled = true
	case norWriteDisable:
		n.s.WriteEnabled = false
	case norPowerDown:
		n.s.PoweredDown = true
	case norEnableReset:
		n.s.ResetEnabled = true
	case norReset:
		if resetEnabled {
			n.Reset()
			n.s.BusyUntil = n.Now() + norResetCycles
		}
	case norEraseChip, norEraseChip2:
		if n.s.WriteEnabled {
			n.s.Address = 0
			n.erase(NORSize, norChipCycles)
		}
	}
}

// work makes the flash busy, after which it has to be allowed anew.
func (n *NOR) work(cycles uint64) {
	n.s.BusyUntil = n.Now() + cycles
	n.s.WriteEnabled = false
}

func (n *NOR) program() {
	start := int(n.s.Address) % NORSize &^ (norPageSize - 1)
	for i, filled := range n.s.Filled {
		if filled && start+i < len(n.Bytes) {
			n.Bytes[start+i] &= n.s.Page[i]
		}
	}
	n.written(start, norPageSize)
}

// erase sets all bits of the sector or block that the address is in. There is
// no data after the address.
func (n *NOR) erase(size int, cycles uint64) {
	if n.s.Count > 0 {
		return
	}
	start := int(n.s.Address) % NORSize &^ (size - 1)
	end := min(start+size, len(n.Bytes))
	for i := start; i < end; i++ {
		n.Bytes[i] = 0xff
	}
	n.written(start, size)
	n.work(cycles)
}

func (n *NOR) written(offset, length int) {
	if n.Written != nil {
		n.Written(offset, length)
	}
}
