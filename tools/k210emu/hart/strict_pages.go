// SPDX-License-Identifier: MIT

package hart

// quickPages is how many pages are reached quickly in a mode, by the low bits of
// their numbers.
const quickPages = 128

// strictContext is what a mode reaches quickly, as its rights and tables are. It
// is forgotten when tables or protection may have changed.
type strictContext struct {
	privilege, data Privilege
	status, root    uint64
	valid           bool

	code [quickPages]quickCode
	ram  [quickPages]quickRAM
}

// quickRAM is a page of RAM. Its address is in load if it may be loaded from, and
// in store if it may be stored to.
type quickRAM struct {
	load, store uint64 // no address with its low bits set is compared to these
	delta       uint64 // from address to offset in RAM
}

// nowhere is the address of no page.
const nowhere = ^uint64(0)

func (c *strictContext) clear() {
	for n := range c.ram {
		c.ram[n] = quickRAM{load: nowhere, store: nowhere}
	}
	c.code = [quickPages]quickCode{}
}

// statusReach are the fields of mstatus that decide what is reached.
const statusReach = statusSUM | statusMXR

// enter finds the context of the mode that the hart is in.
func (s *strictHart) enter(h *Hart) {
	want := strictContext{privilege: h.privilege, data: h.dataPrivilege(), status: h.csr.mstatus & statusReach}
	if want.data != Machine || want.privilege != Machine {
		if root, on := h.Spec.Paging.root(h); on {
			want.root = root | 1
		}
	}
	for n := range s.contexts {
		c := &s.contexts[n]
		if c.valid && c.privilege == want.privilege && c.data == want.data && c.status == want.status && c.root == want.root {
			s.context = c
			return
		}
	}
	c := &s.contexts[s.next]
	s.next = (s.next + 1) % len(s.contexts)
	c.privilege, c.data, c.status, c.root, c.valid = want.privilege, want.data, want.status, want.root, true
	c.clear()
	s.context = c
}

// forget forgets what is reached quickly.
func (s *strictHart) forget() {
	for n := range s.contexts {
		if c := &s.contexts[n]; c == s.context {
			c.clear() // it may be in use
		} else {
			c.valid = false
		}
	}
}

// forgetPage forgets how one page is reached: what is at hand must not outlive the
// entry of the TLB.
func (s *strictHart) forgetPage(address uint64) {
	for n := range s.contexts {
		c := &s.contexts[n]
		if quick := &c.ram[address/pageSize%quickPages]; quick.load == address || quick.store == address {
			*quick = quickRAM{load: nowhere, store: nowhere}
		}
		if quick := &c.code[address/pageSize%quickPages]; quick.tag == address|1 {
			*quick = quickCode{}
		}
	}
}

// reach lets accesses to a page be quick from now on, after one that was allowed.
func (h *Hart) reach(address, offset uint64, want access) {
	s := h.strict
	physical := h.RAM.Base + offset&pageMask
	allowed, around := h.pmp.permits(physical, h.dataPrivilege())
	if allowed&want == 0 || around.last-physical < pageSize-1 || offset|^pageMask >= uint64(len(h.RAM.Bytes)) {
		return
	}
	page := address & pageMask
	quick := &s.context.ram[address/pageSize%quickPages]
	delta := offset&pageMask - page
	if quick.delta != delta || quick.load != page && quick.store != page {
		*quick = quickRAM{load: nowhere, store: nowhere, delta: delta}
	}
	if want == write {
		quick.store = page
	} else {
		quick.load = page
	}
}

// harmless are the bits of a PTE whose change needs no fence: hardware sets A and
// D itself, and RSW is software's (RISC-V priv. 1.12 §4.3.1).
const harmless = pteA | pteD | 3<<8

// checkTranslation reports an address that is translated by what an SFENCE has
// not been between, and marks the PTEs, so that a store to them makes harts look
// again. pc is of the instruction that uses the address.
func (s *strictHart) checkTranslation(h *Hart, address, pc uint64, mode Privilege, want access) {
	if !h.translated(mode) {
		return
	}
	root, _ := h.Spec.Paging.root(h)
	path := h.inspect(root, address)
	for _, offset := range path.words[:path.length] {
		s.flags[offset/8] |= flagTable
		if mark := s.stores[offset/8]; mark.fences() >= s.tableFence {
			s.report(Report{Kind: MissingSfence, Hart: h.ID, Mode: h.privilege, PC: pc, Address: address, Cause: mark.pc()})
		}
		undefined := loadBytes(s.shadow[offset:], 8)
		if valid := loadBytes(h.RAM.Bytes[offset:], 1)&pteV != 0; undefined&pteV != 0 || valid && undefined&^harmless != 0 {
			s.reportUninitialised(h, pc, UseTable, s.memoryOrigin(offset, 0))
		}
	}
	if s.rootWriter != 0 && s.fencedRoot != 0 && s.fencedRoot != root|1 && !s.onTheWay(h, address, want) {
		s.checkRoot(h, path, address, pc, mode, want)
	}
}

// onTheWay tells of an access between a write of satp and SFENCE that it has to be
// there: the fetch of instructions beside the one that has written satp, and what
// firmware loads to see that it is to do SFENCE.VMA for a hart that has none.
func (s *strictHart) onTheWay(h *Hart, address uint64, want access) bool {
	return h.privilege == Machine || want == execute && address&pageMask == s.rootWriter&pageMask
}

// checkRoot reports an address that is elsewhere, or allowed and not, by the tables
// of the last SFENCE than by those that satp has been switched to.
func (s *strictHart) checkRoot(h *Hart, path tablePath, address, pc uint64, mode Privilege, want access) {
	before := h.inspect(s.fencedRoot&^1, address)
	was, is := h.pageAllows(before.leaf, mode, want), h.pageAllows(path.leaf, mode, want)
	if was != is || is && before.physical != path.physical {
		s.report(Report{
			Kind: MissingSfence, Hart: h.ID, Mode: h.privilege, PC: pc, Address: address,
			Cause: s.rootWriter, Detail: RootChanged,
		})
	}
}

// tablesFenced makes what has been written to tables count.
func (s *strictHart) tablesFenced(h *Hart) {
	s.tableFence = s.fence()
	s.fencedRoot, s.rootWriter = 0, 0
	if root, on := h.Spec.Paging.root(h); on {
		s.fencedRoot = root | 1
	}
	s.forget()
}
