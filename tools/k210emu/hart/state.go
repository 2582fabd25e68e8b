// SPDX-License-Identifier: MIT

package hart

import "fmt"

// State is all that a hart's future depends on, but for memory, devices and what
// Config says. It is what snapshots hold, and so it is more than the registers: a
// program that lacks a fence goes on with the pages, the windows and the decoded
// instructions that it had.
type State struct {
	X, F           [32]uint64
	PC             uint64
	Privilege      Privilege
	Waiting        bool
	Steps, Trapped uint64

	CSRs  []uint64 // as registers.words has them
	Lines uint64

	ProtectionConfig  [entries]uint8
	ProtectionAddress [entries]uint64

	Reserved       uint64
	HasReservation bool

	RAMSize int // how much of the RAM's capacity is switched on, in bytes

	Pages   []PageState
	Windows []WindowState
	Window  int // the one that is open is Windows[Window-1]; 0 where none is
	Code    []CodeState
}

// PageState is an entry of the table of pages that have been walked to.
type PageState struct {
	Slot                  uint16
	Page, Physical, Flags uint64
}

// WindowState is a window that is kept.
type WindowState struct {
	Slot         uint16
	Base         uint64 // its address
	Offset, Size int    // in RAM, in bytes
}

// words are the CSRs that hold something.
func (r *registers) words() []*uint64 {
	return []*uint64{
		&r.mstatus, &r.misa,
		&r.medeleg, &r.mideleg,
		&r.mie, &r.mip,
		&r.mtvec, &r.mscratch, &r.mepc,
		&r.mcause, &r.mtval,
		&r.stvec, &r.sscratch, &r.sepc,
		&r.scause, &r.stval,
		&r.mcounteren, &r.scounteren,
		&r.menvcfg, &r.senvcfg,
		&r.satp, &r.sptbr,
		&r.cyclesOffset, &r.retirementOffset,
	}
}

// State returns a hart's state. It shares nothing with the hart.
func (h *Hart) State() *State {
	s := &State{
		PC:                h.pc,
		Privilege:         h.privilege,
		Waiting:           h.waiting,
		Steps:             h.steps,
		Trapped:           h.trapped,
		Lines:             h.lines,
		ProtectionConfig:  h.pmp.config,
		ProtectionAddress: h.pmp.address,
		Reserved:          h.reserved,
		HasReservation:    h.hasReservation,
		RAMSize:           len(h.RAM.Bytes),
		F:                 h.f,
		Code:              h.codeState(),
	}
	copy(s.X[:], h.x[:32])
	for _, word := range h.csr.words() {
		s.CSRs = append(s.CSRs, *word)
	}
	s.CSRs = append(s.CSRs, uint64(h.csr.fflags), uint64(h.csr.frm))
	for slot, r := range h.tlb {
		if r.page != 0 {
			s.Pages = append(s.Pages, PageState{uint16(slot), r.page, r.physical, r.flags})
		}
	}
	if h.strict != nil { // which has none, once the next access has closed them
		return s
	}
	for slot := range h.windows.kept {
		k := &h.windows.kept[slot]
		if k.epoch != h.windows.epoch || len(k.bytes) == 0 {
			continue
		}
		s.Windows = append(s.Windows, WindowState{
			Slot: uint16(slot), Base: k.base, Offset: cap(h.RAM.Bytes) - cap(k.bytes), Size: len(k.bytes),
		})
		if len(h.window.bytes) != 0 && k.base == h.window.base {
			s.Window = len(s.Windows)
		}
	}
	return s
}

// CheckState tells what makes a state impossible for this hart.
func (h *Hart) CheckState(s *State) error {
	capacity := cap(h.RAM.Bytes)
	switch {
	case s.Privilege > Machine || s.Privilege == 2:
		return fmt.Errorf("there is no mode %d", s.Privilege)
	case s.Trapped > s.Steps:
		return fmt.Errorf("of %d instructions %d have trapped", s.Steps, s.Trapped)
	case len(s.CSRs) != len(h.csr.words())+2:
		return fmt.Errorf("there are %d CSRs, not %d", len(h.csr.words())+2, len(s.CSRs))
	case s.RAMSize < 0 || s.RAMSize > capacity || s.RAMSize%pageSize != 0:
		return fmt.Errorf("%d bytes of memory cannot be switched on", s.RAMSize)
	case s.Window < 0 || s.Window > len(s.Windows):
		return fmt.Errorf("there is no window %d", s.Window)
	}
	for _, p := range s.Pages {
		if int(p.Slot) >= len(h.tlb) {
			return fmt.Errorf("a page is in slot %d of %d", p.Slot, len(h.tlb))
		}
	}
	for _, w := range s.Windows {
		if int(w.Slot) >= len(h.windows.kept) || w.Offset < 0 || w.Size <= 0 || w.Offset > s.RAMSize || w.Size > s.RAMSize-w.Offset {
			return fmt.Errorf("a window of %d bytes at %#x, in slot %d, is not in memory", w.Size, w.Offset, w.Slot)
		}
	}
	return h.checkCode(s)
}

// SetState puts a hart into a state.
//
// Preconditions: CheckState has found nothing. Memory is as it was.
func (h *Hart) SetState(s *State) {
	h.pc = s.PC
	h.privilege = s.Privilege
	h.waiting = s.Waiting
	h.steps, h.trapped = s.Steps, s.Trapped
	h.lines = s.Lines
	h.pmp.config, h.pmp.address = s.ProtectionConfig, s.ProtectionAddress
	h.pmp.update()
	h.reserved, h.hasReservation = s.Reserved, s.HasReservation
	h.RAM.Bytes = h.RAM.Bytes[:s.RAMSize]
	h.f = s.F
	copy(h.x[:32], s.X[:])
	words := h.csr.words()
	for n, word := range words {
		*word = s.CSRs[n]
	}
	h.csr.fflags, h.csr.frm = uint8(s.CSRs[len(words)]), uint8(s.CSRs[len(words)+1])

	h.forgetPages()
	for _, p := range s.Pages {
		h.tlb[p.Slot] = remembered{p.Page, p.Physical, p.Flags}
	}
	for _, w := range s.Windows {
		h.openKept(w)
	}
	h.window = dataWindow{}
	if s.Window != 0 {
		h.openKept(s.Windows[s.Window-1])
	}
	h.setCode(s)
}

// openKept opens a window in its slot.
func (h *Hart) openKept(w WindowState) {
	h.openWindow(uint64(w.Slot)*pageSize, dataWindow{base: w.Base, bytes: h.RAM.Bytes[w.Offset : w.Offset+w.Size]})
}
