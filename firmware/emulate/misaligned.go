// SPDX-License-Identifier: MIT

package emulate

import "bugo/arch/riscv"

// misaligned does a load or store whose address is no multiple of its size.
// Anything else that traps so, LR, SC and AMOs, S-mode gets to see as it is: a
// misaligned one is a fault in 1.12, too (RISC-V unpriv. 20191213 §8.2, §8.4).
func (e *Emulator) misaligned(t *Trap) {
	i, ok := e.fetch(t)
	if !ok {
		return
	}
	a, ok := decode(i)
	if !ok {
		e.inject(t, t.Cause, t.Value)
		return
	}
	// Another hart may have changed the instruction since: it could be one of
	// the F registers, which are off. M-mode must not touch them then.
	if a.float && t.Status&riscv.StatusFS == 0 {
		e.inject(t, riscv.CodeIllegalInstruction, uint64(i))
		return
	}
	address := t.register(a.base) + a.offset
	if a.store {
		ok = e.store(t, &a, address)
	} else {
		ok = e.load(t, &a, address)
	}
	if ok {
		t.PC += i.size()
	}
}

// load does a load. Where it is not ok, the trap has become its fault, at the byte
// that could not be loaded (RISC-V priv. 1.12 §3.1.16).
func (e *Emulator) load(t *Trap, a *access, address uint64) bool {
	value, loaded := e.Hart.Load(address, a.size, false)
	if loaded < a.size {
		e.fault(t, load, address+uint64(loaded))
		return false
	}
	if a.float {
		e.Hart.SetFloat(int(a.register), a.size == 8, value)
		return true
	}
	if a.signed {
		above := 64 - 8*a.size
		value = uint64(int64(value) << above >> above)
	}
	t.setRegister(a.register, value)
	return true
}

// store does a store, likewise.
func (e *Emulator) store(t *Trap, a *access, address uint64) bool {
	value := t.register(a.register)
	if a.float {
		value = e.Hart.Float(int(a.register), a.size == 8)
	}
	if stored := e.Hart.Store(address, a.size, value); stored < a.size {
		e.fault(t, store, address+uint64(stored))
		return false
	}
	return true
}
