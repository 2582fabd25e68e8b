// SPDX-License-Identifier: MIT

package hart

import "math/bits"

// Fields of a PMP entry's configuration (RISC-V priv. 1.12 §3.7.1, figure 3.27).
const (
	pmpRead    = 1 << 0
	pmpWrite   = 1 << 1
	pmpExecute = 1 << 2
	pmpA       = 3 << 3
	pmpLocked  = 1 << 7

	pmpTOR   = 1 << 3
	pmpNA4   = 2 << 3
	pmpNAPOT = 3 << 3

	pmpConfigMask  = 0x9f
	pmpAddressMask = 1<<54 - 1
)

// access is what an access wants, as a PMP permission.
type access uint8

const (
	read    access = pmpRead
	write   access = pmpWrite
	execute access = pmpExecute
)

// span is the addresses from first to last, both included.
type span struct{ first, last uint64 }

func (s span) contains(a uint64) bool { return s.first <= a && a <= s.last }

// protection is PMP. Its granularity is 4 bytes.
type protection struct {
	config  [entries]uint8
	address [entries]uint64
	spans   [entries]span
	active  [entries]bool
}

// update finds the addresses of all entries (RISC-V priv. 1.12 §3.7.1).
func (p *protection) update() {
	for n := range entries {
		address := p.address[n]
		s := span{first: address << 2}
		active := true
		switch p.config[n] & pmpA {
		case pmpTOR:
			s = span{last: address<<2 - 1}
			if n > 0 {
				s.first = p.address[n-1] << 2
			}
			active = s.first < address<<2
		case pmpNA4:
			s.last = s.first + 3
		case pmpNAPOT:
			size := uint64(8) << bits.TrailingZeros64(^address)
			s.first = address << 2 &^ (size - 1)
			s.last = s.first + size - 1
		default:
			active = false
		}
		p.spans[n], p.active[n] = s, active
	}
}

// permits tells what may be done at an address, and how far around it the
// answer holds. The first entry that holds the address decides
// (RISC-V priv. 1.12 §3.7.1, "Priority and Matching Logic").
func (p *protection) permits(address uint64, mode Privilege) (allowed access, around span) {
	around = span{0, all}
	for n := range entries {
		s := p.spans[n]
		switch {
		case !p.active[n]:
		case s.contains(address):
			around = span{max(around.first, s.first), min(around.last, s.last)}
			if mode == Machine && p.config[n]&pmpLocked == 0 {
				return read | write | execute, around
			}
			return access(p.config[n]) & (read | write | execute), around
		case s.last < address:
			around.first = max(around.first, s.last+1)
		default:
			around.last = min(around.last, s.first-1)
		}
	}
	if mode == Machine {
		return read | write | execute, around
	}
	return 0, around
}

// unprotected is a PMP that lets all modes do all: one entry for all addresses.
func unprotected() (p protection) {
	p.config[0] = pmpNAPOT | pmpRead | pmpWrite | pmpExecute
	p.address[0] = pmpAddressMask
	p.update()
	return p
}

// locked tells whether an entry's address can be written no more; the one below
// a locked TOR entry cannot either (RISC-V priv. 1.12 §3.7.1, "Locking").
func (p *protection) locked(n int) bool {
	if p.config[n]&pmpLocked != 0 {
		return true
	}
	return n+1 < entries && p.config[n+1]&pmpLocked != 0 && p.config[n+1]&pmpA == pmpTOR
}

func (h *Hart) setProtectionAddress(n int, value uint64) {
	if h.pmp.locked(n) {
		return
	}
	h.pmp.address[n] = value & pmpAddressMask
	h.protectionChanged()
}

func (h *Hart) protectionConfig(first int) (value uint64) {
	for n := range 8 {
		value |= uint64(h.pmp.config[first+n]) << (8 * n)
	}
	return value
}

func (h *Hart) setProtectionConfig(first int, value uint64) {
	for n := range 8 {
		config := uint8(value>>(8*n)) & pmpConfigMask
		if h.pmp.config[first+n]&pmpLocked != 0 {
			continue
		}
		if config&(pmpRead|pmpWrite) == pmpWrite { // reserved
			config &^= pmpWrite
		}
		h.pmp.config[first+n] = config
	}
	h.protectionChanged()
}

func (h *Hart) protectionChanged() {
	h.pmp.update()
	h.forgetCodePages()
	h.dropWindows()
	if h.strict != nil {
		h.strict.forget()
	}
	h.leave() // what runs may be allowed to run no more
}
