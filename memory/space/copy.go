// SPDX-License-Identifier: MIT

//bugo:trapcontext
package space

import "bugo/memory/pagetable"

// page returns where an address of the app's is in physical memory, if the app
// itself could access it in this way. A promised page is made, and changed tells of
// it.
func (s *Space) page(address uintptr, need pagetable.Flags, changed *bool) (physical uintptr, outcome Outcome) {
	need |= pagetable.User
	physical, permissions, ok := s.Table.Translate(address)
	if !ok {
		if outcome = s.touch(address, need); outcome != Resolved {
			return 0, outcome
		}
		*changed = true
		physical, permissions, _ = s.Table.Translate(address)
	}
	if permissions&need != need {
		return 0, Denied
	}
	return physical, Resolved
}

// CopyIn copies from the app's memory at address to p. It stops at the first page
// that the app itself could not read.
func (s *Space) CopyIn(p []byte, address uintptr) Outcome {
	changed, outcome := false, Resolved
	for len(p) > 0 && outcome == Resolved {
		var physical uintptr
		if physical, outcome = s.page(address, pagetable.Read, &changed); outcome == Resolved {
			n := copy(p, s.machine.Bytes(physical, pageSize-address%pageSize))
			p, address = p[n:], address+uintptr(n)
		}
	}
	if changed {
		s.machine.Flush()
	}
	return outcome
}

// CopyOut copies p to the app's memory at address. It stops at the first page that
// the app itself could not write: Prepare finds out before.
func (s *Space) CopyOut(address uintptr, p []byte) Outcome {
	changed, outcome := false, Resolved
	for len(p) > 0 && outcome == Resolved {
		var physical uintptr
		if physical, outcome = s.page(address, pagetable.Write, &changed); outcome == Resolved {
			n := copy(s.machine.Bytes(physical, pageSize-address%pageSize), p)
			p, address = p[n:], address+uintptr(n)
		}
	}
	if changed {
		s.machine.Flush()
	}
	return outcome
}

// Prepare makes all pages that the size bytes at address lie in. Afterwards a copy
// of as much cannot fail, as long as the app's space does not change.
func (s *Space) Prepare(address, size uintptr, need pagetable.Flags) Outcome {
	if !s.Allows(address, size, need) {
		return Denied
	}
	changed, outcome := false, Resolved
	for end := address + size; address < end && outcome == Resolved; address = address&^(pageSize-1) + pageSize {
		_, outcome = s.page(address, need, &changed)
	}
	if changed {
		s.machine.Flush()
	}
	return outcome
}
