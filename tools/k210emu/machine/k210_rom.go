// SPDX-License-Identifier: MIT

package machine

import (
	"fmt"

	"bugo/platforms/k210"
	"bugo/tools/mkimage/flashimage"
)

// bootROM is what the boot ROM has come to.
type bootROM struct {
	err error // why there was nothing to start
	s   bootState
}

// bootState is all of a bootROM that changes.
type bootState struct {
	Stopped bool // there was nothing to start
}

// State returns what changes, for snapshots: a *bootState.
func (r *bootROM) State() any { return &r.s }

// boot does what the boot ROM does at reset (k210-facts.md §12.1): it copies what
// the flash holds to the start of memory, if it is whole, wakes both harts, and
// starts them there.
func (m *K210) boot() {
	m.nor.EnableQuad()
	payload, _, err := flashimage.Decode(m.flash)
	if err != nil {
		m.rom.err = fmt.Errorf("the boot ROM finds nothing to start in flash: %w", err)
		m.rom.s.Stopped = true
		return
	}
	copy(m.ram, payload)
	m.wrote(k210.SRAMBase, len(payload))
	m.enter(k210.FirmwareBase)
}

// CSRs that the ROM leaves something in (k210-facts.md §2.2).
const (
	csrMstatus = 0x300
	csrMie     = 0x304
	csrMtvec   = 0x305
	csrMepc    = 0x341
	csrMcause  = 0x342
	csrMbadadr = 0x343
)

// What is in them (k210-facts.md §2.1).
const (
	romMstatus = 3<<13 | 3<<11 // FS and MPP
	romMie     = 1 << 3        // MSIE
	romMtvec   = 0x8800_008c
	romMcause  = 1
)

// enter starts both harts at an address, in the state that the ROM leaves. Other
// registers hold anything.
func (m *K210) enter(pc uint64) {
	for id, h := range m.harts {
		h.Reset(pc)
		anything := make([]byte, 8*32)
		poison(anything)
		for n := 1; n < 32; n++ {
			h.SetX(n, loadWord(anything[8*n:]))
			h.SetF(n, loadWord(anything[8*n:]))
		}
		h.Undefine()
		h.SetCSR(csrMstatus, romMstatus)
		h.SetCSR(csrMtvec, romMtvec)
		h.SetCSR(csrMie, romMie)
		h.SetCSR(csrMcause, romMcause)
		h.SetCSR(csrMepc, romMtvec)
		h.SetCSR(csrMbadadr, romMtvec)
		m.clint.Store(4*uint64(id), 4, 1) // msip
	}
}
