// SPDX-License-Identifier: MIT

//bugo:trapcontext
package pagetable

// Map maps size bytes at virtual to those at physical. The range must be free.
func (t *Table) Map(virtual, physical, size uintptr, permissions Flags) error {
	if err := checkRange(virtual, size); err != nil {
		return err
	}
	if physical%PageSize != 0 {
		return ErrAlignment
	}
	if size > PhysicalEnd || physical > PhysicalEnd-size {
		return ErrRange
	}
	if !permissions.valid() {
		return ErrPermissions
	}
	if size == PageSize {
		if entry := t.place(virtual); entry != nil && *entry == 0 {
			*entry = leaf(physical, permissions)
			return nil
		}
	}
	done, err := t.fill(t.Root, rootLevel, virtual, leaf(physical, permissions), size)
	if err != nil && done > 0 {
		t.clear(t.Root, rootLevel, virtual, done)
	}
	return err
}

// place returns the entry for a small page, or nil where tables are missing, a large
// page is in the way, or the tables are borrowed. It is the short way of what an app
// waits for most often: a single page in a table that is there.
func (t *Table) place(virtual uintptr) *PTE {
	frame := t.Root
	for level := uint(rootLevel); ; level-- {
		entry := &t.at(frame)[index(virtual, level)]
		if level == 0 {
			return entry
		}
		if *entry&PTE(Valid|Read|Write|Execute|borrowed) != PTE(Valid) {
			return nil
		}
		frame = entry.Physical()
	}
}

// fill maps the part of a range that lies below one table, beginning with the page
// that first describes. It returns how much it has mapped.
func (t *Table) fill(frame uintptr, level uint, virtual uintptr, first PTE, size uintptr) (done uintptr, err error) {
	table := t.at(frame)
	length := levelSize(level)
	i := index(virtual, level)
	for done < size {
		entry := &table[i]
		at, page := virtual+done, first+PTE(done>>pageShift<<ppnShift)
		if (at|page.Physical())&(length-1) == 0 && size-done >= length {
			if entry.isValid() {
				return done, ErrMapped
			}
			*entry = page
			done += length
			i++
			continue
		}
		part := min(length-at&(length-1), size-done)
		if entry.isLeaf() {
			return done, ErrMapped
		}
		if *entry&PTE(borrowed) != 0 {
			return done, ErrBorrowed
		}
		fresh := !entry.isValid()
		if fresh {
			below, ok := t.Frames.AllocTable()
			if !ok {
				return done, ErrNoFrame
			}
			*entry = pointer(below)
		}
		n, err := t.fill(entry.Physical(), level-1, at, page, part)
		if err != nil {
			if fresh && n == 0 { // nothing is in it, and nothing may be left of it
				t.Frames.FreeTable(entry.Physical())
				*entry = 0
			}
			return done + n, err
		}
		done += part
		i++
	}
	return done, nil
}

// Unmap takes the range out, which need not be mapped wholly. Tables that become
// empty are given back.
func (t *Table) Unmap(virtual, size uintptr) error {
	if err := checkRange(virtual, size); err != nil {
		return err
	}
	if err := t.cut(virtual, size); err != nil {
		return err
	}
	t.clear(t.Root, rootLevel, virtual, size)
	return nil
}

// clear takes out the part of a range that lies below one table. Where the range
// ends inside a page, cut has split that before.
func (t *Table) clear(frame uintptr, level uint, virtual, size uintptr) {
	table := t.at(frame)
	length := levelSize(level)
	for i := index(virtual, level); size > 0; i++ {
		part := min(length-virtual&(length-1), size)
		entry := &table[i]
		switch {
		case entry.isLeaf():
			*entry = 0
		case entry.isValid():
			below := entry.Physical()
			t.clear(below, level-1, virtual, part)
			if *entry&PTE(pinned) == 0 && t.isEmpty(below) {
				t.Frames.FreeTable(below)
				*entry = 0
			}
		}
		virtual, size = virtual+part, size-part
	}
}

func (t *Table) isEmpty(frame uintptr) bool {
	for _, entry := range t.at(frame) {
		if entry != 0 {
			return false
		}
	}
	return true
}

// Protect gives other permissions to a range that is mapped wholly.
func (t *Table) Protect(virtual, size uintptr, permissions Flags) error {
	if err := checkRange(virtual, size); err != nil {
		return err
	}
	if !permissions.valid() {
		return ErrPermissions
	}
	for at := virtual; at < virtual+size; {
		l, ok := t.Lookup(at)
		if !ok {
			return ErrNotMapped
		}
		at = l.Virtual + l.Size
	}
	if err := t.cut(virtual, size); err != nil {
		return err
	}
	for at := virtual; at < virtual+size; {
		entry, level := t.find(at)
		*entry = leaf(entry.Physical(), permissions)
		at += levelSize(level)
	}
	return nil
}

// cut makes sure that the range may be changed, and that no page reaches across
// either end of it. That is all which can fail: afterwards the change itself needs
// no frame.
func (t *Table) cut(virtual, size uintptr) error {
	root := t.at(t.Root)
	for i := index(virtual, rootLevel); i <= index(virtual+size-1, rootLevel); i++ {
		if root[i]&PTE(borrowed) != 0 {
			return ErrBorrowed
		}
	}
	if err := t.split(virtual); err != nil {
		return err
	}
	return t.split(virtual + size)
}

// split divides pages until one begins at the address, or none is there.
func (t *Table) split(virtual uintptr) error {
	for {
		entry, level := t.find(virtual)
		if entry == nil || virtual&(levelSize(level)-1) == 0 {
			return nil
		}
		frame, ok := t.Frames.AllocTable()
		if !ok {
			return ErrNoFrame
		}
		page, step := *entry, PTE(levelSize(level-1)>>pageShift<<ppnShift)
		for i, table := 0, t.at(frame); i < Entries; i++ {
			table[i] = page
			page += step
		}
		*entry = pointer(frame)
	}
}
