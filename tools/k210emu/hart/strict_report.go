// SPDX-License-Identifier: MIT

package hart

import "fmt"

// Kind is what strict mode reports. README.md says what each means on the board
// and how to mend it.
type Kind uint8

// The kinds. Those from SatpBitsLost on are notes: one kernel binary serves both
// chips, and may do these things.
const (
	// MissingFenceI: an instruction runs that was written after the hart's last
	// FENCE.I (RISC-V unpriv. §3; k210-facts.md §2.6).
	MissingFenceI Kind = iota
	// MissingSfence: an address is translated by a PTE that was written after the
	// hart's last SFENCE, or by tables that satp has since been switched to and
	// that say something else than those before (RISC-V priv. 1.12 §4.2.1;
	// k210-facts.md §2.5).
	MissingSfence
	// SatpReadBack: a branch or a comparison depends on MODE or ASID of satp, which
	// are not 0 and which the K210 drops (k210-facts.md §2.5).
	SatpReadBack
	// Bit18: bit 18 of mstatus becomes 1: SUM, and its inverse on the K210, PUM
	// (k210-facts.md §2.3).
	Bit18
	// Uninitialised: what was never written reaches a Use.
	Uninitialised
	// AtomicUncached: LR, SC or an AMO outside of cached memory
	// (k210-facts.md §1, §2.7).
	AtomicUncached
	// FloatLoadUncached: a load to an F register from the uncached alias, which
	// gives 0 there (k210-facts.md §1).
	FloatLoadUncached

	// SatpBitsLost: a write of satp has MODE or ASID, which the K210 drops
	// (k210-facts.md §2.5).
	SatpBitsLost
	// RdtimeRegister: RDTIME into a register that RustSBI does not serve
	// (k210-facts.md §13). Our firmware serves all.
	RdtimeRegister
)

var kindNames = [...]string{
	"missing-fence.i", "missing-sfence", "satp-read-back", "bit-18", "uninitialised",
	"lr-sc-uncached", "fp-load-uncached", "satp-bits-lost", "rdtime-register",
}

// String returns the kind's name, which stays the same.
func (k Kind) String() string { return kindNames[k] }

// Note tells whether the kind is a note only, and no fault of the program.
func (k Kind) Note() bool { return k >= SatpBitsLost }

// Use is what undefined bits reach.
type Use uint8

// The uses.
const (
	UseBranch Use = iota
	UseAddress
	UseDevice
	UseRegister // a CSR
	UseCall     // the number of a system call
	UseResult   // the result of a system call
	UseTable    // a PTE
	UseCode     // an instruction
)

var useNames = [...]string{
	"the branch", "the address of the access or jump", "the store to a device", "the write of a CSR",
	"the number of the system call", "the result of the system call", "the translation for the access",
	"the instruction",
}

// String says the use in a message.
func (u Use) String() string { return useNames[u] }

// Report is a finding of strict mode.
type Report struct {
	Kind Kind
	Hart uint64
	Mode Privilege
	PC   uint64 // of the instruction that does it

	Use     Use    // of Uninitialised, and of SatpReadBack
	Address uint64 // what it is about: of memory, or virtual
	Cause   uint64 // pc of the store, load or CSR access that it comes from, or 0
	Detail  Detail
}

// Detail tells reports of the same kind apart.
type Detail uint8

// The details.
const (
	// NoDetail is all that there is to say.
	NoDetail Detail = iota
	// BytesDiffer: the old instruction has run, and memory holds another one.
	BytesDiffer
	// RootChanged: it is not the PTE that was written, but satp.
	RootChanged
	// FromReset: a register that was never written.
	FromReset
	// Copied: Address was written, by Cause, but with a copy of what was not.
	Copied
)

// Symbolizer tells the function and place of an address of code, or "".
type Symbolizer func(pc uint64) string

// maxReports bounds the reports that are kept.
const maxReports = 1000

// reportKey is what there is one report of.
type reportKey struct {
	kind   Kind
	detail Detail
	at     uint64
}

// key tells which reports say the same: those of one instruction. A fence that is
// missing is missing for pages.
func (r Report) key() reportKey {
	switch r.Kind {
	case MissingFenceI:
		return reportKey{r.Kind, r.Detail, r.PC & pageMask}
	case MissingSfence:
		return reportKey{r.Kind, r.Detail, r.Address & pageMask}
	case SatpBitsLost: // once
		return reportKey{kind: r.Kind}
	default:
		return reportKey{kind: r.Kind, at: r.PC}
	}
}

// report keeps a report, if it is the first one that says so.
func (s *Strict) report(r Report) {
	key := r.key()
	if _, known := s.reported[key]; known {
		return
	}
	if len(s.reports) == maxReports {
		s.dropped++
		return
	}
	s.reported[key] = struct{}{}
	s.reports = append(s.reports, r)
	if s.onReport != nil {
		s.onReport(r)
	}
}

// Reports returns what has been found so far, notes too, in the order in which it
// was found. Of each kind there is one for each pc; of a missing fence, one for
// each page.
func (s *Strict) Reports() []Report { return s.reports }

// Dropped returns how many times there was something to report when there were
// too many reports already.
func (s *Strict) Dropped() int { return s.dropped }

// Failed tells whether there is a report that is no note.
func (s *Strict) Failed() bool {
	for _, r := range s.reports {
		if !r.Kind.Note() {
			return true
		}
	}
	return false
}

// String names the mode as messages do.
func (p Privilege) String() string {
	switch p {
	case User:
		return "U-mode"
	case Supervisor:
		return "S-mode"
	default:
		return "M-mode"
	}
}

// Text says the report in a line, with symbols where symbol knows them. symbol
// may be nil.
func (r Report) Text(symbol Symbolizer) string {
	at := func(pc uint64) string {
		if symbol != nil {
			if name := symbol(pc); name != "" {
				return fmt.Sprintf("%#x (%s)", pc, name)
			}
		}
		return fmt.Sprintf("%#x", pc)
	}
	writer := "DMA, the ROM or a debugger"
	if r.Cause != 0 {
		writer = "the store at " + at(r.Cause)
	}
	said := ""
	switch r.Kind {
	case MissingFenceI:
		said = fmt.Sprintf("runs %s, which %s has written since the hart's last fence.i", at(r.PC), writer)
		if r.Detail == BytesDiffer {
			said = fmt.Sprintf("runs %s as it was before %s", at(r.PC), writer)
		}
	case MissingSfence:
		said = fmt.Sprintf("at %s uses %#x, whose page-table entry %s has written since the hart's last sfence",
			at(r.PC), r.Address, writer)
		if r.Detail == RootChanged {
			said = fmt.Sprintf("at %s uses %#x, which is elsewhere since satp was written at %s, without an sfence since",
				at(r.PC), r.Address, at(r.Cause))
		}
	case SatpReadBack:
		said = fmt.Sprintf("at %s: %s depends on MODE or ASID of satp, which was read at %s", at(r.PC), r.Use, at(r.Cause))
	case Bit18:
		said = fmt.Sprintf("at %s sets bit 18 of mstatus: SUM, but PUM on the K210", at(r.PC))
	case Uninitialised:
		said = fmt.Sprintf("at %s: %s depends on %s", at(r.PC), r.Use, r.source(at))
	case AtomicUncached:
		said = fmt.Sprintf("at %s has an atomic access to %#x, which is not cached memory", at(r.PC), r.Address)
	case FloatLoadUncached:
		said = fmt.Sprintf("at %s loads an F register from %#x, the uncached alias: the chip gives 0", at(r.PC), r.Address)
	case SatpBitsLost:
		said = fmt.Sprintf("at %s writes MODE or ASID to satp, which the K210 drops", at(r.PC))
	case RdtimeRegister:
		said = fmt.Sprintf("at %s reads the time to a register that RustSBI does not serve", at(r.PC))
	}
	return fmt.Sprintf("strict: %s: hart %d (%s) %s", r.Kind, r.Hart, r.Mode, said)
}

// source says where undefined bits come from.
func (r Report) source(at func(pc uint64) string) string {
	switch {
	case r.Detail == FromReset:
		return "a register that was never written"
	case r.Detail == Copied && r.Cause != 0:
		return fmt.Sprintf("memory at %#x, where the store at %s has put what was never written", r.Address, at(r.Cause))
	case r.Cause != 0:
		return fmt.Sprintf("memory at %#x that was never written, loaded at %s", r.Address, at(r.Cause))
	default:
		return fmt.Sprintf("memory at %#x that was never written", r.Address)
	}
}
