// SPDX-License-Identifier: MIT

//bugo:trapcontext
package space

import (
	"bugo/memory/frame"
	"bugo/memory/pagetable"
)

// Outcome is how an access to a page went.
type Outcome uint8

const (
	// Resolved: the page is there now, and the access may be tried again.
	Resolved Outcome = iota
	// Denied: the app must not do that.
	Denied
	// NoMemory: it may, but there is no frame.
	NoMemory
)

// Fault serves a fault of the app at an address, for an access that needs these
// rights: a page that was only promised so far is made.
func (s *Space) Fault(address uintptr, need pagetable.Flags) Outcome {
	outcome := s.touch(address, need)
	if outcome == Resolved {
		s.machine.Flush()
	}
	return outcome
}

// touch makes a page that is promised and not there. It is Denied where the page is
// there already: then the fault was about something else. The caller flushes.
func (s *Space) touch(address uintptr, need pagetable.Flags) Outcome {
	r := regionAt(s.Regions(), address)
	if r == nil || !r.lazy || r.Permissions&need != need {
		return Denied
	}
	physical, ok := s.frames.AllocZeroed(frame.UserPage)
	if !ok {
		return NoMemory
	}
	switch s.enter(address&^(pageSize-1), physical, r.Permissions) {
	case nil:
		return Resolved
	case pagetable.ErrNoFrame:
		return NoMemory
	}
	return Denied // it is mapped
}

// Allows reports whether the app may access all of the size bytes at address in
// this way, be the pages there or only promised. Of nothing, everything is allowed.
func (s *Space) Allows(address, size uintptr, need pagetable.Flags) bool {
	for size > 0 {
		r := regionAt(s.Regions(), address)
		if r == nil || r.Permissions&need != need {
			return false
		}
		part := min(size, r.End-address)
		address, size = address+part, size-part
	}
	return true
}
