// SPDX-License-Identifier: MIT

//bugo:trapcontext
package pagetable

// Leaf is a page as a walk finds it.
type Leaf struct {
	Virtual, Physical uintptr
	Size              uintptr // 4 KiB, 2 MiB or 1 GiB
	Permissions       Flags
}

// find returns the leaf of an address and its level, or nil.
func (t *Table) find(virtual uintptr) (entry *PTE, level uint) {
	if virtual >= AddressEnd {
		return nil, 0
	}
	frame := t.Root
	for level = rootLevel; ; level-- {
		entry = &t.at(frame)[index(virtual, level)]
		if entry.isLeaf() {
			return entry, level
		}
		if level == 0 || !entry.isValid() {
			return nil, level
		}
		frame = entry.Physical()
	}
}

// Lookup returns the page that an address lies in.
func (t *Table) Lookup(virtual uintptr) (l Leaf, ok bool) {
	entry, level := t.find(virtual)
	if entry == nil {
		return Leaf{}, false
	}
	size := levelSize(level)
	return Leaf{virtual &^ (size - 1), entry.Physical(), size, entry.Permissions()}, true
}

// Translate returns where an address lies in physical memory and what may be done
// there.
func (t *Table) Translate(virtual uintptr) (physical uintptr, permissions Flags, ok bool) {
	entry, level := t.find(virtual)
	if entry == nil {
		return 0, 0, false
	}
	return entry.Physical() + virtual&(levelSize(level)-1), entry.Permissions(), true
}

// Walk shows all pages of [from, to), in order, those of borrowed tables too, until
// visit returns false. It reports whether visit always returned true.
func (t *Table) Walk(from, to uintptr, visit func(Leaf) bool) bool {
	to = min(to, AddressEnd)
	return t.walk(t.Root, rootLevel, 0, from, to, visit)
}

func (t *Table) walk(frame uintptr, level uint, base, from, to uintptr, visit func(Leaf) bool) bool {
	length := levelSize(level)
	table := t.at(frame)
	for i := range uintptr(Entries) {
		virtual := base + i*length
		if virtual >= to || !table[i].isValid() || virtual+length <= from {
			continue
		}
		entry := table[i]
		if entry.isLeaf() {
			if !visit(Leaf{virtual, entry.Physical(), length, entry.Permissions()}) {
				return false
			}
		} else if level > 0 && !t.walk(entry.Physical(), level-1, virtual, from, to, visit) {
			return false
		}
	}
	return true
}

// Tables shows the frames of all tables, the root first, but those that are
// borrowed.
func (t *Table) Tables(visit func(frame uintptr)) { t.tables(t.Root, rootLevel, visit) }

func (t *Table) tables(frame uintptr, level uint, visit func(frame uintptr)) {
	visit(frame)
	if level == 0 {
		return
	}
	for _, entry := range t.at(frame) {
		if entry.isTable() && entry&PTE(borrowed) == 0 {
			t.tables(entry.Physical(), level-1, visit)
		}
	}
}

// Check returns ErrCorrupted if an entry breaks an invariant of the package: the
// bits that must be set or clear, W^X, alignment, an empty table.
func (t *Table) Check() error { return t.check(t.Root, rootLevel) }

func (t *Table) check(frame uintptr, level uint) error {
	for _, entry := range t.at(frame) {
		switch {
		case entry == 0:
			continue
		case !entry.isValid() || entry.Physical() >= PhysicalEnd || entry>>54 != 0:
			return ErrCorrupted
		case entry.isLeaf():
			if !entry.Permissions().valid() || entry.flags()&(Accessed|Dirty|pinned|borrowed) != Accessed|Dirty ||
				entry.Physical()&(levelSize(level)-1) != 0 {
				return ErrCorrupted
			}
		case level == 0 || entry.flags()&^(pinned|borrowed) != Valid || level < rootLevel && entry.flags() != Valid:
			return ErrCorrupted
		default:
			if entry&PTE(pinned|borrowed) == 0 && t.isEmpty(entry.Physical()) {
				return ErrCorrupted
			}
			if err := t.check(entry.Physical(), level-1); err != nil {
				return err
			}
		}
	}
	return nil
}
