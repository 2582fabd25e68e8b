// SPDX-License-Identifier: MIT

package emulate

// Hart is the hart that trapped. Its methods change nothing of the Trap.
type Hart interface {
	// Load loads size bytes, little endian, one after the other, with the
	// rights and the translation of the mode that trapped. It returns how many
	// it could load: the byte at address+loaded faulted if that is less than
	// size. execute lets it load what that mode may only execute.
	Load(address uint64, size int, execute bool) (value uint64, loaded int)
	// Store stores likewise.
	Store(address uint64, size int, value uint64) (stored int)
	// Memory returns the physical addresses of memory, and Entry loads 8 bytes
	// there, of a page table.
	Memory() (base, size uint64)
	Entry(address uint64) uint64

	// Float returns an F register, 0 to 31: the low 32 bits count, or all 64.
	Float(register int, double bool) uint64
	// SetFloat sets it. A number of 32 bits becomes a valid one of a wider
	// register (RISC-V unpriv. 20191213 §12.2).
	SetFloat(register int, double bool, value uint64)

	// Time returns mtime.
	Time() uint64
	// UserCounters returns which counters U-mode may read: riscv.Counter bits.
	UserCounters() uint64
	// SetUserCounters says so.
	SetUserCounters(bits uint64)

	// Root returns the page number that satp holds, and the one that it held when
	// Fence was last called.
	Root() (written, fenced uint64)
	// SetRoot replaces what satp holds.
	SetRoot(root uint64)
	// Fence makes address translation see all stores so far, and notes a root.
	Fence(root uint64)

	// EnterSupervisor writes the registers that tell S-mode of a trap, and
	// returns the address of its handler.
	EnterSupervisor(sepc, scause, stval uint64) (handler uint64)
}

// Trap is an exception that came from S- or U-mode to M-mode: the state to which
// M-mode will return. It is laid out as the frame that the trap handler saves.
type Trap struct {
	// X are the integer registers. X[0] means nothing.
	X [32]uint64
	// PC is mepc, Status mstatus, Cause mcause, Value mtval.
	PC, Status, Cause, Value uint64
}

// register returns an integer register, 0 to 31.
func (t *Trap) register(n uint32) uint64 {
	if n == 0 {
		return 0
	}
	return t.X[n]
}

// setRegister sets it.
func (t *Trap) setRegister(n uint32, value uint64) {
	if n != 0 {
		t.X[n] = value
	}
}
