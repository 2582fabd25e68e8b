// SPDX-License-Identifier: MIT

package timeline

// Entry is one recorded event, in 16 bytes.
type Entry struct {
	Time  uint64 // ticks of the platform's timer
	PID   uint32
	Event Event
}

// Ring keeps the newest events that were recorded. The zero value keeps none
// and counts all as lost; Init gives it memory.
//
// It has no lock: its kernel records with interrupts off, on one hart.
type Ring struct {
	entries  []Entry
	next     int    // where the next event goes
	recorded uint64 // all events since Init, lost ones too
}

// Init empties the ring and makes it keep up to len(memory) events in memory,
// which is the ring's from then on; an array in .bss will do.
func (r *Ring) Init(memory []Entry) {
	r.entries, r.next, r.recorded = memory, 0, 0
}

// Record adds an event; the oldest gives way if the ring is full.
//
// It is a leaf without loops, calls or panics: a switch in trap context can
// afford it, on whatever little stack is left there.
//
//go:nosplit
func (r *Ring) Record(time uint64, pid uint32, event Event) {
	r.recorded++
	i := r.next
	if uint(i) >= uint(len(r.entries)) {
		return // no memory: only counted
	}
	r.entries[i] = Entry{time, pid, event}
	i++
	if i == len(r.entries) {
		i = 0
	}
	r.next = i
}

// Len is how many events the ring holds.
func (r *Ring) Len() int { return int(min(r.recorded, uint64(len(r.entries)))) }

// Lost is how many events were recorded but are no longer there.
func (r *Ring) Lost() uint64 { return r.recorded - uint64(r.Len()) }

// At returns event number i of those that are there; 0 is the oldest.
//
// Precondition: 0 <= i < Len().
func (r *Ring) At(i int) Entry {
	if r.recorded > uint64(len(r.entries)) {
		i += r.next
		if i >= len(r.entries) {
			i -= len(r.entries)
		}
	}
	return r.entries[i]
}
