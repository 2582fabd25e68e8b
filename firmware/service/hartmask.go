// SPDX-License-Identifier: MIT

package service

import "bugo/arch/sbi"

// harts is a set of harts: bit n stands for hart n.
type harts uint64

func (h harts) has(hart int) bool { return h&(1<<hart) != 0 }

// all returns the set of all harts there are.
func (s *Service) all() harts { return 1<<s.Harts - 1 }

// listed returns the harts of a hart list parameter: bit n of mask stands for
// hart base+n, and a base of -1 for all harts (SBI v2.0 §3.1). A hart that is
// not there makes the whole list invalid (SBI v2.0 §7.1).
func (s *Service) listed(mask, base uint64) (harts, sbi.Error) {
	if base == uint64(sbi.AllHarts) {
		return s.all(), sbi.Success
	}
	if base >= uint64(s.Harts) {
		return 0, sbi.ErrInvalidParam
	}
	if mask>>(uint64(s.Harts)-base) != 0 {
		return 0, sbi.ErrInvalidParam
	}
	return harts(mask << base), sbi.Success
}
