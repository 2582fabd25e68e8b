// SPDX-License-Identifier: MIT

package object

import (
	"debug/elf"
	"regexp"
)

// trampoline matches the names that the linker makes from the target's
// (cmd/link/internal/riscv64). No name from a source file has a "-" there.
var trampoline = regexp.MustCompile(`-tramp[0-9]+$`)

// deadTrampolines returns the entries, from the start of text, of the
// trampolines that nothing in the program refers to.
func (o *object) deadTrampolines(m *moduledata) (map[uint32]bool, error) {
	text, err := o.symbol("runtime.text")
	if err != nil {
		return nil, err
	}
	owner := make(map[uint64]*symbol) // by each byte of the trampolines
	dead := make(map[*symbol]bool)
	for i := range o.symbols {
		s := &o.symbols[i]
		if s.Shndx != text.Shndx || elf.ST_TYPE(s.Info) != elf.STT_FUNC || elf.ST_BIND(s.Info) != elf.STB_LOCAL || !trampoline.MatchString(s.name) {
			continue
		}
		const longest = 16 // AUIPC and JALR, and some room
		if s.Size == 0 || s.Size > longest {
			continue
		}
		dead[s] = true
		for at := s.Value; at < s.Value+s.Size; at++ {
			owner[at] = s
		}
	}
	relocations, err := o.relocations()
	if err != nil {
		return nil, err
	}
	for i := range relocations {
		r := &relocations[i]
		to, place := o.target(r)
		if elf.SectionFlag(r.in.Flags)&elf.SHF_ALLOC == 0 || to.Shndx != text.Shndx {
			continue
		}
		s := owner[place]
		if s == nil || r.in.index == int(s.Shndx) && owner[r.Off] == s {
			continue // (a trampoline refers to itself: its second half needs the first's address)
		}
		delete(dead, s)
	}
	codes := make(map[uint32]bool)
	for s := range dead {
		codes[uint32(s.Value-m.text)] = true
	}
	return codes, nil
}
