// SPDX-License-Identifier: MIT

package hart

// Bus is everything that a hart reaches by address and that is not RAM. An
// access that nothing answers is not ok, and traps.
type Bus interface {
	Load(address uint64, size int) (value uint64, ok bool)
	Store(address uint64, size int, value uint64) (ok bool)
}

// Clock is the machine's time.
type Clock interface {
	// Ticks is mtime, which the CSR time shows (RISC-V priv. 1.12 §3.2.1).
	Ticks() uint64
}

// RAM is the memory that programs run from. Harts of a machine share it. What is
// beyond Bytes, up to its capacity, can become memory later: see SetRAM.
type RAM struct {
	Base  uint64 // a multiple of 4096
	Bytes []byte // whole pages
}

// Config is what a hart is built from.
type Config struct {
	ID    uint64
	Spec  *Spec
	RAM   RAM
	Bus   Bus
	Clock Clock

	// Strict, if not nil, reports what would break on the board.
	Strict *Strict
}

// Privilege is a mode, as encoded in mstatus.MPP (RISC-V priv. 1.12 §1.2).
type Privilege uint8

// The modes.
const (
	User       Privilege = 0
	Supervisor Privilege = 1
	Machine    Privilege = 3
)

// Hart is one hart. Make it by New.
type Hart struct {
	Config

	// x[isa.Discard] takes what is written to x0; the rest makes an index of 8
	// bits always valid.
	x  [256]uint64
	f  [32]uint64 // binary32 boxed in ones (RISC-V unpriv. §12.2)
	pc uint64

	privilege Privilege
	waiting   bool // in WFI

	// steps is how many instructions have run, trapped of those that trapped.
	// While the loop runs, steps is behind: what can see it brings it up to date.
	steps   uint64
	trapped uint64

	csr   registers
	csrs  [4096]*Register // the Spec's
	lines uint64          // interrupts that devices raise, as bits of mip
	pmp   protection

	// reserved is the address of LR's reservation, if hasReservation.
	reserved       uint64
	hasReservation bool

	// attention makes the loop end after the instruction that runs.
	attention bool

	// fromBus tells that the last load that was not quick came from the Bus.
	fromBus bool

	window  dataWindow
	windows windows
	tlb     tlb
	code    codeCache
	part    partial

	strict   *strictHart // nil when the hart is not strict
	coverage *Coverage   // nil when nobody asks for it
}

// New returns a hart in reset, at pc.
func New(c Config, pc uint64) *Hart {
	h := &Hart{Config: c}
	h.code.pages = make([]*codePage, (cap(c.RAM.Bytes)+pageSize-1)/pageSize)
	if c.Strict != nil {
		h.strict = newStrictHart(c)
	}
	for number, r := range c.Spec.CSRs {
		h.csrs[number] = &r
	}
	h.Reset(pc)
	return h
}

// Reset puts the hart in its state after reset (RISC-V priv. 1.12 §3.4), in
// M-mode at pc. Registers are 0 and counters run on.
func (h *Hart) Reset(pc uint64) {
	h.x = [256]uint64{}
	h.f = [32]uint64{}
	h.pc = pc
	h.privilege = Machine
	h.waiting = false
	h.csr = registers{}
	h.csr.mstatus = h.Spec.StatusReset
	h.csr.misa = h.Spec.Misa
	h.pmp = protection{}
	if !h.Spec.PMP {
		h.pmp = unprotected()
	}
	h.lines = 0
	h.hasReservation = false
	h.attention = false
	h.forgetPages()
	h.dropCode()
	if h.strict != nil {
		h.strict.reset(h.csr.misa)
	}
}

// SetRAM makes memory longer or shorter, within the capacity that it had in
// Config: a bank is switched on or off. It may be called by a device while the
// hart runs.
func (h *Hart) SetRAM(size int) {
	h.RAM.Bytes = h.RAM.Bytes[:size]
	h.forgetPages()
	h.dropCode()
	if h.strict != nil {
		h.strict.refetch()
	}
	h.leave()
}

// X returns an integer register, 0 to 31.
func (h *Hart) X(n int) uint64 { return h.x[n&31] }

// SetX sets an integer register, 1 to 31.
func (h *Hart) SetX(n int, value uint64) {
	if n&31 != 0 {
		h.x[n&31] = value
		if h.strict != nil {
			h.strict.define(uint8(n & 31))
		}
	}
}

// F returns the bits of an F register, 0 to 31.
func (h *Hart) F(n int) uint64 { return h.f[n&31] }

// SetF sets the bits of an F register, 0 to 31.
func (h *Hart) SetF(n int, value uint64) {
	h.f[n&31] = value
	if h.strict != nil {
		h.strict.floats[n&31] = 0
	}
}

// Undefine says that registers hold what nobody has put there, as after power-on,
// whatever SetX and SetF have said. Only strict mode asks.
func (h *Hart) Undefine() {
	if h.strict != nil {
		h.strict.undefine()
	}
}

// PC returns the address of the next instruction.
func (h *Hart) PC() uint64 { return h.pc }

// Privilege returns the mode that the hart is in.
func (h *Hart) Privilege() Privilege { return h.privilege }

// Steps returns how many instructions have run, trapped ones included.
func (h *Hart) Steps() uint64 { return h.steps }

// Retired returns how many instructions have retired.
func (h *Hart) Retired() uint64 { return h.steps - h.trapped }

// SetLine raises or lowers interrupts that come from outside, bits of mip. Those
// that have no line in the Spec stay low.
func (h *Hart) SetLine(bits uint64, raised bool) {
	bits &= h.Spec.Lines
	if raised {
		h.lines |= bits
	} else {
		h.lines &^= bits
	}
}

// Waiting tells whether the hart is in WFI with nothing to wake it.
func (h *Hart) Waiting() bool { return h.waiting && h.mip()&h.csr.mie == 0 }

// WakesOn tells whether an interrupt, a bit of mip, would end WFI.
func (h *Hart) WakesOn(bits uint64) bool { return h.csr.mie&bits != 0 }

// Halted tells whether the hart waits in M-mode for nothing at all: no interrupt
// is enabled, so that it can only have meant to end.
func (h *Hart) Halted() bool { return h.waiting && h.privilege == Machine && h.csr.mie == 0 }

// DropReservation makes a pending SC fail: another hart has run.
func (h *Hart) DropReservation() { h.hasReservation = false }

// leave makes the loop end after the instruction that runs, so that Run and the
// machine look at interrupts and time again.
func (h *Hart) leave() { h.attention = true }
